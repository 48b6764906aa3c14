//! A passage of the search as text for a terminal.

use anstyle::Style;

use crate::report::printable;

/// Turns escaped HTML with `<mark>` into text, the marked words bold.
pub(crate) fn for_terminal(snippet: &str) -> String {
    let bold = Style::new().bold();
    let mut shown = String::with_capacity(snippet.len());
    for (idx, piece) in snippet.split("<mark>").enumerate() {
        let (marked, rest) = if idx == 0 { ("", piece) } else { piece.split_once("</mark>").unwrap_or((piece, "")) };
        if idx > 0 {
            shown.push_str(&format!("{bold}{}{bold:#}", plain(marked)));
        }
        shown.push_str(&plain(rest));
    }
    shown
}

/// Undoes the escaping; white space becomes single spaces.
fn plain(html: &str) -> String {
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
        .iter()
        .fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain));
    printable(&text.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::for_terminal;

    #[test]
    fn marks_become_bold_and_escapes_become_letters() {
        let shown = for_terminal("a &lt;b&gt; &amp;lt; <mark>chain</mark>\nrule <mark>x</mark>");
        assert_eq!(shown, "a <b> &lt; \u{1b}[1mchain\u{1b}[0m rule \u{1b}[1mx\u{1b}[0m");
        assert_eq!(anstream::adapter::strip_str(&shown).to_string(), "a <b> &lt; chain rule x");
    }

    #[test]
    fn a_passage_cannot_play_with_the_terminal() {
        assert_eq!(for_terminal("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(for_terminal("<mark>never closed"), "\u{1b}[1mnever closed\u{1b}[0m");
        assert_eq!(for_terminal(""), "");
    }
}
