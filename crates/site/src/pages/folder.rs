//! The page of a folder without a note of its own.

use hedgerow_publish::PublicFolder;

use crate::templates::fill;
use crate::view::{FolderView, IntroView};
use crate::{Page, Site};

impl Site {
    /// Makes the page of a folder: what introduces it, and what it holds (rules F-22, F-24).
    pub fn folder_page(&self, folder: &PublicFolder) -> Page {
        let href = self.addresses.href(&folder.url);
        let tree = self.page_tree(&folder.path, &folder.url);
        let parent = folder.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        fill(
            "layouts/folder.html",
            FolderView {
                site: &self.view,
                head: self.head("folder", &folder.name, Some(&href)),
                crumbs: self.crumbs_of(parent, &folder.url),
                tree,
                name: &folder.name,
                count: folder.count(),
                intro: folder.intro.map(|id| {
                    let item = self.note_item(id);
                    IntroView { title: item.title, href: item.href, description: item.description }
                }),
                listing: self.folder_listing(folder),
            },
        )
    }
}
