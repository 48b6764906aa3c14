//! What was found of one case.

use std::fmt;

/// Something that is not as the case says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: a vault path or an address, and the key of the case.
    pub place: String,
    /// What the case says.
    pub expected: String,
    /// What came out.
    pub found: String,
}

/// What a case came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All holds.
    Passed,
    /// Something does not hold.
    Failed(Vec<Finding>),
    /// What was looked at holds, but something could not be: the program has no way to tell.
    NotRun(Vec<String>),
}

impl Verdict {
    /// Judges by what was found and what could not be looked at.
    pub(crate) fn of(findings: Vec<Finding>, not_run: Vec<String>) -> Self {
        match (findings.is_empty(), not_run.is_empty()) {
            (false, _) => Self::Failed(findings),
            (true, false) => Self::NotRun(not_run),
            (true, true) => Self::Passed,
        }
    }
}

/// Longer texts are cut where they part, with so many characters on each side.
const AROUND: usize = 120;

impl Finding {
    pub(crate) fn new(place: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { place: place.into(), expected: expected.into(), found: found.into() }
    }

    /// Shows two texts from a little before the place where they part.
    pub(crate) fn of_texts(place: impl Into<String>, expected: &str, found: &str) -> Self {
        let same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
        Self::new(place, around(expected, same), around(found, same))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "    {}", self.place)?;
        writeln!(f, "      expected  {}", self.expected)?;
        write!(f, "      found     {}", self.found)
    }
}

/// Quotes a text, cut to what stands around the character at `at`.
pub(crate) fn around(text: &str, at: usize) -> String {
    let n_chars = text.chars().count();
    if n_chars <= 2 * AROUND {
        return quoted(text);
    }
    let start = at.saturating_sub(AROUND / 2);
    let cut: String = text.chars().skip(start).take(2 * AROUND).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if start + 2 * AROUND < n_chars { "…" } else { "" });
    format!("{before}{}{after}", quoted(&cut))
}

/// Quotes a text on one line, with the signs that it does not hold itself so that most of it can be read as it is.
fn quoted(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') {
        format!("'{}'", text.escape_debug().to_string().replace("\\\"", "\""))
    } else {
        format!("{text:?}")
    }
}

/// Quotes the beginning of a text.
pub(crate) fn shortened(text: &str) -> String {
    around(text, 0)
}

/// Writes a list as a case has it.
pub(crate) fn listed<T: fmt::Debug>(list: &[T]) -> String {
    if list.is_empty() { "nothing".to_owned() } else { format!("{list:?}") }
}
