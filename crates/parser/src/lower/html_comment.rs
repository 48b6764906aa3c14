//! HTML comments that raw HTML leaves open (rules I-08 and W-14).
//!
//! CommonMark ends a block such as `<details>` at an empty line, even inside a comment, and reads on. A browser hides all
//! that follows, so that its author takes it for hidden; then no other text made from the note may show it.

/// Returns where a comment starts that the raw HTML does not close, as a browser reads it.
pub(super) fn left_open(html: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let markup = &html[start..];
        let len = if markup.starts_with("<!--") {
            comment_len(markup)
        } else if markup.starts_with("<!") || markup.starts_with("<?") {
            markup.find('>').map(|end| end + 1)
        } else if markup[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A tag that does not end here swallows what follows as its attributes, which no page shows either.
            tag_len(markup).or(Some(markup.len()))
        } else {
            Some(1)
        };
        match len {
            Some(len) => at = start + len,
            None => return Some(start),
        }
    }
    None
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
    fn a_comment_is_open_where_a_browser_finds_no_end() {
        for (html, expected) in [
            ("<div><!-- a", Some(5)),
            ("<!-- a --> <!-- b", Some(11)),
            ("<!--", Some(0)),
            ("<![CDATA[ > <!-- ]]>", Some(12)),
            ("<!doctype", Some(0)),
            ("<?php a", Some(0)),
            ("<p title=\"x>\"><!-- a", Some(14)),
            ("<p '><!-- a", Some(5)),
            ("<div><!-- a -->", None),
            ("<!--> <!---> a", None),
            ("<!-- a --!> b", None),
            ("<p title=\"<!--\">", None),
            ("<p title = '<!--'>", None),
            ("a < b <", None),
            ("<div title=\"", None),
            ("", None),
        ] {
            assert_eq!(left_open(html), expected, "{html}");
        }
    }
}
