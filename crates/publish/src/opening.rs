//! The first sentences of a note, for descriptions (rule W-27).

/// Characters of a description that is taken from the text (rule W-27).
const DESCRIPTION_CHARS: usize = 155;

/// Takes the first sentences of a text, cut at a word (rule W-27).
pub(crate) fn opening(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() + 1 > DESCRIPTION_CHARS {
            return if words.is_empty() { word.chars().take(DESCRIPTION_CHARS).collect() } else { cut_off(&words) };
        }
        // What is left of a formula at the end of a sentence takes no stop behind its ellipsis.
        let word = if word == "…." { "…" } else { word };
        if word == "…" && words.ends_with('…') {
            continue;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Ends a text in one ellipsis, whatever mark it was cut off behind.
fn cut_off(words: &str) -> String {
    format!("{}…", words.trim_end_matches([' ', '.', ',', ';', ':', '…']))
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn a_description_without_its_formulas_reads_well_w_27() {
        assert_eq!(opening("Ridge: …. Has a formula, … …. Done."), "Ridge: … Has a formula, … Done.");
        assert_eq!(opening(""), "");
        assert_eq!(opening("As typed… and on."), "As typed… and on.");
    }
}
