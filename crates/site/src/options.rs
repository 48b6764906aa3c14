//! What the site is told by settings.

use std::sync::Arc;

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
    /// What stands first in the navigation: vault paths of folders and notes (rule W-15).
    pub order: Vec<String>,
    /// What the navigation leaves out: vault paths of folders and notes (rule W-15).
    pub hide: Vec<String>,
    /// Readers have given a password and may wish to be forgotten (rule W-31).
    pub has_password: bool,
    /// Links show what they lead to while a mouse rests on them (rule W-16).
    pub has_previews: bool,
    /// The title stands above a note, for the eye too (rule W-20).
    pub shows_title: bool,
    /// The owner's style sheet (rule W-24).
    pub style: Option<Arc<str>>,
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
            order: Vec::new(),
            hide: Vec::new(),
            has_password: false,
            has_previews: true,
            shows_title: true,
            style: None,
            is_hidden: false,
        }
    }
}
