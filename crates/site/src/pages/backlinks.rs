//! The notes that link to a note: below it where they are few, on pages of their own where they are many.

use hedgerow_model::PageUrl;
use hedgerow_publish::{Address, Backlink, Backlinks, NoteId};

use super::part::Part;
use crate::templates::fill;
use crate::view::{BacklinkView, BacklinksView, Crumb, LinkingView};
use crate::{Page, Site, sentences};

/// So many are open below a note; a few more do not make a list worth folding.
const OPEN: usize = 12;
const OPEN_AT_MOST: usize = 15;

/// Where more notes link here, all of them are on pages of their own, and a reader of the note need not wait for them: each
/// costs some hundredths of a millisecond and some hundred bytes.
const FOLDED_AT_MOST: usize = 50;

/// Notes on one of these pages.
const PART: usize = 100;

/// What stands before a note's address in that of the list of all that link to it.
const BELOW: &str = "-/backlinks";

impl Site {
    /// Shows who links to a note, below it. `told` are [`first_told`] of its backlinks.
    pub(super) fn backlinks<'a>(&'a self, id: NoteId, count: usize, told: &'a [Backlink]) -> BacklinksView<'a> {
        let n_open = if count > OPEN_AT_MOST { OPEN } else { count };
        let (open, folded) = told.split_at(n_open);
        let view = |backlinks: &'a [Backlink]| backlinks.iter().map(|backlink| self.backlink(backlink)).collect();
        BacklinksView {
            count,
            open: view(open),
            folded: view(folded),
            all: (told.len() < count).then(|| self.addresses.href(&self.backlinks_url(id))),
        }
    }

    /// Makes the list of all notes that link to the one at an address. `None` if none does.
    pub fn backlinks_page(&self, of: &PageUrl) -> Option<Page> {
        self.backlinks_part(of, 1)
    }

    /// Makes a part of that list; `part` counts from 1.
    pub(super) fn backlinks_part(&self, of: &PageUrl, part: usize) -> Option<Page> {
        let Address::Note(id) = self.garden.lookup(of) else { return None };
        let (note, backlinks) = (self.garden.note(id), self.garden.backlinks(id));
        let place = Part::of(backlinks.len(), PART, part).filter(|_| !backlinks.is_empty())?;
        let own = self.backlinks_url(id);
        let title = format!("Notes that link to {}", note.title());
        let mut head = self.head("backlinks", &title, Some(&self.part_href(&own, part)));
        // It says nothing that the notes in it do not say.
        head.is_hidden = true;
        let mut crumbs = self.crumbs(note);
        crumbs.push(Crumb { name: note.title().to_owned(), href: self.addresses.href(note.url()) });
        Some(fill(
            "layouts/backlinks.html",
            LinkingView {
                site: &self.view,
                head,
                crumbs,
                title: note.title(),
                count: backlinks.len(),
                linking: backlinks.told(place.range()).iter().map(|backlink| self.backlink(backlink)).collect(),
                neighbours: place.neighbours(|part| self.part_href(&own, part)),
            },
        ))
    }

    fn backlinks_url(&self, id: NoteId) -> PageUrl {
        PageUrl::from_slug(&format!("{BELOW}{}", self.garden.note(id).url()))
    }

    fn backlink<'a>(&'a self, backlink: &'a Backlink) -> BacklinkView<'a> {
        let source = self.garden.note(backlink.source);
        BacklinkView {
            title: source.title(),
            href: self.addresses.href(source.url()),
            contexts: sentences::of(&backlink.contexts),
        }
    }
}

/// Tells those backlinks of a note that its page shows.
pub(super) fn first_told(backlinks: &Backlinks<'_>) -> Vec<Backlink> {
    backlinks.told(0..if backlinks.len() > FOLDED_AT_MOST { OPEN } else { backlinks.len() })
}
