//! Puts the attributes of typeset markup in order.
//!
//! The typesetter keeps attributes in hash maps, so that the same formula comes out differently from run to run; the same
//! note must give the same bytes.

/// Sorts the attributes of every element by name. Expects what the typesetter writes: values in double quotes, and `<`
/// nowhere but at the start of a tag. Anything else is left as it is.
pub(super) fn in_order(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = tag_end(rest) else { break };
        push_tag(&mut out, &rest[..end]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Finds the byte behind a tag; a `>` in a quoted value does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let mut is_quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn push_tag(out: &mut String, tag: &str) {
    let close = if tag.ends_with("/>") { "/>" } else { ">" };
    let inner = &tag[..tag.len() - close.len()];
    let Some((name, attributes)) = inner.split_once(' ') else {
        out.push_str(tag);
        return;
    };
    let mut sorted = split(attributes);
    sorted.sort_unstable();
    out.push_str(name);
    for attribute in sorted {
        out.push(' ');
        out.push_str(attribute);
    }
    out.push_str(close);
}

/// Parts attributes at the spaces that stand outside of quotes.
fn split(attributes: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let parts = attributes.split(|c: char| {
        is_quoted ^= c == '"';
        c == ' ' && !is_quoted
    });
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn attributes_are_sorted_and_values_stay_whole() {
        assert_eq!(
            in_order(r#"<a z="1 2" b="x > y"><br/>t &lt; u</a><svg y='1' x="2"/>"#),
            r#"<a b="x > y" z="1 2"><br/>t &lt; u</a><svg x="2" y='1'/>"#
        );
        assert_eq!(in_order("a < b"), "a < b");
    }
}
