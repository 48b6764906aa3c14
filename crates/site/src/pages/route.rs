//! From an address to its page.

use hedgerow_model::{PageUrl, Tag};
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

    /// Makes one of the further parts of a long list, the second one or a later: of a folder or, below `/-/tags/`
    /// and `/-/backlinks/`, of a tag and of what links to a note.
    pub fn part_page(&self, part: usize, of: &PageUrl) -> Option<Page> {
        if part < 2 || of.as_str() == "/" {
            return None;
        }
        match of.as_str().strip_prefix("/-/").and_then(|own| own.split_once('/')) {
            Some(("tags", tag)) => self.tag_part(&Tag::new(tag)?, part),
            Some(("backlinks", note)) => self.backlinks_part(&PageUrl::from_slug(note), part),
            Some(_) => None,
            None => {
                let folder = self.garden.root().walk().into_iter().find(|folder| folder.url == *of)?;
                self.folder_part(folder, part)
            }
        }
    }
}
