//! What the search page is told about the answers; the server fills it from the index.

use hedgerow_model::Date;

/// The answers to one query, or to none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// The query as typed; empty when nothing was asked.
    pub query: String,
    /// The order of the answers.
    pub order: SearchOrder,
    /// How many notes hold all that was asked for.
    pub total: usize,
    /// How many more hold only some of it: they follow the others, or stand between them where the best fit comes first.
    pub n_partial: usize,
    /// How many of all these stand before [`SearchResults::hits`].
    pub offset: usize,
    /// How many answers a page holds.
    pub limit: usize,
    /// The answers of this page, best first.
    pub hits: Vec<SearchHit>,
    /// Ways to narrow the search.
    pub facets: SearchFacets,
    /// What was not understood, plain text.
    pub notices: Vec<String>,
    /// A spelling with which more is found.
    pub suggestion: Option<SearchSuggestion>,
    /// How the value at the end of the query may go on, where nothing is found.
    pub completions: Vec<SearchWay>,
    /// What may be left out so that something is found, where nothing is.
    pub loosened: Vec<SearchWay>,
}

impl SearchResults {
    /// How many answers a page holds if nothing is said.
    pub const LIMIT: usize = 10;
}

/// An order of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SearchOrder {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

impl SearchOrder {
    /// All orders.
    pub const ALL: [Self; 2] = [Self::Relevance, Self::Date];

    /// Returns its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Date => "date",
        }
    }
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchHit {
    /// The note's address: the base path and the encoded path.
    pub href: String,
    /// The note's title: escaped HTML in which the found words stand in `<mark>`. It is put on the page as it is.
    pub title: String,
    /// The note's folder, relative to the vault and with slashes; empty at the top.
    pub folder: String,
    /// The day by which the note is sorted.
    pub date: Option<Date>,
    /// The heading above the extract.
    pub section: Option<SearchSection>,
    /// The extract: escaped HTML with `<mark>`, put on the page as it is.
    pub snippet: String,
    /// The words that the note does not hold, plain text.
    pub missing: Vec<String>,
}

/// A section of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchSection {
    /// Plain text.
    pub heading: String,
    /// The note's address with the section's fragment.
    pub href: String,
}

/// How the answers are spread, the most frequent of each first; years the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFacets {
    /// By tag.
    pub tags: Vec<SearchFacet>,
    /// By folder.
    pub folders: Vec<SearchFacet>,
    /// By year.
    pub years: Vec<SearchFacet>,
}

/// One way to narrow a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFacet {
    /// What it is called, plain text.
    pub label: String,
    /// What to add to the query.
    pub filter: String,
    /// How many answers remain then.
    pub count: usize,
}

/// Did you mean …?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchSuggestion {
    /// The query in the other spelling, plain text.
    pub query: String,
    /// The same as escaped HTML, what differs in `<em>`; put on the page as it is.
    pub html: String,
}

/// Another query that the reader may have meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWay {
    /// What is new in it, or what is left out, plain text.
    pub text: String,
    /// The whole query, plain text.
    pub query: String,
    /// How many notes it finds.
    pub count: usize,
}
