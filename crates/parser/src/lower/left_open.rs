//! Comments, and elements that nobody sees, that raw HTML leaves open (rules I-08, I-45 and W-14).
//!
//! CommonMark ends a block such as `<details>` at an empty line, even inside a comment, and reads on. A browser hides all
//! that follows, so that its author takes it for hidden; then no other text made from the note may show it.

/// What raw HTML opens and does not close, as a browser reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOpen {
    /// Where it starts.
    pub(super) start: usize,
    /// What closes it, in lower case.
    pub(super) end: String,
}

/// Finds the first comment or element without shown content that the raw HTML does not close.
pub(super) fn left_open(html: &str) -> Option<LeftOpen> {
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let markup = &html[start..];
        let len = if markup.starts_with("<!--") {
            comment_len(markup)
        } else if markup.starts_with("<!") || markup.starts_with("<?") {
            markup.find('>').map(|end| end + 1)
        } else if markup[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A tag that does not end here is left to the page's own cleaning.
            let len = tag_len(markup).unwrap_or(markup.len());
            match hidden_element(&markup[..len]) {
                None => Some(len),
                Some(name) => match closing(&markup[len..], &format!("</{name}")) {
                    Some(behind) => Some(len + behind),
                    None => return Some(LeftOpen { start, end: format!("</{name}") }),
                },
            }
        } else {
            Some(1)
        };
        match len {
            Some(len) => at = start + len,
            None => return Some(LeftOpen { start, end: "-->".to_owned() }),
        }
    }
    None
}

/// Returns the name of the element that a tag opens, if nothing in it is ever shown.
pub(super) fn hidden_element(tag: &str) -> Option<String> {
    let name = tag.strip_prefix('<')?;
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    if !crate::sanitise::hides_content(name) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    // Only foreign elements may close themselves.
    let is_single = tag.ends_with("/>") && matches!(name.as_str(), "svg" | "math");
    (!is_single).then_some(name)
}

/// Finds where the sign that closes something ends; `end` is in lower case.
pub(super) fn closing(html: &str, end: &str) -> Option<usize> {
    let at = html.as_bytes().windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()))?;
    Some(at + end.len())
}

fn comment_len(markup: &str) -> Option<usize> {
    if let Some(len) = ["<!-->", "<!--->"].iter().find(|empty| markup.starts_with(**empty)).map(|empty| empty.len()) {
        return Some(len);
    }
    let ends = ["-->", "--!>"].iter().filter_map(|end| Some(markup[4..].find(end)? + 4 + end.len()));
    ends.min()
}

fn tag_len(markup: &str) -> Option<usize> {
    let mut quote = None;
    let mut is_value = false;
    for (at, c) in markup.char_indices().skip(1) {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '>') => return Some(at + 1),
            // A quote opens a value only behind the sign of equality.
            (None, '"' | '\'') if is_value => quote = Some(c),
            (None, c) => is_value = c == '=' || (is_value && c.is_whitespace()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::left_open;

    #[test]
    fn what_hides_is_open_where_a_browser_finds_no_end() {
        for (html, expected) in [
            ("<div><!-- a", Some(5)),
            ("<!-- a --> <!-- b", Some(11)),
            ("<!--", Some(0)),
            ("<![CDATA[ > <!-- ]]>", Some(12)),
            ("<!doctype", Some(0)),
            ("<?php a", Some(0)),
            ("<p title=\"x>\"><!-- a", Some(14)),
            ("<p '><!-- a", Some(5)),
            ("<p><template>", Some(3)),
            ("<svg>\n<style>", Some(0)),
            ("<svg/> <template>a</TEMPLATE>", None),
            ("<div><!-- a -->", None),
            ("<!--> <!---> a", None),
            ("<!-- a --!> b", None),
            ("<p title=\"<!--\">", None),
            ("<p title = '<!--'>", None),
            ("a < b <", None),
            ("<div title=\"", None),
            ("", None),
        ] {
            assert_eq!(left_open(html).map(|open| open.start), expected, "{html}");
        }
    }
}
