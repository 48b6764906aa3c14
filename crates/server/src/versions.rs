//! Versions of the files that a page shows: by these an open page hears that one of them changed, though not a letter of the page did.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use axum::http::Uri;
use hedgerow_model::AssetPath;
use hedgerow_publish::{Address, PublicAsset, PublicGarden};

use crate::etag::digest;
use crate::route::Route;
use crate::{FileBody, Files};

/// Of longer files only the length and so many bytes at the start and at the end make the version.
const MAX_READ: u64 = 8 << 20;

/// How much of a digest makes a version.
const LENGTH: usize = 16;

/// Where a page names a file that it shows.
const SOURCE: &str = " src=\"";

/// The versions of files that were asked for, by their tokens. They are of files alone and of no snapshot, and outlive each.
#[derive(Debug, Default)]
pub(crate) struct Versions(Mutex<HashMap<AssetPath, (u64, String)>>);

impl Versions {
    /// Returns all files of the garden that a page shows, as in the page, each with its version: `/a.png 0f… /b.mp3 1e…`. The version is made
    /// of the bytes that readers get, and of nothing else of the file. May read the files.
    pub(crate) fn of_page(&self, page: &str, garden: &PublicGarden, files: &dyn Files) -> String {
        let sources = page.split(SOURCE).skip(1).filter_map(|rest| rest.split_once('"')).map(|(source, _)| source);
        let shown: BTreeMap<&str, &PublicAsset> = sources.filter_map(|source| shown(source, garden)).collect();
        let versions = shown.into_iter().filter_map(|(at, asset)| Some(format!("{at} {}", self.of(asset, files)?)));
        versions.collect::<Vec<_>>().join(" ")
    }

    fn of(&self, asset: &PublicAsset, files: &dyn Files) -> Option<String> {
        let token = files.token(asset);
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner).get(asset.path()).cloned();
        if let Some((_, version)) = token.and_then(|token| known().filter(|(known, _)| *known == token)) {
            return Some(version);
        }
        // What breaks in a file costs the answer with the file and not the page around it.
        let mut version = catch_unwind(AssertUnwindSafe(|| read(files.open(asset).ok()?))).ok()??;
        version.truncate(LENGTH);
        if let Some(token) = token {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(asset.path().clone(), (token, version.clone()));
        }
        Some(version)
    }
}

/// Returns the file that an address in a page names, with the address up to where only the browser reads it.
fn shown<'p, 'g>(source: &'p str, garden: &'g PublicGarden) -> Option<(&'p str, &'g PublicAsset)> {
    let at = source.split(['?', '#']).next().filter(|at| at.starts_with('/') && !at.starts_with("//"))?;
    let Route::Garden(url) = Route::read(garden.base(), &at.replace("&amp;", "&").parse::<Uri>().ok()?) else {
        return None;
    };
    match garden.lookup(&url) {
        Address::Asset(asset) => Some((at, asset)),
        Address::Note(_) | Address::Folder(_) | Address::Canvas(_) | Address::Moved(_) | Address::Nothing => None,
    }
}

fn read(body: FileBody) -> Option<String> {
    Some(match body {
        FileBody::Bytes(bytes) => digest(&bytes),
        FileBody::File { mut file, len, .. } => {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&len.to_le_bytes());
            hasher.update_reader(Read::by_ref(&mut file).take(MAX_READ)).ok()?;
            file.seek(SeekFrom::Start(len.saturating_sub(MAX_READ).max(MAX_READ))).ok()?;
            hasher.update_reader(file.take(MAX_READ)).ok()?;
            hasher.finalize().to_hex().to_string()
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublishOptions};
    use sower::{FileDates, Note};

    use super::*;

    /// Files of any bytes, which say when they change and count how often they are read.
    #[derive(Default)]
    struct Counted {
        token: AtomicU64,
        n_read: AtomicU64,
    }

    impl Files for Counted {
        fn open(&self, asset: &PublicAsset) -> io::Result<FileBody> {
            self.n_read.fetch_add(1, Ordering::Relaxed);
            let text = format!("{} {}", asset.path(), self.token.load(Ordering::Relaxed) / 2);
            Ok(FileBody::Bytes(text.into_bytes().into()))
        }

        fn token(&self, _: &PublicAsset) -> Option<u64> {
            Some(self.token.load(Ordering::Relaxed))
        }
    }

    #[test]
    fn a_file_of_any_length_has_a_version_of_its_bytes() {
        let version = |len: u64, at: u64, byte: u8| {
            let mut file = tempfile::tempfile().unwrap();
            file.set_len(len).unwrap();
            file.seek(SeekFrom::Start(at)).unwrap();
            file.write_all(&[byte]).unwrap();
            file.seek(SeekFrom::Start(0)).unwrap();
            read(FileBody::File { file, len, token: 0 }).unwrap()
        };
        for len in [1, 1000, MAX_READ - 1, MAX_READ, MAX_READ + 1, 2 * MAX_READ, 3 * MAX_READ] {
            for at in [0, len - 1] {
                assert_eq!(version(len, at, 1), version(len, at, 1), "{len} {at}");
                assert_ne!(version(len, at, 1), version(len, at, 2), "{len} {at}");
            }
            assert_ne!(version(len, 0, 1), version(len + 1, 0, 1), "{len}");
        }
    }

    #[test]
    fn each_public_file_of_a_page_has_a_version_that_is_read_once() {
        let note = Note::parse(
            NotePath::new("A.md").unwrap(),
            "![[p q.png]] ![[a&b.png]] ![[p q.png]]".to_owned(),
            FileDates::default(),
        );
        let assets = ["a&b.png", "p q.png", "private.png"].map(|path| AssetPath::new(path).unwrap());
        let notes = [Arc::new(note)];
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let options = PublishOptions { policy, ..PublishOptions::default() };
        let garden = PublicGarden::grow(&Harvest::new(&notes, &assets), &options);
        let url = |path: &str| {
            let asset = garden.assets().iter().find(|asset| asset.path().as_str() == path).unwrap();
            garden.base().href(asset.url()).replace('&', "&amp;")
        };
        let (one, other) = (url("p q.png"), url("a&b.png"));
        let page = format!(
            "<script src=\"/-/assets/x.js\"></script><p>src=\"{one}\"</p><img src=\"{one}\"><iframe src=\"{other}#page=2\">\
             <img src=\"{one}?x\"><img src=\"/private.png\"><img src=\"//elsewhere/p%20q.png\"><img src=\"/A\"><img src=\"half"
        );
        let (versions, files) = (Versions::default(), Counted::default());
        let of_page = || versions.of_page(&page, &garden, &files);
        let first = of_page();
        let words: Vec<&str> = first.split(' ').collect();
        assert_eq!((words.len(), words[0], words[2]), (4, other.as_str(), one.as_str()), "{first}");
        assert!(words[1].len() == LENGTH && words[3].len() == LENGTH && words[1] != words[3], "{first}");
        assert_eq!((of_page(), files.n_read.load(Ordering::Relaxed)), (first.clone(), 2));
        // Written again with the same bytes, and then with others.
        files.token.store(1, Ordering::Relaxed);
        assert_eq!(of_page(), first);
        files.token.store(2, Ordering::Relaxed);
        let changed = of_page();
        let changed: Vec<&str> = changed.split(' ').collect();
        assert!(changed[0] == words[0] && changed[1] != words[1] && changed[3] != words[3], "{changed:?}");
    }
}
