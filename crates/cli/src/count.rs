//! Numbers in sentences.

/// Gives `1 note`, `2 notes`, `6,566 notes`.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// Gives `6,566`.
pub(crate) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        let cases =
            [(0, "0 notes"), (1, "1 note"), (66, "66 notes"), (6566, "6,566 notes"), (1_000_000, "1,000,000 notes")];
        for (n, expected) in cases {
            assert_eq!(counted(n, "note"), expected);
        }
    }
}
