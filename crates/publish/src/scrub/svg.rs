//! SVG: comments, `<metadata>` and the attributes of drawing programs go, by reading tags and nothing finer.
//!
//! A document with entities of its own, or one that is cut off, is left as it is.

/// Prefixes under which drawing programs keep file names, folders and settings.
const PROGRAMS: &[&str] = &["inkscape:", "sodipodi:"];

pub(super) fn scrub(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // How many elements are open inside of `<metadata>`, itself included.
    let mut depth = 0_usize;
    while let Some(at) = rest.find('<') {
        if depth == 0 {
            out.push_str(&rest[..at]);
        }
        let markup = &rest[at..];
        let len = markup_len(markup)?;
        let (markup, behind) = markup.split_at(len);
        rest = behind;
        let is_element = markup[1..].starts_with(|c: char| c != '!' && c != '?');
        if depth > 0 {
            let is_single = !is_element || markup.ends_with("/>");
            match markup.starts_with("</") {
                true => depth -= 1,
                false => depth += usize::from(!is_single),
            }
        } else if is_element && local_name(markup) == "metadata" {
            depth = usize::from(!markup.ends_with("/>"));
        } else if is_element {
            put_tag(&mut out, markup);
        } else if !markup.starts_with("<!--") {
            out.push_str(markup);
        }
    }
    out.push_str(rest);
    (depth == 0).then_some(out)
}

/// Measures the markup at the start of a text; nothing for what cannot be read safely.
fn markup_len(markup: &str) -> Option<usize> {
    let until = |start: &str, end: &str| markup.strip_prefix(start)?.find(end).map(|at| start.len() + at + end.len());
    if markup.starts_with("<!--") {
        return until("<!--", "-->");
    }
    if markup.starts_with("<![CDATA[") {
        return until("<![CDATA[", "]]>");
    }
    if markup.starts_with("<?") {
        return until("<?", "?>");
    }
    let mut quote = None;
    for (at, c) in markup.char_indices().skip(1) {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return Some(at + 1),
            (None, '<' | '[') => return None,
            _ => {}
        }
    }
    None
}

/// Returns an element's name without its prefix.
fn local_name(tag: &str) -> &str {
    let name = tag[1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// Writes a tag without the attributes of drawing programs; everything else stays as it was.
fn put_tag(out: &mut String, tag: &str) {
    let mut rest = tag;
    while let Some(space) = rest.find(char::is_whitespace) {
        let (before, attribute) = rest.split_at(space);
        out.push_str(before);
        let name = attribute.trim_start();
        let Some(end) = attribute_end(attribute) else { break };
        if !PROGRAMS.iter().any(|prefix| name.starts_with(prefix)) {
            out.push_str(&attribute[..end]);
        }
        rest = &attribute[end..];
    }
    match rest.find(char::is_whitespace) {
        // What follows the last attribute, or what is no attribute.
        Some(space) => out.push_str(&rest[space..]),
        None => out.push_str(rest),
    }
}

/// Finds the end of the attribute at the start of a text, white space before it included.
fn attribute_end(text: &str) -> Option<usize> {
    let equals = text.find('=')?;
    let value = text[equals + 1..].trim_start();
    let value_start = text.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value_start + 1 + value[1..].find(quote)? + 1)
}
