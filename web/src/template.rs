//! Templates.

use crate::table;

/// A template of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Path below `templates/`, such as `components/toc.html`.
    pub name: &'static str,
    /// The template's text.
    pub source: &'static str,
}

/// Returns every template, in order of names.
pub fn templates() -> &'static [Template] {
    table::TEMPLATES
}
