//! Random edits of a vault on disk, as editors, sync programs and people make them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use hedgerow_model::VaultPath;
use hedgerow_tests::TempGarden;
use hedgerow_vault::VaultChange;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::vaults::Vault;

/// One edit. Which file it meets is settled when it is made: whatever lies in the vault then.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// Writes a file of another vault, over what may be there.
    Write(Index),
    /// Gives a note the text of a file of another vault.
    Rewrite(Index, Index),
    /// Adds words to a note.
    Append(Index, &'static str),
    /// Writes a file anew with the bytes that it has.
    Touch(Index),
    /// Renames or moves a file.
    Move(Index, &'static str),
    /// Puts a copy of a note where it may shadow it.
    Shadow(Index, &'static str),
    /// Renames a folder, or a folder and whatever is in its place.
    MoveFolder(Index, &'static str),
    /// Removes a file.
    Remove(Index),
    /// Removes a folder with all that is in it.
    RemoveFolder(Index),
    /// Puts lines at the start of a note's front matter.
    Front(Index, &'static str),
    /// Takes the settings of another vault.
    Settings,
}

const WORDS: &[&str] =
    &["river", "hush #hush", "[[Boat]]", "![[map.png]]", "# Plan", "[[Tea#Plan]] moss", "%% open", "$x$"];
const FOLDERS: &[&str] = &["Lane", "Field", "Private", "Privateer", "Pond", "Templates", ".trash", "Lane/Deep"];
const PATHS: &[&str] =
    &["Boat.md", "Lane/Boat.md", "Private/Tea.md", "Lane/index.md", "Pond/New name.md", "Tea.md", "map.png", "x/y.md"];
const FRONT: &[&str] = &[
    "publish: true",
    "publish: false",
    "private: true",
    "unlisted: true",
    "aliases: [Tea, Lane/Old]",
    "permalink: about",
    "tags: [craft/wood]",
    "title: Another",
    "image: map.png",
];

impl Edit {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let index = any::<Index>;
        prop_oneof![
            3 => index().prop_map(Self::Write),
            3 => (index(), index()).prop_map(|(at, from)| Self::Rewrite(at, from)),
            4 => (index(), select(WORDS)).prop_map(|(at, words)| Self::Append(at, words)),
            1 => index().prop_map(Self::Touch),
            4 => (index(), select(PATHS)).prop_map(|(at, to)| Self::Move(at, to)),
            2 => (index(), select(FOLDERS)).prop_map(|(at, to)| Self::Shadow(at, to)),
            2 => (index(), select(FOLDERS)).prop_map(|(at, to)| Self::MoveFolder(at, to)),
            2 => index().prop_map(Self::Remove),
            1 => index().prop_map(Self::RemoveFolder),
            5 => (index(), select(FRONT)).prop_map(|(at, lines)| Self::Front(at, lines)),
            1 => Just(Self::Settings),
        ]
    }

    /// Makes the edit, with material from another vault, and returns what a watcher would tell.
    pub(crate) fn make(&self, garden: &TempGarden, other: &Vault) -> VaultChange {
        let files = files(garden.root());
        let notes: Vec<&String> = files.iter().filter(|path| path.ends_with(".md")).collect();
        let folders: Vec<String> = folders(&files);
        let material = other.on_disk();
        let mut touched: Vec<String> = Vec::new();
        let mut write = |path: &str, bytes: &[u8]| {
            if is_free(garden.root(), path) {
                garden.write(path, bytes);
                touched.push(path.to_owned());
            }
        };
        match self {
            Self::Write(which) => {
                let (path, bytes) = &material[which.index(material.len())];
                write(path, bytes);
            }
            Self::Settings => {
                let settings = material.iter().find(|(path, _)| path == "hedgerow.toml");
                settings.into_iter().for_each(|(path, bytes)| write(path, bytes));
            }
            _ if notes.is_empty() => {}
            Self::Rewrite(at, from) => {
                write(notes[at.index(notes.len())], &material[from.index(material.len())].1);
            }
            Self::Append(at, words) => {
                let path = notes[at.index(notes.len())];
                let text = read(garden, path);
                write(path, &[&text[..], b"\n\n", words.as_bytes(), b"\n"].concat());
            }
            Self::Touch(at) => {
                let path = notes[at.index(notes.len())];
                write(path, &read(garden, path));
            }
            Self::Shadow(at, folder) => {
                let path = notes[at.index(notes.len())];
                let name = path.rsplit('/').next().unwrap_or(path);
                write(&format!("{folder}/{name}"), &read(garden, path));
            }
            Self::Front(at, lines) => {
                let path = notes[at.index(notes.len())];
                let text = String::from_utf8_lossy(&read(garden, path)).into_owned();
                let text = match text.strip_prefix("---\n") {
                    Some(rest) => format!("---\n{lines}\n{rest}"),
                    None => format!("---\n{lines}\n---\n{text}"),
                };
                write(path, text.as_bytes());
            }
            Self::Move(at, to) => touched.extend(rename(garden, &files[at.index(files.len())], to)),
            Self::MoveFolder(at, to) if !folders.is_empty() => {
                touched.extend(rename(garden, &folders[at.index(folders.len())], to));
            }
            Self::Remove(at) => {
                let path = &files[at.index(files.len())];
                garden.remove(path);
                touched.push(path.clone());
            }
            Self::RemoveFolder(at) if !folders.is_empty() => {
                let path = &folders[at.index(folders.len())];
                fs::remove_dir_all(garden.at(path)).unwrap();
                touched.push(path.clone());
            }
            Self::MoveFolder(..) | Self::RemoveFolder(_) => {}
        }
        let settings = touched.iter().any(|path| path == "hedgerow.toml");
        let paths = touched.iter().filter_map(|path| VaultPath::new(path).ok());
        VaultChange { settings, ..VaultChange::paths(paths) }
    }
}

/// Renames a file or folder, if the place is free and not inside itself; returns both paths.
fn rename(garden: &TempGarden, from: &str, to: &str) -> Vec<String> {
    let is_inside = to.starts_with(&format!("{from}/")) || from == "hedgerow.toml";
    if is_inside || garden.at(to).exists() || !is_free(garden.root(), to) {
        return Vec::new();
    }
    fs::create_dir_all(garden.at(to).parent().unwrap()).unwrap();
    fs::rename(garden.at(from), garden.at(to)).unwrap();
    vec![from.to_owned(), to.to_owned()]
}

/// Tells whether a file can be written: no folder is in its place, and no file in the place of its folders.
fn is_free(root: &Path, path: &str) -> bool {
    let above = path.match_indices('/').map(|(end, _)| &path[..end]);
    !root.join(path).is_dir() && above.map(|folder| root.join(folder)).all(|at| at.is_dir() || !at.exists())
}

fn read(garden: &TempGarden, path: &str) -> Vec<u8> {
    fs::read(garden.at(path)).unwrap()
}

/// The files of a folder, in order.
pub(crate) fn files(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()),
            }
        }
    }
    found.sort();
    found
}

fn folders(files: &[String]) -> Vec<String> {
    let above = files.iter().flat_map(|path| path.match_indices('/').map(|(end, _)| path[..end].to_owned()));
    above.collect::<BTreeSet<_>>().into_iter().collect()
}
