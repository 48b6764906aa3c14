//! The answers to a query, for `layouts/search.html`.

use serde::Serialize;

use super::{DateView, HeadView, NoteItem, SiteView};

#[derive(Debug, Serialize)]
pub(crate) struct SearchView<'a> {
    pub(crate) site: &'a SiteView,
    pub(crate) head: HeadView,
    /// What stands above the field.
    pub(crate) label: &'static str,
    /// The query as typed.
    pub(crate) words: &'a str,
    /// What a new query from the form keeps, by name.
    pub(crate) kept: Vec<KeptView>,
    pub(crate) notices: &'a [String],
    pub(crate) suggestion: Option<SuggestionView<'a>>,
    /// How the query may go on.
    pub(crate) completions: Vec<WayView<'a>>,
    /// What may be left out of it.
    pub(crate) loosened: Vec<WayView<'a>>,
    /// How many notes there are, in words; empty when nothing was asked.
    pub(crate) summary: String,
    pub(crate) has_hits: bool,
    pub(crate) orders: Vec<OrderView>,
    pub(crate) facets: Vec<FacetGroupView<'a>>,
    /// How many filters of the query can be taken away.
    pub(crate) n_filters: usize,
    /// The notes that hold all, and the number of the first, from 1.
    pub(crate) hits: Vec<HitView<'a>>,
    pub(crate) first: usize,
    /// The notes that hold some, and the number of the first.
    pub(crate) partial: Vec<HitView<'a>>,
    pub(crate) first_partial: usize,
    pub(crate) pager: Option<PagerView>,
    /// The newest notes, where nothing was asked.
    pub(crate) recent: Vec<NoteItem>,
}

/// A value that the form sends along.
#[derive(Debug, Serialize)]
pub(crate) struct KeptView {
    pub(crate) name: &'static str,
    pub(crate) value: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct HitView<'a> {
    pub(crate) href: &'a str,
    /// Escaped HTML with `<mark>`.
    pub(crate) title: &'a str,
    pub(crate) section: Option<SectionView<'a>>,
    pub(crate) folder: Option<String>,
    pub(crate) date: Option<DateView>,
    /// Escaped HTML with `<mark>`.
    pub(crate) snippet: &'a str,
    pub(crate) missing: &'a [String],
}

#[derive(Debug, Serialize)]
pub(crate) struct SectionView<'a> {
    pub(crate) heading: &'a str,
    pub(crate) href: &'a str,
}

#[derive(Debug, Serialize)]
pub(crate) struct SuggestionView<'a> {
    pub(crate) href: String,
    /// Escaped HTML with `<em>`.
    pub(crate) html: &'a str,
}

/// A way to another query.
#[derive(Debug, Serialize)]
pub(crate) struct WayView<'a> {
    pub(crate) href: String,
    pub(crate) text: &'a str,
    pub(crate) count: usize,
}

/// An order that the answers may have.
#[derive(Debug, Serialize)]
pub(crate) struct OrderView {
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) is_current: bool,
}

/// Ways of one kind to narrow the search.
#[derive(Debug, Serialize)]
pub(crate) struct FacetGroupView<'a> {
    pub(crate) name: &'static str,
    /// Which kind it is, for the style sheet: `tags`, `folders`, `years`.
    pub(crate) kind: &'static str,
    pub(crate) facets: Vec<FacetView<'a>>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FacetView<'a> {
    pub(crate) label: &'a str,
    pub(crate) count: usize,
    /// Adds the filter to the query, or takes it away.
    pub(crate) href: String,
    pub(crate) is_on: bool,
}

/// The pages of answers.
#[derive(Debug, Serialize)]
pub(crate) struct PagerView {
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) pages: Vec<PageLink>,
}

/// One page of answers.
#[derive(Debug, Serialize)]
pub(crate) struct PageLink {
    pub(crate) number: usize,
    pub(crate) href: String,
    pub(crate) is_current: bool,
    /// Pages before it are left out.
    pub(crate) is_after_gap: bool,
}
