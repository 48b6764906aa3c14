//! Making public notes, canvases and folders of the joined public files.

use std::collections::BTreeMap;
use std::sync::Arc;

use hedgerow_model::Key;
use hedgerow_parser::{Garden, Note, Resolution};
use rayon::prelude::*;

use crate::canvas::Source;
use crate::claims::{Claims, index_folder};
use crate::natural::natural_key;
use crate::{NoteId, PublicAsset, PublicCanvas, PublicFolder, PublicNote};

/// Makes the public notes, in order.
pub(crate) fn notes(garden: &Garden, claims: &Claims, site_title: &str) -> Vec<PublicNote> {
    let make = |(at, source): (usize, &Arc<Note>)| {
        let other_title = other_title(source, site_title);
        let fingerprint = fingerprint(source, other_title.as_deref());
        PublicNote {
            id: NoteId::at(at),
            source: Arc::clone(source),
            url: claims.notes[at].clone(),
            other_title,
            fingerprint,
        }
    };
    garden.notes().par_iter().with_min_len(256).enumerate().map(make).collect()
}

/// The title of a note that has none of its own comes from the settings.
fn other_title(note: &Note, site_title: &str) -> Option<String> {
    let title = match site_title.trim() {
        "" => "Home",
        site_title => site_title,
    };
    note.title().is_empty().then(|| title.to_owned())
}

fn fingerprint(note: &Note, other_title: Option<&str>) -> [u8; 32] {
    match other_title {
        Some(title) => *blake3::Hasher::new().update(note.fingerprint()).update(title.as_bytes()).finalize().as_bytes(),
        None => *note.fingerprint(),
    }
}

/// Makes the public canvases, in order, of what was read of them. `used` holds the numbers of the public attachments among the
/// garden's.
pub(crate) fn canvases(
    garden: &Garden,
    used: &[usize],
    assets: &[PublicAsset],
    sources: &[Source],
) -> Vec<PublicCanvas> {
    if sources.is_empty() {
        return Vec::new();
    }
    let mut shown_in: BTreeMap<usize, Vec<NoteId>> = BTreeMap::new();
    for (at, _) in garden.notes().iter().enumerate().filter(|(_, note)| !note.front().unlisted) {
        for resolved in garden.resolved(at) {
            let Resolution::Asset(asset) = resolved.resolution else { continue };
            let shown_in = shown_in.entry(asset).or_default();
            if shown_in.last() != Some(&NoteId::at(at)) {
                shown_in.push(NoteId::at(at));
            }
        }
    }
    let make = |source: &Source| {
        let asset = used.binary_search(&source.asset).expect("a canvas that was read is in use");
        PublicCanvas {
            path: assets[asset].path.clone(),
            url: assets[asset].url.clone(),
            title: source.canvas.title(),
            shown_in: shown_in.get(&source.asset).cloned().unwrap_or_default(),
        }
    };
    sources.iter().map(make).collect()
}

/// Makes the tree of folders that hold public notes (rules F-22 to F-24, W-15).
pub(crate) fn folders(notes: &[PublicNote], sources: &[&Note], claims: &Claims, home: Option<NoteId>) -> PublicFolder {
    let mut by_folder: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.is_listed()) {
        by_folder.entry(note.path().folder()).or_default().push(note.id());
    }
    let tree = Tree { notes, sources, claims, by_folder, home };
    tree.folder("")
}

struct Tree<'t> {
    notes: &'t [PublicNote],
    sources: &'t [&'t Note],
    claims: &'t Claims,
    by_folder: BTreeMap<&'t str, Vec<NoteId>>,
    home: Option<NoteId>,
}

impl Tree<'_> {
    fn folder(&self, path: &str) -> PublicFolder {
        let url = self.claims.folders[path].clone();
        let is_below = |inner: &&String| {
            let rest = if path.is_empty() {
                Some(inner.as_str())
            } else {
                inner.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'))
            };
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
        };
        let range = self.claims.folders.range::<str, _>((std::ops::Bound::Excluded(path), std::ops::Bound::Unbounded));
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let own = range
            .map(|(inner, _)| inner)
            .skip_while(|inner| !inner.starts_with(&prefix))
            .take_while(|inner| inner.starts_with(&prefix));
        let mut folders: Vec<PublicFolder> = own.filter(is_below).map(|inner| self.folder(inner)).collect();
        // A folder that only notes without a listing share is the address of its own note and no more (rule W-07).
        folders.retain(|folder| folder.intro.is_some() || !folder.folders.is_empty() || folder.count() > 0);
        folders.sort_by_cached_key(|folder| natural_key(&folder.name));
        let inside = self.by_folder.get(path).map_or(&[][..], Vec::as_slice);
        let intro = self.intro(path, inside);
        let is_page = |id: &NoteId| self.notes[id.index()].url != url;
        let mut notes: Vec<NoteId> = inside.iter().copied().filter(is_page).collect();
        notes.sort_by_cached_key(|id| (natural_key(self.notes[id.index()].title()), *id));
        let name = hedgerow_model::nfc(path.rsplit('/').next().unwrap_or_default());
        PublicFolder { path: path.to_owned(), name, url, intro, folders, notes }
    }

    /// `index.md`, then `README.md`, then `Folder/Folder.md`, then `Folder.md` beside the folder (rule F-22).
    fn intro(&self, path: &str, inside: &[NoteId]) -> Option<NoteId> {
        if path.is_empty() {
            return self.home;
        }
        let folder_key = Key::of(path.rsplit('/').next().unwrap_or(path));
        let outer = path.rsplit_once('/').map_or("", |(outer, _)| outer);
        let named = |ids: &[NoteId], wanted: &Key| {
            ids.iter().copied().find(|id| Key::of(&self.sources[id.index()].path().name()) == *wanted)
        };
        let by_index = inside.iter().copied().find(|id| index_folder(self.sources[id.index()]).is_some());
        by_index
            .or_else(|| named(inside, &Key::of("readme")))
            .or_else(|| named(inside, &folder_key))
            .or_else(|| named(self.by_folder.get(outer).map_or(&[][..], Vec::as_slice), &folder_key))
    }
}
