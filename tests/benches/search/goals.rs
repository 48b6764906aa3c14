//! What is aimed at; nothing fails where it is missed.

use crate::draw;

/// MRR@10 of drawn questions, by kind.
pub(crate) fn of_drawn(kind: &str) -> Option<f64> {
    let goals =
        [(draw::TITLE, 0.99), (draw::MID_WORD, 0.98), (draw::ONE_SLIP, 0.95), (draw::ROW, 0.95), (draw::RARE, 1.0)];
    goals.iter().find(|(name, _)| *name == kind).map(|(_, goal)| *goal)
}

/// The kind of the questions that are phrases, and their success@3 in each language.
pub(crate) const PHRASE: &str = "phrase";
pub(crate) const PHRASES: f64 = 0.95;

/// The kind of the questions in plain language, and how far above plain BM25 their nDCG@10 should be: a tenth.
pub(crate) const PLAIN_LANGUAGE: &str = "question";
pub(crate) const ABOVE_BM25: f64 = 0.1;

/// Milliseconds to an answer in the engine, half of all and 99 of 100, for a vault of so many notes.
pub(crate) fn of_keystroke(n_notes: usize) -> (f64, f64) {
    if n_notes <= 10_000 { (2.0, 10.0) } else { (5.0, 25.0) }
}

/// The index against the text, in bytes.
pub(crate) const INDEX_SHARE: f64 = 1.0;

/// Kilobytes of an answer to a keystroke, compressed.
pub(crate) const ANSWER: f64 = 6.0;
