//! The examples as the specifications have them.

use std::path::Path;

use serde::Deserialize;

use crate::rendered::shown;

/// Markdown, and what must become of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Example {
    #[serde(rename = "example")]
    pub(crate) number: usize,
    section: String,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// Reads the examples of a specification.
pub(crate) fn read(spec: &str) -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("vendor/{spec}-spec/examples.json"));
    let examples: Vec<Example> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    examples.into_iter().map(Example::with_named_pictures).collect()
}

impl Example {
    /// Gives the pictures names by which they are known as pictures (rule F-02).
    fn with_named_pictures(mut self) -> Self {
        let sources: Vec<String> =
            self.html.split("<img src=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        for source in sources.iter().filter(|source| !source.contains('.')) {
            self.markdown = named(&self.markdown, source);
            self.html = named(&self.html, source);
        }
        self
    }

    /// Says what came out instead.
    pub(crate) fn differs(&self, spec: &str, found: &str) -> String {
        let Self { number, section, markdown, html } = self;
        let [markdown, html, found] = [markdown.as_str(), html, found].map(shown);
        format!("\n{spec} {number} ({section})\n  note      {markdown}\n  expected  {html}\n  found     {found}\n")
    }
}

/// Puts an `.png` behind each place of an address.
fn named(text: &str, address: &str) -> String {
    let mut named = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(address) {
        let end = at + address.len();
        named.push_str(&rest[..end]);
        rest = &rest[end..];
        if !rest.starts_with(|c: char| c.is_alphanumeric()) {
            named.push_str(".png");
        }
    }
    named + rest
}
