//! The notes by date.

use crate::templates::fill;
use crate::view::{MonthView, RecentView};
use crate::{Page, Site, rank};

const MAX_NOTES: usize = 100;

impl Site {
    /// Makes the list of the notes last tended, newest first, by month.
    pub fn recent_page(&self) -> Page {
        let mut months: Vec<MonthView> = Vec::new();
        for (id, date) in rank::by_date(&self.garden).into_iter().take(MAX_NOTES) {
            let long = date.long();
            let name = long.split_once(' ').map_or(long.as_str(), |(_, month)| month);
            if months.last().is_none_or(|month| month.name != name) {
                months.push(MonthView { name: name.to_owned(), notes: Vec::new() });
            }
            if let Some(month) = months.last_mut() {
                month.notes.push(self.note_item(id));
            }
        }
        let head = self.head("recent", "Recent", Some(&self.view.links.recent));
        fill("layouts/recent.html", RecentView { site: &self.view, head, months })
    }
}
