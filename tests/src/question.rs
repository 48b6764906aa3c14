//! What is asked.

use std::fmt;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The method.
    pub method: &'static str,
    /// Path and query, as they are sent.
    pub target: String,
    /// Headers besides `host`.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent along.
    pub body: String,
}

impl Question {
    /// Asks for an address.
    pub fn get(target: impl Into<String>) -> Self {
        Self { method: "GET", target: target.into(), headers: Vec::new(), body: String::new() }
    }

    /// Asks with another method.
    pub fn method(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    /// Sends a form.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value).replace('/', "%2F"))).collect();
        let asked = Self { method: "POST", body: fields.join("&"), ..self };
        asked.with("content-type", "application/x-www-form-urlencoded")
    }

    /// Asks with a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target)?;
        self.headers.iter().try_for_each(|(name, value)| write!(f, " [{name}: {value}]"))
    }
}

/// Percent-encodes text as a part of an address; slashes stay.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
