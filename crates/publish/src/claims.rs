//! Who has which address: no two pages ever share one (rule F-36).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use hedgerow_model::{AssetPath, NotePath, PageUrl};
use hedgerow_parser::Note;
use rayon::prelude::*;

use crate::NoteId;
use crate::slug::{slug, spelling};

/// Addresses of the site itself that no file may take.
const RESERVED: [&str; 5] = ["/sitemap.xml", "/feed.xml", "/rss.xml", "/robots.txt", "/favicon.ico"];

/// What has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Note(NoteId),
    /// By the folder's place in [`Claims::folders`].
    Folder(usize),
    Asset(usize),
}

/// A claim that had to give way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    /// A note's own address was taken; it got another one (rule F-36).
    Url { note: NoteId, wanted: PageUrl, given: PageUrl },
    /// An alias makes no redirect, since its address was taken (rule F-31).
    Alias { note: NoteId, alias: String, wanted: PageUrl },
}

/// Every address of a garden.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    pub(crate) notes: Vec<PageUrl>,
    pub(crate) assets: Vec<PageUrl>,
    /// Folder paths that hold public notes, in order, each with its address.
    pub(crate) folders: BTreeMap<String, PageUrl>,
    /// From permalinks and aliases, by address.
    pub(crate) redirects: Vec<(PageUrl, PageUrl)>,
    pub(crate) conflicts: Vec<Conflict>,
    owners: HashMap<PageUrl, Owner>,
    moved: HashMap<PageUrl, PageUrl>,
    spellings: HashMap<String, PageUrl>,
    folder_spellings: HashMap<String, PageUrl>,
    /// By an address that several want, in its two parts, the number that was given last.
    numbers: HashMap<(String, String), usize>,
}

impl Claims {
    /// Gives every file its address, in the order of rule F-36: attachments, permalinks, folder pages, notes whose name is
    /// its own slug, the other notes in vault-path order; then redirects. Among attachments, too, those come first whose
    /// path is its own slug.
    pub(crate) fn settle(notes: &[&Note], assets: &[&AssetPath], home: Option<NoteId>) -> Self {
        let mut claims = Self::default();
        let is_plain_asset = |at: &usize| slug(assets[*at].as_str()) == assets[*at].as_str();
        let (plain, other): (Vec<usize>, Vec<usize>) = (0..assets.len()).partition(is_plain_asset);
        let mut asset_urls: Vec<Option<PageUrl>> = vec![None; assets.len()];
        for at in plain.into_iter().chain(other) {
            let wanted = slug(assets[at].as_str());
            let extension =
                wanted.len() - wanted.rfind('.').filter(|dot| !wanted[*dot..].contains('/')).unwrap_or(wanted.len());
            let (stem, end) = wanted.split_at(wanted.len() - extension);
            let url = claims.free(stem, end);
            claims.owners.insert(url.clone(), Owner::Asset(at));
            asset_urls[at] = Some(url);
        }
        claims.assets = asset_urls.into_iter().flatten().collect();
        let permalinks = claims.permalinks(notes);
        claims.folder_pages(notes, &permalinks);
        let mut urls: Vec<Option<PageUrl>> = permalinks.clone();
        if let Some(home) = home {
            let root = PageUrl::from_slug("");
            claims.owners.insert(root.clone(), Owner::Note(home));
            urls[home.index()].get_or_insert(root);
        }
        for (at, note) in notes.iter().enumerate() {
            if urls[at].is_none()
                && let Some(folder) = index_folder(note)
            {
                // An index note and `_index` beside it: the first has the folder's address.
                let url = claims.folders[folder].clone();
                if matches!(claims.owners.get(&url), Some(Owner::Folder(_))) {
                    claims.owners.insert(url.clone(), Owner::Note(NoteId::at(at)));
                    urls[at] = Some(url);
                }
            }
        }
        let own: Vec<Own> = notes.par_iter().with_min_len(256).map(|note| Own::of(note)).collect();
        let is_plain = |at: &usize| own[*at].is_plain;
        let (plain, other): (Vec<usize>, Vec<usize>) =
            (0..notes.len()).filter(|&at| urls[at].is_none()).partition(is_plain);
        for at in plain.into_iter().chain(other) {
            let wanted = &own[at].url;
            let url = if claims.is_free(wanted) { wanted.clone() } else { claims.free(&wanted.as_str()[1..], "") };
            if url != *wanted {
                let (note, wanted) = (NoteId::at(at), wanted.clone());
                claims.conflicts.push(Conflict::Url { note, wanted, given: url.clone() });
            }
            claims.owners.insert(url.clone(), Owner::Note(NoteId::at(at)));
            urls[at] = Some(url);
        }
        claims.notes = urls.into_iter().flatten().collect();
        for (at, url) in permalinks.into_iter().enumerate() {
            if let Some(url) = url {
                claims.redirect(own_address(notes[at]), url);
            }
        }
        claims.learn_spellings(own, assets);
        claims.aliases(notes);
        claims.redirects.sort();
        claims
    }

