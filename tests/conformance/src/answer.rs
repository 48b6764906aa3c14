//! What came back from a site.

/// Status, headers and body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers as they came, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns the first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Tells whether the body is a web page.
    pub(crate) fn is_page(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// Tells whether the body is text that may name further addresses.
    pub(crate) fn is_text(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        ["text/", "json", "xml", "javascript"].iter().any(|part| kind.contains(part))
    }
}
