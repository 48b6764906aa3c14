//! Random edits of a folder, and what somebody knows of it who follows them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use hedgerow_model::NotePath;
use hedgerow_vault::{Inventory, SourceFile, Survey, Vault};
use proptest::prelude::*;

/// Folders first, then files; many hide, some only as the one or the other.
const FOLDERS: [&str; 8] = ["a", "b", "a/c", "a/c/d", ".h", "b.tmp", "no", "x.md"];
const FILES: [&str; 11] =
    ["x.md", "y.md", "Y.MD", "é.md", "p.png", "data", ".hid.md", "z.tmp", "no", "hedgerow.toml", ".gitignore"];

#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Write(String, u8),
    /// New bytes of the same length, and the time as it was.
    WriteUnseen(String, u8),
    Touch(String, u64),
    Remove(String),
    Rename(String, String),
    Folder(String),
    Link(String, String),
    Pipe(String),
    BadName(String),
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Edit(Edit),
    /// A survey of what was touched, or of everything.
    Survey {
        everything: bool,
    },
}

fn path() -> impl Strategy<Value = String> {
    let folder =
        prop_oneof![2 => Just(String::new()), 5 => prop::sample::select(&FOLDERS[..]).prop_map(|f| format!("{f}/"))];
    (folder, prop::sample::select(&FILES[..])).prop_map(|(folder, file)| format!("{folder}{file}"))
}

fn any_path() -> impl Strategy<Value = String> {
    prop_oneof![3 => path(), 1 => prop::sample::select(&FOLDERS[..]).prop_map(str::to_owned)]
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (path(), 0..6_u8).prop_map(|(path, content)| Edit::Write(path, content)),
        2 => (path(), 0..6_u8).prop_map(|(path, content)| Edit::WriteUnseen(path, content)),
        1 => (any_path(), 0..3_u64).prop_map(|(path, day)| Edit::Touch(path, day)),
        3 => any_path().prop_map(Edit::Remove),
        3 => (any_path(), any_path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => any_path().prop_map(Edit::Folder),
        1 => (any_path(), any_path()).prop_map(|(to, at)| Edit::Link(to, at)),
        1 => path().prop_map(Edit::Pipe),
        1 => path().prop_map(Edit::BadName),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => edit().prop_map(Step::Edit),
        1 => any::<bool>().prop_map(|everything| Step::Survey { everything }),
    ]
}

fn content(n: u8) -> &'static [u8] {
    [&b"one"[..], b"two", b"no*.md\n", b"", b"not \xFF text", b"/a/\n!x.md\n"][usize::from(n) % 6]
}

/// Does what can be done of an edit, and returns the paths at which something may be otherwise now.
pub(crate) fn act(root: &Path, edit: &Edit) -> Vec<PathBuf> {
    let at = |path: &str| root.join(path);
    match edit {
        Edit::Write(path, n) => {
            let above = at(path).parent().unwrap().to_owned();
            // Neither through a link, nor into a pipe, which would wait for a reader.
            if at(path).symlink_metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
                fs::remove_file(at(path)).unwrap();
            }
            let made = fs::create_dir_all(&above).is_ok() && fs::write(at(path), content(*n)).is_ok();
            // Each folder that was made would have had an event of its own.
            if made { vec![first_below(root, &above), at(path)] } else { vec![above] }
        }
        Edit::WriteUnseen(path, n) => {
            let Ok(before) = at(path).symlink_metadata() else { return vec![] };
            if !before.is_file() {
                return vec![];
            }
            let len = usize::try_from(before.len()).unwrap();
            fs::write(at(path), [b'a' + n].repeat(len)).unwrap();
            let file = fs::File::options().write(true).open(at(path)).unwrap();
            file.set_modified(before.modified().unwrap()).unwrap();
            vec![at(path)]
        }
        Edit::Touch(path, day) => {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + day * 86_400);
            if at(path).symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
                fs::File::open(at(path)).unwrap().set_modified(time).unwrap();
            }
            vec![at(path)]
        }
        Edit::Remove(path) => {
            let _ = fs::remove_file(at(path)).or_else(|_| fs::remove_dir_all(at(path)));
            vec![at(path)]
        }
        Edit::Rename(from, to) => {
            let _ = fs::rename(at(from), at(to));
            vec![at(from), at(to)]
        }
        Edit::Folder(path) => {
            let _ = fs::create_dir_all(at(path));
            vec![first_below(root, &at(path))]
        }
        Edit::Link(to, path) => {
            let _ = symlink(at(to), at(path));
            vec![at(path)]
        }
        Edit::Pipe(path) => {
            let _ = Command::new("mkfifo").arg(at(path)).stderr(std::process::Stdio::null()).status();
            vec![at(path)]
        }
        Edit::BadName(path) => {
            let bad = [at(path).as_os_str().as_bytes(), b"\xFF.md"].concat();
            let bad = PathBuf::from(OsStr::from_bytes(&bad));
            let _ = fs::write(&bad, "bad");
            vec![bad]
        }
    }
}

/// Returns the paths that an edit names.
pub(crate) fn places(edit: &Edit) -> Vec<&str> {
    match edit {
        Edit::Rename(from, to) => vec![from, to],
        Edit::Write(path, _) | Edit::WriteUnseen(path, _) | Edit::Touch(path, _) | Edit::Link(_, path) => vec![path],
        Edit::Remove(path) | Edit::Folder(path) | Edit::Pipe(path) | Edit::BadName(path) => vec![path],
    }
}

fn first_below(root: &Path, path: &Path) -> PathBuf {
    let first = path.strip_prefix(root).unwrap().iter().next();
    first.map_or_else(|| root.join("nothing"), |first| root.join(first))
}

/// What a caller keeps: the last inventory, and the notes added up.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) inventory: Option<Inventory>,
    pub(crate) notes: BTreeMap<NotePath, SourceFile>,
}

impl Kept {
    pub(crate) fn take(&mut self, survey: Survey) {
        for path in survey.removed {
            assert!(self.notes.remove(&path).is_some(), "{path} was removed and not known");
        }
        for file in survey.changed {
            let previous = self.notes.insert(file.path.clone(), file.clone());
            assert_ne!(previous, Some(file), "told as changed, and the same");
        }
        self.inventory = Some(survey.inventory);
    }

    pub(crate) fn check(&self, vault: &Vault) {
        let fresh = vault.scan(&|_| {});
        let inventory = self.inventory.as_ref().unwrap();
        let notes: Vec<SourceFile> = self.notes.values().cloned().collect();
        assert_eq!(
            notes.iter().map(|note| &note.path).collect::<Vec<_>>(),
            fresh.notes.iter().map(|note| &note.path).collect::<Vec<_>>()
        );
        assert!(notes == fresh.notes, "texts, hashes and dates are the same");
        let listed: Vec<_> = inventory.notes().collect();
        assert_eq!(listed, fresh.notes.iter().map(|note| (note.path.clone(), note.hash)).collect::<Vec<_>>());
        assert_eq!(inventory.assets().collect::<Vec<_>>(), fresh.assets);
        assert_eq!(inventory.diagnostics(), fresh.diagnostics);
        assert_eq!(inventory.history(), fresh.history);
    }
}
