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
    /// Renames or moves a file, over another that may be there.
    Move(Index, &'static str),
    /// Puts two notes into each other's place.
    Swap(Index, Index),
    /// Puts a copy of a note where it may shadow it.
    Shadow(Index, &'static str),
    /// Renames a folder.
    MoveFolder(Index, &'static str),
    /// Puts a folder in the place of another, which goes with all that is in it.
    ReplaceFolder(Index, Index),
    /// Removes a file.
    Remove(Index),
    /// Removes a folder with all that is in it.
    RemoveFolder(Index),
    /// Puts back what was removed or moved away, as it was or with lines at the start of its front matter.
    Restore(Index, Option<&'static str>),
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
            1 => (index(), index()).prop_map(|(one, other)| Self::Swap(one, other)),
            2 => (index(), select(FOLDERS)).prop_map(|(at, to)| Self::Shadow(at, to)),
            2 => (index(), select(FOLDERS)).prop_map(|(at, to)| Self::MoveFolder(at, to)),
            1 => (index(), index()).prop_map(|(at, to)| Self::ReplaceFolder(at, to)),
            2 => index().prop_map(Self::Remove),
            1 => index().prop_map(Self::RemoveFolder),
            2 => (index(), prop::option::of(select(FRONT))).prop_map(|(at, lines)| Self::Restore(at, lines)),
            5 => (index(), select(FRONT)).prop_map(|(at, lines)| Self::Front(at, lines)),
            1 => Just(Self::Settings),
        ]
    }

    /// Makes the edit, with material from another vault, and returns what a watcher would tell. What goes from its place is put into
    /// the bin.
    pub(crate) fn make(&self, garden: &TempGarden, other: &Vault, bin: &mut Bin) -> VaultChange {
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
                write(path, &with_lines(&read(garden, path), lines));
            }
            Self::Restore(at, lines) if !bin.0.is_empty() => {
                let (path, bytes) = &bin.0[at.index(bin.0.len())];
                match lines.filter(|_| path.ends_with(".md")) {
                    Some(lines) => write(path, &with_lines(bytes, lines)),
                    None => write(path, bytes),
                }
            }
            Self::Swap(one, other) => {
                let [one, other] = [one, other].map(|at| notes[at.index(notes.len())]);
                let [bytes, others] = [one, other].map(|path| read(garden, path));
                write(one, &others);
                write(other, &bytes);
            }
            Self::Move(at, to) => {
                let from = &files[at.index(files.len())];
                bin.throw(garden, [from.as_str(), to]);
                touched.extend(rename(garden, from, to));
            }
            Self::MoveFolder(at, to) if !folders.is_empty() => {
                touched.extend(rename(garden, &folders[at.index(folders.len())], to));
            }
            Self::ReplaceFolder(at, to) if !folders.is_empty() => {
                let [from, to] = [at, to].map(|at| &folders[at.index(folders.len())]);
                bin.throw(garden, files.iter().map(String::as_str).filter(|path| is_below(path, to)));
                touched.extend(replace(garden, from, to));
            }
            Self::Remove(at) => {
                let path = &files[at.index(files.len())];
                bin.throw(garden, [path.as_str()]);
                garden.remove(path);
                touched.push(path.clone());
            }
            Self::RemoveFolder(at) if !folders.is_empty() => {
                let path = &folders[at.index(folders.len())];
                bin.throw(garden, files.iter().map(String::as_str).filter(|file| is_below(file, path)));
                fs::remove_dir_all(garden.at(path)).unwrap();
                touched.push(path.clone());
            }
            Self::MoveFolder(..) | Self::ReplaceFolder(..) | Self::RemoveFolder(_) | Self::Restore(..) => {}
        }
        let settings = touched.iter().any(|path| path == "hedgerow.toml");
        let paths = touched.iter().filter_map(|path| VaultPath::new(path).ok());
        VaultChange { settings, ..VaultChange::paths(paths) }
    }
}

/// What is no longer where it was: paths and bytes.
#[derive(Debug, Default)]
pub(crate) struct Bin(Vec<(String, Vec<u8>)>);

impl Bin {
    fn throw<'p>(&mut self, garden: &TempGarden, paths: impl IntoIterator<Item = &'p str>) {
        let files = paths.into_iter().filter(|path| *path != "hedgerow.toml" && garden.at(path).is_file());
        self.0.extend(files.map(|path| (path.to_owned(), read(garden, path))));
    }
}

fn with_lines(text: &[u8], lines: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    let text = match text.strip_prefix("---\n") {
        Some(rest) => format!("---\n{lines}\n{rest}"),
        None => format!("---\n{lines}\n---\n{text}"),
    };
    text.into_bytes()
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Puts a folder in the place of another, be it inside or above it; returns both paths.
fn replace(garden: &TempGarden, from: &str, to: &str) -> Vec<String> {
    if from == to || is_below(to, from) {
        return Vec::new();
    }
    let away = garden.root().with_file_name("away");
    fs::rename(garden.at(from), &away).unwrap();
    fs::remove_dir_all(garden.at(to)).unwrap();
    fs::rename(away, garden.at(to)).unwrap();
    vec![from.to_owned(), to.to_owned()]
}

/// Renames a file or folder, a file over another, if the place is not inside itself and no folder is there; returns both paths.
fn rename(garden: &TempGarden, from: &str, to: &str) -> Vec<String> {
    let is_over = garden.at(to).exists() && (garden.at(from).is_dir() || from == to);
    if is_below(to, from) || from == "hedgerow.toml" || is_over || !is_free(garden.root(), to) {
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
