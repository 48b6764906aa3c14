//! The order in which readers expect names: without case, numbers by value (rule W-15).

use hedgerow_model::Key;

/// A piece of a name: text, or a number with the count of its leading zeros as a tie breaker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    /// Digits without leading zeros; a longer one is the larger number.
    Number(usize, String),
    /// Folded text.
    Text(String),
}

/// Returns the key by which names are sorted.
pub(crate) fn natural_key(name: &str) -> Vec<Piece> {
    let folded = Key::of(name);
    let mut pieces = Vec::new();
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(if is_number {
            let digits = piece.trim_start_matches('0');
            Piece::Number(digits.len(), digits.to_owned())
        } else {
            Piece::Text(piece.to_owned())
        });
        rest = after;
    }
    pieces
}
