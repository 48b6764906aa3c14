//! From an address to its page.

use hedgerow_model::PageUrl;
use hedgerow_publish::Address;

use crate::{Page, Site};

impl Site {
    /// Makes the page of a note, folder or canvas at its canonical address, or the home page.
    ///
    /// `None` where no page stands: files, other forms of an address and what is not there are the server's to answer,
    /// by [`hedgerow_publish::PublicGarden::lookup`]. The site's own pages have methods of their own.
    pub fn page(&self, url: &PageUrl) -> Option<Page> {
        if url.as_str() == "/" {
            return Some(self.home_page());
        }
        match self.garden.lookup(url) {
            Address::Note(id) => Some(self.note_page(id)),
            Address::Folder(folder) => Some(self.folder_page(folder)),
            Address::Canvas(canvas) => Some(self.canvas_page(canvas)),
            Address::Asset(_) | Address::Moved(_) | Address::Nothing => None,
        }
    }
}
