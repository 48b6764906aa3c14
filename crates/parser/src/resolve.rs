//! From links as typed to places in a garden.

use std::collections::HashMap;
use std::sync::Arc;

use hedgerow_model::VaultPath;

use crate::index::{FileId, Found, NameIndex};
use crate::link::{Link, LinkTarget, Subpath};
use crate::places::GardenPlaces;

/// Where a link leads among the files of one garden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A note of the garden, by its number, and the place in it.
    Note(usize, Place),
    /// An attachment of the garden, by its number.
    Asset(usize),
    /// A folder that holds notes of the garden and has no note of its own, by its path (rule L-17).
    Folder(String),
    /// Another site or scheme.
    External(Arc<str>),
    /// No file of the garden.
    Missing,
    /// A destination that is refused (rule L-34).
    Unsafe,
}

/// A place in a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The whole note.
    Whole,
    /// A heading, by its number in [`crate::Note::headings`].
    Heading(usize),
    /// A block, by its id in lower case.
    Block(String),
    /// A heading that the note does not have: the link goes to the note (rule L-19).
    MissingHeading,
    /// A block that the note does not have: likewise.
    MissingBlock,
}

/// A resolution, and another file that would have fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Where the link leads.
    pub resolution: Resolution,
    /// The next file, which only the order of rule L-14 put behind the first.
    pub rival: Option<FileId>,
}

/// Finds files for the links of one note or canvas. What was found is kept: a note may link to one name ten thousand times, and ten
/// thousand files may have it (rule F-20).
pub(crate) struct Finder<'g> {
    host: &'g VaultPath,
    index: &'g NameIndex,
    known: HashMap<&'g str, (Option<FileId>, Option<FileId>)>,
}

impl<'g> Finder<'g> {
    pub(crate) fn new(host: &'g VaultPath, index: &'g NameIndex) -> Self {
        Self { host, index, known: HashMap::new() }
    }

    fn folder(&self, path: &str) -> Option<&'g str> {
        self.index.find_folder(self.host, path)
    }

    /// Returns the file, and its rival.
    fn find(&mut self, path: &'g str) -> (Option<FileId>, Option<FileId>) {
        *self.known.entry(path).or_insert_with(|| match self.index.find(self.host, path) {
            Found::Ambiguous(files) => (files.first().copied(), files.get(1).copied()),
            found => (found.file(), None),
        })
    }
}

/// Resolves a link of the note number `host`, or of a canvas (rules L-14 to L-22, L-27, L-29).
pub(crate) fn resolve<'g>(
    link: &'g Link,
    host: Option<usize>,
    places: &GardenPlaces<'_>,
    finder: &mut Finder<'g>,
) -> Resolved {
    let plain = |resolution| Resolved { resolution, rival: None };
    let (path, undecoded, subpath) = match &link.target {
        LinkTarget::External(url) => return plain(Resolution::External(url.clone())),
        LinkTarget::Unsafe => return plain(Resolution::Unsafe),
        LinkTarget::Local { path, undecoded, subpath } => (path, undecoded, subpath),
    };
    if path.is_empty() {
        let host = host.filter(|_| *subpath != Subpath::Whole || !link.is_embed);
        let own = host.map(|host| Resolution::Note(host, place(host, subpath, link, places)));
        return plain(own.unwrap_or(Resolution::Missing));
    }
    let mut found = finder.find(path);
    if let ((None, _), Some(undecoded)) = (&found, undecoded) {
        found = finder.find(undecoded);
    }
    let (file, rival) = found;
    let resolution = match file {
        Some(FileId::Note(note)) => Resolution::Note(note, place(note, subpath, link, places)),
        Some(FileId::Asset(asset)) => Resolution::Asset(asset),
        None => finder.folder(path).map_or(Resolution::Missing, |folder| match finder.index.folder_note(folder) {
            Some(FileId::Note(note)) => Resolution::Note(note, place(note, subpath, link, places)),
            Some(FileId::Asset(_)) | None => Resolution::Folder(folder.to_owned()),
        }),
    };
    Resolved { resolution, rival }
}

fn place(note: usize, subpath: &Subpath, link: &Link, places: &GardenPlaces<'_>) -> Place {
    match subpath {
        Subpath::Whole => Place::Whole,
        Subpath::Headings(chain) => {
            let places = places.of(note);
            let by_anchor = || match chain.as_slice() {
                [anchor] if !link.has_brackets() => places.anchor(anchor),
                _ => None,
            };
            places.heading(chain).or_else(by_anchor).map_or(Place::MissingHeading, Place::Heading)
        }
        Subpath::Block(id) if places.of(note).has_block(id) => Place::Block(id.clone()),
        Subpath::Block(_) => Place::MissingBlock,
    }
}
