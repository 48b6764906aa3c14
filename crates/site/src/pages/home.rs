//! The home page.

use crate::templates::fill;
use crate::view::HomeView;
use crate::{Page, Site, rank};

/// Notes under "recently tended".
const N_RECENT: usize = 6;

impl Site {
    /// Makes the home page: the home note, or a list of what there is (rule F-21), or words for an empty garden.
    pub fn home_page(&self) -> Page {
        if let Some(id) = self.garden.home() {
            return self.note_page(id);
        }
        let count = self.garden.listed().count();
        let recent = if count > N_RECENT { rank::by_date(&self.garden) } else { Vec::new() };
        fill(
            "layouts/home.html",
            HomeView {
                site: &self.view,
                head: self.head("home", &self.options.title, Some(&self.view.home)),
                is_empty: count == 0,
                count,
                recent: recent.into_iter().take(N_RECENT).map(|(id, _)| self.note_item(id)).collect(),
                listing: self.folder_listing(self.garden.root(), 1).unwrap_or_default(),
            },
        )
    }
}
