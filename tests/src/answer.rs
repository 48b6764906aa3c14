//! What came back.

use std::fmt;

/// All that a reader gets to see of an answer: status, headers, body.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers in order of their names, which are in lower case. `date` is left out: it tells the time of the answer.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// Makes an answer of headers in any order.
    pub fn new(status: u16, headers: impl IntoIterator<Item = (String, String)>, body: Vec<u8>) -> Self {
        let mut headers: Vec<_> = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        headers.retain(|(name, _)| name != "date");
        headers.sort();
        Self { status, headers, body }
    }

    /// Returns the first value of a header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Tells whether a word is anywhere in it, in any letter case.
    pub fn holds(&self, word: &str) -> bool {
        let word = word.to_ascii_lowercase();
        let in_headers = || {
            self.headers.iter().any(|(name, value)| name.contains(&word) || value.to_ascii_lowercase().contains(&word))
        };
        let lower = self.body.to_ascii_lowercase();
        lower.windows(word.len()).any(|window| window == word.as_bytes()) || in_headers()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        write!(f, "\n{}", self.text())
    }
}
