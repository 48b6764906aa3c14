//! A case as it is written: the keys of a case file, each with its type. A key that is not here is an error.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::content::Content;

/// A small vault, and what a reader must get from it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub(crate) name: Spanned<String>,
    pub(crate) rules: Vec<String>,
    #[serde(default)]
    pub(crate) files: BTreeMap<String, Content>,
    /// Commits before the vault came to be what it is, oldest first.
    #[serde(default)]
    pub(crate) history: Vec<Commit>,
    #[serde(default)]
    pub(crate) settings: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) notes: BTreeMap<String, NoteExpectation>,
    pub(crate) site: Option<SiteExpectation>,
    #[serde(default)]
    pub(crate) get: Vec<Request>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

impl Case {
    /// Returns the sentence that the case is known by.
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }

    /// Returns the ids of the rules that the case holds.
    pub fn rules(&self) -> &[String] {
        &self.rules
    }
}

/// What was written and committed on a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commit {
    pub(crate) day: String,
    pub(crate) files: BTreeMap<String, Content>,
}

/// All case files have this form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cases {
    #[serde(default, rename = "case")]
    pub(crate) cases: Vec<Case>,
}

/// What must hold of one note.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteExpectation {
    pub(crate) public: Option<bool>,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) aliases: Option<Vec<String>>,
    pub(crate) backlinks: Option<Vec<String>>,
    pub(crate) mentions: Option<Vec<String>>,
    pub(crate) links: Option<BTreeMap<String, Target>>,
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) shows: Vec<String>,
    #[serde(default)]
    pub(crate) hides: Vec<String>,
    #[serde(default)]
    pub(crate) elements: Vec<ElementExpectation>,
    #[serde(default)]
    pub(crate) page: Vec<ElementExpectation>,
    pub(crate) description: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// Where a link leads: a vault path or an address, with the anchor; `false` for nowhere.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub(crate) enum Target {
    Place(String),
    Is(bool),
}

/// What must hold of the elements that a selector finds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ElementExpectation {
    pub(crate) select: String,
    pub(crate) count: Option<usize>,
    pub(crate) text: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) attr: BTreeMap<String, Attribute>,
    pub(crate) leads: Option<Target>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// The value of an attribute or a header; `true` for any, `false` for none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Attribute {
    Value(String),
    Is(bool),
}

/// What must hold of the whole site.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SiteExpectation {
    pub(crate) public: Option<Vec<String>>,
    pub(crate) files: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) redirects: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) nowhere: Vec<String>,
    pub(crate) warns: Option<Vec<String>>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// A request, and what must be answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) status: Option<Status>,
    pub(crate) location: Option<String>,
    #[serde(rename = "type")]
    pub(crate) content_type: Option<String>,
    #[serde(default)]
    pub(crate) header: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub(crate) shows: Vec<String>,
    #[serde(default)]
    pub(crate) hides: Vec<String>,
    pub(crate) same_as: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// The codes that are right.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Status {
    One(u16),
    Any(Vec<u16>),
}

impl Status {
    pub(crate) fn admits(&self, status: u16) -> bool {
        match self {
            Self::One(one) => *one == status,
            Self::Any(any) => any.contains(&status),
        }
    }
}