    /// Returns the owner of a canonical address.
    pub(crate) fn owner(&self, url: &PageUrl) -> Option<Owner> {
        self.owners.get(url).copied()
    }

    /// Returns where another form of an address leads.
    pub(crate) fn moved(&self, url: &PageUrl) -> Option<&PageUrl> {
        let spelled = spelling(url.as_str());
        let by_spelling = || {
            let (first, second) = (&self.folder_spellings, &self.spellings);
            let (first, second) = if url.as_str().ends_with('/') { (first, second) } else { (second, first) };
            first.get(&spelled).or_else(|| second.get(&spelled))
        };
        self.moved.get(url).or_else(by_spelling).filter(|target| *target != url)
    }

    fn permalinks(&mut self, notes: &[&Note]) -> Vec<Option<PageUrl>> {
        let mut urls = Vec::with_capacity(notes.len());
        for (at, note) in notes.iter().enumerate() {
            let Some(permalink) = &note.front().permalink else {
                urls.push(None);
                continue;
            };
            let wanted = slug(permalink);
            let url = self.free(&wanted, "");
            let wanted = PageUrl::from_slug(&wanted);
            if url != wanted {
                self.conflicts.push(Conflict::Url { note: NoteId::at(at), wanted, given: url.clone() });
            }
            self.owners.insert(url.clone(), Owner::Note(NoteId::at(at)));
            urls.push(Some(url));
        }
        urls
    }

    fn folder_pages(&mut self, notes: &[&Note], permalinks: &[Option<PageUrl>]) {
        let mut index_notes: HashMap<&str, Option<&PageUrl>> = HashMap::new();
        for (note, permalink) in notes.iter().zip(permalinks) {
            if let Some(folder) = index_folder(note).filter(|folder| !folder.is_empty()) {
                index_notes.entry(folder).or_insert(permalink.as_ref());
            }
        }
        let mut paths: std::collections::BTreeSet<&str> = std::collections::BTreeSet::from([""]);
        for note in notes {
            let folder = note.path().folder();
            if note.front().unlisted {
                // It makes no folder known, but where it is a folder's own page it needs that address (rule W-07).
                paths.extend(index_folder(note));
                continue;
            }
            let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
            paths.extend(ends.map(|end| &folder[..end]));
        }
        for (at, path) in paths.into_iter().enumerate() {
            // The page of such a folder is where its note wants to be (rules F-22 and F-34).
            let url = if let Some(Some(permalink)) = index_notes.get(path) {
                (*permalink).clone()
            } else {
                let url = if path.is_empty() { PageUrl::from_slug("") } else { self.free(&slug(path), "/") };
                self.owners.insert(url.clone(), Owner::Folder(at));
                url
            };
            self.folders.insert(path.to_owned(), url);
        }
    }

    /// Finds an address that is free: the wanted one, else with `-2`, `-3`, … before its end. An address that was taken
    /// stays so: the search goes on where the one before ended.
    fn free(&mut self, wanted: &str, end: &str) -> PageUrl {
        let url = PageUrl::from_slug(&format!("{wanted}{end}"));
        if self.is_free(&url) {
            return url;
        }
        let key = (wanted.to_owned(), end.to_owned());
        let first = self.numbers.get(&key).copied().unwrap_or(2);
        let mut numbered = (first..).map(|n| (n, PageUrl::from_slug(&format!("{wanted}-{n}{end}"))));
        let (n, free) = numbered.find(|(_, url)| self.is_free(url)).expect("one of endlessly many addresses is free");
        self.numbers.insert(key, n);
        free
    }

    fn is_free(&self, url: &PageUrl) -> bool {
        !self.owners.contains_key(url) && !RESERVED.contains(&url.as_str())
    }

    /// Makes a redirect where nothing has the address.
    fn redirect(&mut self, from: PageUrl, to: PageUrl) {
        if !self.owners.contains_key(&from) && !self.moved.contains_key(&from) && !RESERVED.contains(&from.as_str()) {
            self.moved.insert(from.clone(), to.clone());
            self.redirects.push((from, to));
        }
    }

    /// Makes redirects of the addresses that public notes once had, where nothing else has them in any spelling: whatever is
    /// there now wins.
    pub(crate) fn remember(&mut self, old: &BTreeMap<PageUrl, NotePath>, notes: &[Arc<Note>]) {
        for (from, path) in old {
            let Ok(at) = notes.binary_search_by(|note| note.path().cmp(path)) else { continue };
            let (to, spelled) = (self.notes[at].clone(), spelling(from.as_str()));
            if self.spellings.contains_key(&spelled) || self.folder_spellings.contains_key(&spelled) {
                continue;
            }
            self.spellings.insert(spelled, to.clone());
            self.redirect(from.clone(), to);
        }
        self.redirects.sort();
    }

