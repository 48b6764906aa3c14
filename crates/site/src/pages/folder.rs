//! The page of a folder without a note of its own.

use hedgerow_model::{PageUrl, Tag};
use hedgerow_publish::PublicFolder;

use crate::templates::fill;
use crate::view::{FolderView, IntroView};
use crate::{Page, Site};

impl Site {
    /// Makes the page of a folder: what introduces it, and what it holds (rules F-22, F-24).
    pub fn folder_page(&self, folder: &PublicFolder) -> Page {
        self.folder_part(folder, 1).expect("every list has a first part")
    }

    /// Makes one of the further parts of a long list, the second one or a later: of a folder or, below `/-/tags/`
    /// and `/-/backlinks/`, of a tag and of what links to a note.
    pub fn part_page(&self, part: usize, of: &PageUrl) -> Option<Page> {
        if part < 2 || of.as_str() == "/" {
            return None;
        }
        if let Some(tag) = of.as_str().strip_prefix("/-/tags/") {
            return self.tag_part(&Tag::new(tag)?, part);
        }
        if of.as_str().starts_with("/-/") {
            return self.backlinks_part_at(of, part);
        }
        let folder = self.garden.root().walk().into_iter().find(|folder| folder.url == *of)?;
        self.folder_part(folder, part)
    }

    fn folder_part(&self, folder: &PublicFolder, part: usize) -> Option<Page> {
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
