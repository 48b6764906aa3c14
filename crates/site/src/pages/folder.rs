//! The page of a folder without a note of its own.

use hedgerow_publish::PublicFolder;

use crate::templates::fill;
use crate::view::{FolderView, IntroView};
use crate::{Page, Site};

impl Site {
    /// Makes the page of a folder: what introduces it, and what it holds (rules F-22, F-24).
    pub fn folder_page(&self, folder: &PublicFolder) -> Page {
        self.folder_part(folder, 1).expect("every list has a first part")
    }

    pub(super) fn folder_part(&self, folder: &PublicFolder, part: usize) -> Option<Page> {
        let listing = self.folder_listing(folder, part)?;
        let href = self.part_href(&folder.url, part);
        let intro = folder.intro.filter(|_| part == 1);
        let tree = self.page_tree(&folder.path, &folder.url);
        let parent = folder.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut head = self.head("folder", &folder.name, Some(&href));
        // The further parts of a list are no place to begin.
        head.is_hidden |= part > 1;
        Some(fill(
            "layouts/folder.html",
            FolderView {
                site: &self.view,
                head,
                crumbs: self.crumbs_of(parent, &folder.url),
                tree,
                name: &folder.name,
                count: self.navigation.at_path(&folder.path).map_or(0, |branch| branch.count),
                intro: intro.map(|id| {
                    let item = self.note_item(id);
                    IntroView { title: item.title, href: item.href, description: item.description }
                }),
                listing,
            },
        ))
    }
}
