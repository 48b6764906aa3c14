//! What the search page is told about the answers; the server fills it from the index.

/// The answers to one query, or to none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// The query as typed; empty when nothing was asked.
    pub query: String,
    /// How many notes answer.
    pub total: usize,
    /// How many of them stand before [`SearchResults::hits`].
    pub offset: usize,
    /// How many answers a page holds.
    pub limit: usize,
    /// The answers of this page, best first.
    pub hits: Vec<SearchHit>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchHit {
    /// Where it leads: the base path, the encoded address and maybe a fragment.
    pub href: String,
    /// The note's title, plain text.
    pub title: String,
    /// The note's folder, relative to the vault and with slashes; empty at the top.
    pub folder: String,
    /// The heading above the extract, plain text.
    pub section: Option<String>,
    /// The extract: escaped HTML in which the found words stand in `<mark>`. It is put on the page as it is.
    pub snippet: String,
}
