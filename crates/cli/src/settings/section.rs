//! Reads one table of the settings file, key by key, and remembers what was asked for.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something wrong at a place of the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// A text and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

/// A table being read. The keys that are asked for are the keys that it may have.
pub(crate) struct Section<'t> {
    name: &'static str,
    table: Option<&'t DeTable<'t>>,
    known: Vec<&'static str>,
    wrong: Vec<Wrong>,
}

/// What a section leaves behind when all of it was asked for.
pub(crate) struct Leftover {
    pub(crate) name: &'static str,
    pub(crate) known: Vec<&'static str>,
    pub(crate) unknown: Vec<Placed>,
    pub(crate) wrong: Vec<Wrong>,
}

impl<'t> Section<'t> {
    /// The file itself: a table without a name.
    pub(crate) fn root(table: &'t DeTable<'t>) -> Self {
        Self { name: "", table: Some(table), known: Vec::new(), wrong: Vec::new() }
    }

    /// Takes a table out of this one; one that is not there is empty.
    pub(crate) fn section(&mut self, key: &'static str) -> Section<'t> {
        let table = self.read(key, "a table", |value| value.as_table());
        Section { name: key, table, known: Vec::new(), wrong: Vec::new() }
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<Placed> {
        let span = self.value(key).map(Spanned::span);
        self.read(key, "a text", |value| value.as_str())
            .zip(span)
            .map(|(text, span)| Placed { text: text.into(), span })
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.read(key, "`true` or `false`", |value| value.as_bool())
    }

    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<Placed>> {
        let items = self.read(key, "a list of texts", |value| value.as_array())?;
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Placed { text: text.to_owned(), span: item.span() }),
                None => self.wrong.push(wrong_type(&format!("an entry of `{key}`"), item, "a text")),
            }
        }
        Some(texts)
    }

    /// Complains about a value that has the right type and still cannot be used.
    pub(crate) fn complain(&mut self, span: Range<usize>, message: String, help: Option<String>) {
        self.wrong.push(Wrong { span, message, help });
    }

    /// Ends the reading: what was not asked for is unknown.
    pub(crate) fn finish(self) -> Leftover {
        let entries = self.table.into_iter().flatten();
        let unknown = entries.filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref()));
        let unknown = unknown.map(|(key, _)| Placed { text: key.get_ref().to_string(), span: key.span() }).collect();
        Leftover { name: self.name, known: self.known, unknown, wrong: self.wrong }
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.and_then(|table| table.get(key))
    }

    fn read<T>(&mut self, key: &'static str, expected: &str, of: impl Fn(&'t DeValue<'t>) -> Option<T>) -> Option<T> {
        self.known.push(key);
        let value = self.value(key)?;
        let read = of(value.get_ref());
        if read.is_none() {
            self.wrong.push(wrong_type(&format!("`{key}`"), value, expected));
        }
        read
    }
}

fn wrong_type(what: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Wrong {
    let found = match value.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Wrong { span: value.span(), message: format!("{what} is {found}, {expected} is expected"), help: None }
}
