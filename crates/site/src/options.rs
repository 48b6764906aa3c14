//! What the site is told by settings.

/// Settings of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOptions {
    /// The site's name, in the header and in each page's title.
    pub title: String,
    /// One sentence about the site.
    pub description: Option<String>,
    /// Whose garden it is.
    pub author: Option<String>,
    /// `https://host/path`: where the site will be reached. Without it no page holds an absolute address.
    pub base_url: Option<String>,
    /// The language of pages that name none, a BCP 47 tag.
    pub language: String,
    /// Search engines are asked to stay away (rule W-30).
    pub is_hidden: bool,
}

impl Default for SiteOptions {
    fn default() -> Self {
        Self {
            title: "Garden".to_owned(),
            description: None,
            author: None,
            base_url: None,
            language: "en".to_owned(),
            is_hidden: false,
        }
    }
}
