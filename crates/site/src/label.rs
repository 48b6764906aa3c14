//! Short labels for drawings, where text does not wrap by itself.

/// Breaks a title into at most `n_lines` lines of at most `width` columns; what does not fit ends in an ellipsis.
pub(crate) fn wrap(title: &str, width: usize, n_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        let n_taken = lines.len();
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if n_taken == n_lines => {
                *line = if columns(line) < width { format!("{line}…") } else { cut(&format!("{line}…"), width) };
                break;
            }
            _ => lines.push(cut(word, width)),
        }
    }
    lines
}

/// Cuts a text to a number of columns, with an ellipsis where something is lost.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.trim_end_matches('…').chars() {
        used += column(c);
        if used > width {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// Counts columns: a letter of an East Asian script or an emoji is as wide as two.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

fn column(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x1F000..=0x3FFFF => {
            2
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: &[&str]) {
        assert_eq!(wrap(title, 10, 2), expected, "{title}");
    }

    #[test]
    fn labels_break_between_words_and_end_in_an_ellipsis() {
        check("Chain rule", &["Chain rule"]);
        check("The chain rule", &["The chain", "rule"]);
        check("The chain rule of calculus", &["The chain", "rule of…"]);
        check("Incomprehensibilities", &["Incompreh…"]);
        check("日本語の長いノート名", &["日本語の…"]);
        check("", &[]);
    }
}