    /// Makes a redirect of each alias: one with `/` is taken from the root, one without from the note's folder (rule F-31).
    /// An alias stands back behind every spelling of a page, file or folder, so that rule F-33 holds for all of them.
    fn aliases(&mut self, notes: &[&Note]) {
        for (at, note) in notes.iter().enumerate() {
            let url = self.notes[at].clone();
            for alias in &note.front().aliases {
                let path = match alias.trim().trim_matches('/') {
                    "" => continue,
                    path if alias.contains('/') || note.path().folder().is_empty() => path.to_owned(),
                    path => format!("{}/{path}", note.path().folder()),
                };
                let from = PageUrl::from_slug(&slug(&path));
                let spelled = spelling(from.as_str());
                let known = self.spellings.get(&spelled).or_else(|| self.folder_spellings.get(&spelled));
                match known {
                    Some(known) if *known == url => {}
                    None if !RESERVED.contains(&from.as_str()) => {
                        self.spellings.insert(spelled, url.clone());
                        self.redirect(from, url.clone());
                    }
                    Some(_) | None => {
                        let note = NoteId::at(at);
                        self.conflicts.push(Conflict::Alias { note, alias: alias.clone(), wanted: from });
                    }
                }
            }
        }
    }

    /// Learns the other forms of each address (rule F-33): canonical ones first, then paths as they are on disk, then
    /// paths behind permalinks.
    fn learn_spellings(&mut self, own: Vec<Own>, assets: &[&AssetPath]) {
        let mut spellings: HashMap<String, PageUrl> = HashMap::with_capacity(own.len() + assets.len());
        let mut learn = |spelled: String, url: &PageUrl| {
            spellings.entry(spelled).or_insert_with(|| url.clone());
        };
        let mut spelled_paths = Vec::with_capacity(own.len());
        for (own, url) in own.into_iter().zip(&self.notes) {
            // Most notes have the address that their path spells.
            let spelled = if own.url == *url {
                spelled_paths.extend(own.spelled_path.map(|path| (path, url)));
                own.spelled_url
            } else {
                spelled_paths.push((own.spelled_path.unwrap_or(own.spelled_url), url));
                spelling(url.as_str())
            };
            learn(spelled, url);
        }
        self.assets.iter().for_each(|url| learn(spelling(url.as_str()), url));
        spelled_paths.into_iter().for_each(|(path, url)| learn(path, url));
        assets.iter().zip(&self.assets).for_each(|(asset, url)| learn(spelling(asset.as_str()), url));
        self.redirects.iter().for_each(|(from, to)| learn(spelling(from.as_str()), to));
        self.spellings = spellings;
        for (path, url) in &self.folders {
            self.folder_spellings.entry(spelling(url.as_str())).or_insert_with(|| url.clone());
            self.folder_spellings.entry(spelling(path)).or_insert_with(|| url.clone());
            // What other tools call the page of a folder.
            for page in [format!("{}/index", url.as_str().trim_end_matches('/')), format!("{path}/index")] {
                self.spellings.entry(spelling(&page)).or_insert_with(|| url.clone());
            }
        }
    }
}

/// What a note's path alone says of its address; found for all notes at once.
struct Own {
    url: PageUrl,
    /// The path is its own slug.
    is_plain: bool,
    spelled_url: String,
    /// The path as it is on disk, where that spells otherwise.
    spelled_path: Option<String>,
}

impl Own {
    fn of(note: &Note) -> Self {
        let path = stem(note);
        let slug = slug(path);
        let url = PageUrl::from_slug(&slug);
        let (spelled_url, spelled_path) = (spelling(url.as_str()), spelling(path));
        let spelled_path = Some(spelled_path).filter(|path| *path != spelled_url);
        Self { url, is_plain: slug == path, spelled_url, spelled_path }
    }
}

/// Returns the folder whose page a note is: that of `index.md` or `_index.md` (rule F-22).
pub(crate) fn index_folder(note: &Note) -> Option<&str> {
    // Nothing else becomes these letters in NFC.
    let name = &note.path().file_name()[..note.path().file_name().len() - ".md".len()];
    (name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("_index")).then(|| note.path().folder())
}

/// Returns the address that a note's path gives it (rules F-22 and F-33).
fn own_address(note: &Note) -> PageUrl {
    match index_folder(note) {
        Some(folder) if !folder.is_empty() => PageUrl::from_slug(&format!("{}/", slug(folder))),
        _ => PageUrl::from_slug(&slug(stem(note))),
    }
}

/// Returns the vault path without `.md`.
pub(crate) fn stem(note: &Note) -> &str {
    let path = note.path().as_vault_path().as_str();
    &path[..path.len() - ".md".len()]
}
