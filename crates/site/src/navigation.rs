//! The tree of pages as the owner wants it: the gate's folders, reordered and with items left out (rule W-15).

use std::collections::{HashMap, HashSet};

use hedgerow_model::{Key, PageUrl};
use hedgerow_publish::{NoteId, PublicFolder, PublicGarden};

/// Every folder of the garden with what is listed in it. What is hidden here is hidden from navigation alone.
#[derive(Debug)]
pub(crate) struct Navigation {
    /// Outermost first; the root is the first.
    branches: Vec<Branch>,
    by_path: HashMap<String, usize>,
}

/// A folder.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) name: String,
    pub(crate) url: PageUrl,
    /// What is directly inside, in order.
    pub(crate) items: Vec<NavigationItem>,
    /// Listed notes in it and below it, its own page included.
    pub(crate) count: usize,
}

/// Something in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NavigationItem {
    /// By its number, for [`Navigation::branch`].
    Folder(usize),
    Note(NoteId),
}

impl Navigation {
    /// Orders a garden: first what `order` names, in that order, then the rest as the gate has sorted it, folders before
    /// notes. Both lists name vault paths, without regard to case; a note's `.md` may be left out.
    pub(crate) fn new(garden: &PublicGarden, order: &[String], hide: &[String]) -> Self {
        let wishes = Wishes::new(order, hide);
        let folders = garden.root().walk();
        let by_path: HashMap<String, usize> =
            folders.iter().enumerate().map(|(at, folder)| (folder.path.clone(), at)).collect();
        let mut branches: Vec<Branch> = folders
            .iter()
            .map(|folder| Branch {
                name: folder.name.clone(),
                url: folder.url.clone(),
                items: Vec::new(),
                count: usize::from(is_own_page(garden, folder)),
            })
            .collect();
        // Innermost first, so that a folder knows whether anything is left in those inside it.
        for (at, folder) in folders.iter().enumerate().rev() {
            let inner = folder.folders.iter().filter(|inner| !wishes.hides_folder(&inner.path)).filter_map(|inner| {
                let number = by_path[&inner.path];
                (branches[number].count > 0).then(|| (wishes.folder(&inner.path), NavigationItem::Folder(number)))
            });
            let path = |id: NoteId| garden.note(id).path().as_str();
            let notes = folder.notes.iter().filter(|id| !wishes.hides_note(path(**id)));
            let notes = notes.map(|&id| (wishes.note(path(id)), NavigationItem::Note(id)));
            let mut items: Vec<(usize, NavigationItem)> = inner.chain(notes).collect();
            items.sort_by_key(|(rank, _)| *rank);
            let items: Vec<NavigationItem> = items.into_iter().map(|(_, item)| item).collect();
            let n_inside = items.iter().map(|item| match item {
                NavigationItem::Folder(number) => branches[*number].count,
                NavigationItem::Note(_) => 1,
            });
            branches[at].count += n_inside.sum::<usize>();
            branches[at].items = items;
        }
        Self { branches, by_path }
    }

    pub(crate) fn root(&self) -> &Branch {
        &self.branches[0]
    }

    pub(crate) fn branch(&self, number: usize) -> &Branch {
        &self.branches[number]
    }

    /// Returns the folder at a path of the vault, if it is one that holds public notes.
    pub(crate) fn at_path(&self, path: &str) -> Option<&Branch> {
        self.by_path.get(path).map(|&number| &self.branches[number])
    }

    /// Returns the folders on the way from the root to a path, as far as each is listed in the one before.
    pub(crate) fn way_to(&self, path: &str) -> Vec<usize> {
        let mut way = vec![0];
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for folder in ends.map(|end| &path[..end]).filter(|folder| !folder.is_empty()) {
            let Some(&number) = self.by_path.get(folder) else { break };
            let outer = way[way.len() - 1];
            if !self.branches[outer].items.contains(&NavigationItem::Folder(number)) {
                break;
            }
            way.push(number);
        }
        way
    }
}

/// Tells whether the folder's page is a listed note's, which the folder then does not list among its notes.
fn is_own_page(garden: &PublicGarden, folder: &PublicFolder) -> bool {
    folder.intro.is_some_and(|id| garden.note(id).is_listed() && *garden.note(id).url() == folder.url)
}

/// What the owner wants first, and not at all.
struct Wishes {
    order: HashMap<Key, usize>,
    hide: HashSet<Key>,
}

impl Wishes {
    fn new(order: &[String], hide: &[String]) -> Self {
        let key = |text: &String| Key::of(text.trim().trim_start_matches("./").trim_start_matches('/'));
        let mut ranks = HashMap::new();
        for (at, text) in order.iter().enumerate() {
            ranks.entry(key(text)).or_insert(at);
        }
        Self { order: ranks, hide: hide.iter().map(key).collect() }
    }

    fn folder(&self, path: &str) -> usize {
        self.rank(&folder_names(path))
    }

    fn note(&self, path: &str) -> usize {
        self.rank(&note_names(path))
    }

    fn hides_folder(&self, path: &str) -> bool {
        folder_names(path).iter().any(|name| self.hide.contains(name))
    }

    fn hides_note(&self, path: &str) -> bool {
        !self.hide.is_empty() && note_names(path).iter().any(|name| self.hide.contains(name))
    }

    /// What is not named stands behind all that is.
    fn rank(&self, names: &[Key]) -> usize {
        names.iter().filter_map(|name| self.order.get(name)).min().copied().unwrap_or(usize::MAX)
    }
}

/// A folder may be named with a slash at its end, which a note never has.
fn folder_names(path: &str) -> [Key; 2] {
    [Key::of(path), Key::of(&format!("{path}/"))]
}

fn note_names(path: &str) -> [Key; 2] {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    [Key::of(path), Key::of(stem)]
}
