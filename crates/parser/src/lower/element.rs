//! Raw HTML that is safe as it is: a pair of plain tags around text, such as `<kbd>Ctrl</kbd>` (rules I-43 and I-45).
//!
//! Most of what authors write by hand is of this kind. As an element of the tree it needs no sanitiser, which would read the
//! whole rendered body once more. What is in any way unusual stays raw HTML.

use crate::tree::Inline;

/// Elements of text that the sanitiser keeps, and that a browser reads the same wherever they stand in a line.
const KEPT: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
];
/// Elements of which the sanitiser keeps only what stands in them.
const UNWRAPPED: &[&str] = &["button"];
/// Elements that are never closed.
const SINGLE: &[&str] = &["br", "wbr"];
/// Attributes that the sanitiser keeps as they are.
const ATTRIBUTES: &[&str] = &["class", "dir", "lang", "role", "title"];
/// What an id means is settled when the whole body is known (rule E-09); it goes with its element.
const ID: &[&str] = &["id"];

/// A raw tag that is safe.
#[derive(Debug, PartialEq, Eq)]
enum Tag {
    /// The name, and the tag as it is written.
    Open(&'static str, String),
    Close(&'static str),
    Single(&'static str),
}

/// Makes elements of raw tags that belong together. Tags cross, or one has no partner: then they stay raw.
pub(super) fn pair_tags(inlines: Vec<Inline>) -> Vec<Inline> {
    if !inlines.iter().any(|inline| matches!(inline, Inline::Html(_))) {
        return inlines;
    }
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    // The tags that are open, and where they stand in `out`.
    let mut open: Vec<(&str, String, usize)> = Vec::new();
    for inline in inlines {
        let tag = match &inline {
            Inline::Html(html) => Tag::read(html),
            _ => {
                out.push(inline);
                continue;
            }
        };
        match tag {
            Some(Tag::Open(name, start)) if !is_nested_button(name, &open) => {
                open.push((name, start, out.len()));
                out.push(inline);
            }
            Some(Tag::Close(name)) if open.last().is_some_and(|(opened, ..)| *opened == name) => {
                let Some((_, start, at)) = open.pop() else { continue };
                // An embedded note parts its paragraph, which no element may hold.
                if out[at..].iter().any(|inline| matches!(inline, Inline::Embed { .. })) {
                    out.push(inline);
                    continue;
                }
                let content = out.split_off(at + 1);
                let end = if start.is_empty() { String::new() } else { name.to_owned() };
                out[at] = Inline::Element { start, content, end };
            }
            Some(Tag::Single(name)) => {
                out.push(Inline::Element { start: format!("<{name}>"), content: Vec::new(), end: String::new() });
            }
            _ => {
                open.clear();
                out.push(inline);
            }
        }
    }
    out
}

/// A button ends the one that it stands in.
fn is_nested_button(name: &str, open: &[(&str, String, usize)]) -> bool {
    name == "button" && open.iter().any(|(opened, ..)| *opened == name)
}

impl Tag {
    fn read(html: &str) -> Option<Self> {
        let inner = html.strip_prefix('<')?.strip_suffix('>')?;
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Self::Close(known(name.trim_end(), &[KEPT, UNWRAPPED])?));
        }
        if let Some(name) = known(inner.trim_end_matches(['/', ' ']), &[SINGLE]) {
            return Some(Self::Single(name));
        }
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        if let Some(name) = known(name, &[UNWRAPPED]) {
            return plain_attributes(attributes, &[ATTRIBUTES, ID]).map(|_| Self::Open(name, String::new()));
        }
        let (name, attributes) = (known(name, &[KEPT])?, plain_attributes(attributes, &[ATTRIBUTES])?);
        Some(Self::Open(name, format!("<{name}{attributes}>")))
    }
}

fn known(name: &str, lists: &[&[&'static str]]) -> Option<&'static str> {
    lists.iter().flat_map(|list| list.iter()).copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// Writes attributes as the sanitiser would; `None` if one is unknown, or a value could mean more than its letters.
fn plain_attributes(source: &str, allowed: &[&[&'static str]]) -> Option<String> {
    let mut out = String::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut rest = source.trim();
    while !rest.is_empty() {
        let (name, behind) = rest.split_once('=')?;
        let name = known(name, allowed).filter(|name| !seen.contains(name))?;
        let (value, behind) = match behind.strip_prefix('"') {
            Some(quoted) => {
                quoted.split_once('"').filter(|(_, behind)| behind.is_empty() || behind.starts_with(' '))?
            }
            None => behind.split_once(' ').unwrap_or((behind, "")),
        };
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | '/' | '#');
        if value.is_empty() || !value.chars().all(is_plain) {
            return None;
        }
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(value);
        out.push('"');
        seen.push(name);
        rest = behind.trim_start();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::pair_tags;
    use crate::tree::Inline;

    /// Writes inline content as the renderer does; `None` if raw HTML is left.
    fn written(inlines: &[Inline]) -> Option<String> {
        let mut html = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => html.push_str(text),
                Inline::Element { start, content, end } => {
                    html.push_str(start);
                    html.push_str(&written(content)?);
                    if !end.is_empty() {
                        html.push_str(&format!("</{end}>"));
                    }
                }
                _ => return None,
            }
        }
        Some(html)
    }

    /// Parts HTML at its tags, as the Markdown library does.
    fn paired(html: &str) -> Option<String> {
        let mut inlines = Vec::new();
        for piece in html.split_inclusive('>') {
            let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
            inlines.push(Inline::Text(text.to_owned()));
            if !tag.is_empty() {
                inlines.push(Inline::Html(tag.to_owned()));
            }
        }
        written(&pair_tags(inlines))
    }

    #[test]
    fn plain_pairs_are_elements_i_43() {
        for (html, expected) in [
            ("a <kbd>Ctrl</kbd> b", "a <kbd>Ctrl</kbd> b"),
            ("<SPAN class=\"a b\" dir=c>x</Span>", "<span class=\"a b\" dir=\"c\">x</span>"),
            ("<b>x<i>y</i></b><sub>z</sub >", "<b>x<i>y</i></b><sub>z</sub>"),
            ("<button id=HH>x</button>", "x"),
            ("a<br>b<br/>c<BR />d", "a<br>b<br>c<br>d"),
        ] {
            assert_eq!(paired(html).as_deref(), Some(expected), "{html}");
        }
    }

    #[test]
    fn what_is_unusual_stays_raw_i_43() {
        for html in [
            "<b>x",
            "x</b>",
            "<b>x<i>y</b></i>",
            "<b>x<script>y</script></b>",
            "<span onclick=\"a\">x</span>",
            "<span style=\"color:red\">x</span>",
            "<span class=\"a&quot;\">x</span>",
            "<span class='a'>x</span>",
            "<span class=\"a\"title=\"b\">x</span>",
            "<span class=\"a\" class=\"b\">x</span>",
            "<span class=\"\u{FDD0}\">x</span>",
            "<span class>x</span>",
            "<span id=\"a\">x</span>",
            "<b/>x</b>",
            "<button>x<button>y</button></button>",
            "<a href=\"b\">x</a>",
            "<center>x</center>",
            "<p>x</p>",
        ] {
            assert_eq!(paired(html), None, "{html}");
        }
    }

    proptest! {
        #[test]
        fn an_element_is_what_the_sanitiser_would_have_left_i_43(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "<b>", "</b>", "<span class=\"x\">", "<span dir=a title=\"b c\">", "</span>", "<button>", "</button>",
                "<BR/>", "<wbr>", "<i lang=\"de\">", "</i>", "<tt>", "</tt>", "x", " ", "é.", "<sup dir=rtl>", "</sup>",
                "<nobr>", "</nobr>", "<q>", "</q>", "<code role=\"a/b\">", "</code>", "<b class=\"#\">",
            ]), 0..12)
        ) {
            let html: String = pieces.concat();
            if let Some(written) = paired(&html) {
                prop_assert_eq!(crate::sanitise::sanitise(&html), written);
            }
        }
    }
}
