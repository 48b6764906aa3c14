//! Files, folders and repositories that change or go while they are looked at.

use std::fs;
use std::io::{Seek, Write};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use hedgerow_model::{AssetPath, VaultPath};
use hedgerow_vault::{History, Vault, VaultChange, VaultOptions};
use tempfile::TempDir;

use crate::edits::Kept;

fn open(root: &Path) -> Vault {
    Vault::open(root, &VaultOptions::default()).unwrap()
}

fn all(vault: &Vault, kept: &mut Kept) -> Vec<String> {
    let survey = vault.survey(kept.inventory.as_ref(), &VaultChange::everything(), &|_| {}).unwrap();
    let changed = survey.changed.iter().map(|file| file.path.to_string()).collect();
    kept.take(survey);
    kept.check(vault);
    changed
}

#[test]
fn a_vault_that_is_gone_is_an_error_and_goes_on_when_it_is_back() {
    let above = tempfile::tempdir().unwrap();
    let root = above.path().join("vault");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.md"), "a").unwrap();
    let (vault, mut kept) = (open(&root), Kept::default());
    all(&vault, &mut kept);
    let away = above.path().join("away");
    fs::rename(&root, &away).unwrap();
    let look = || vault.survey(kept.inventory.as_ref(), &VaultChange::default(), &|_| {});
    assert!(look().unwrap_err().to_string().contains("is gone: "));
    fs::write(&root, "a file in its place").unwrap();
    assert!(look().is_err());
    fs::remove_file(&root).unwrap();
    fs::rename(&away, &root).unwrap();
    let survey = look().unwrap();
    assert!(survey.changed.is_empty() && survey.removed.is_empty());
}

#[test]
fn another_folder_in_its_place_is_looked_through_whatever_is_told() {
    let above = tempfile::tempdir().unwrap();
    let root = above.path().join("vault");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.md"), "a").unwrap();
    let (vault, mut kept) = (open(&root), Kept::default());
    all(&vault, &mut kept);
    fs::rename(&root, above.path().join("away")).unwrap();
    fs::create_dir(&root).unwrap();
    fs::write(root.join("b.md"), "b").unwrap();
    let survey = vault.survey(kept.inventory.as_ref(), &VaultChange::default(), &|_| {}).unwrap();
    assert_eq!(survey.removed.iter().map(|path| path.as_str()).collect::<Vec<_>>(), ["a.md"]);
    kept.take(survey);
    kept.check(&vault);
}

#[test]
fn other_options_are_another_vault() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a.md"), "a").unwrap();
    fs::write(root.path().join("b.md"), "b").unwrap();
    let mut kept = Kept::default();
    all(&open(root.path()), &mut kept);
    let options = VaultOptions { ignore: vec!["b.md".into()], ..VaultOptions::default() };
    let vault = Vault::open(root.path(), &options).unwrap();
    kept.take(vault.survey(kept.inventory.as_ref(), &VaultChange::default(), &|_| {}).unwrap());
    kept.check(&vault);
    assert_eq!(kept.notes.len(), 1);
}

#[test]
fn a_note_that_is_written_without_end_is_unreadable_until_it_is_quiet() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("a.md");
    fs::write(&path, "a").unwrap();
    let vault = open(root.path());
    let is_over = AtomicBool::new(false);
    let mut kept = Kept::default();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::File::options().write(true).open(&path).unwrap();
            while !is_over.load(Ordering::Relaxed) {
                file.rewind().unwrap();
                file.write_all(&b"x".repeat(1 << 20)).unwrap();
            }
        });
        loop {
            let survey = vault.survey(kept.inventory.as_ref(), &VaultChange::everything(), &|_| {}).unwrap();
            let is_restless = survey.wants_another_look;
            kept.take(survey);
            assert_eq!(kept.notes.is_empty(), is_restless, "it was read, or it is to be looked at again");
            if is_restless {
                break;
            }
        }
        let found = kept.inventory.as_ref().unwrap().diagnostics();
        let expected = "a.md:1:1: error[unreadable]: cannot be read: it changes while it is read";
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
        is_over.store(true, Ordering::Relaxed);
    });
    // An empty change is enough: what could not be read is remembered.
    let survey = vault.survey(kept.inventory.as_ref(), &VaultChange::default(), &|_| {}).unwrap();
    assert!(!survey.wants_another_look);
    kept.take(survey);
    kept.check(&vault);
    assert_eq!(kept.notes.len(), 1);
}

#[test]
fn files_that_come_and_go_while_they_are_read_harm_nothing() {
    let root = tempfile::tempdir().unwrap();
    let vault = open(root.path());
    let is_over = AtomicBool::new(false);
    let mut kept = Kept::default();
    std::thread::scope(|scope| {
        let (is_over, root) = (&is_over, &root);
        for n in 0..2 {
            let at = move |name: &str| root.path().join(format!("{n}{name}"));
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    fs::create_dir_all(at("/b")).unwrap();
                    fs::write(at("/b/c.md"), "c").unwrap();
                    fs::write(at(".md"), "a").unwrap();
                    fs::rename(at(".md"), at("/b/d.md")).unwrap();
                    fs::create_dir(at(".md")).unwrap();
                    fs::remove_dir(at(".md")).unwrap();
                    fs::remove_dir_all(at("")).unwrap();
                }
            });
        }
        for n in 0..200 {
            let paths = ["0", "0/b", "1.md", "1/b/d.md"].map(|path| VaultPath::new(path).unwrap());
            let change = if n % 2 == 0 { VaultChange::everything() } else { VaultChange::paths(paths) };
            kept.take(vault.survey(kept.inventory.as_ref(), &change, &|_| {}).unwrap());
        }
        is_over.store(true, Ordering::Relaxed);
    });
    all(&vault, &mut kept);
}

#[test]
fn an_attachment_is_told_again_until_its_stamp_can_be_trusted() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("p.png");
    fs::write(&path, "one").unwrap();
    let vault = open(root.path());
    let first = vault.survey(None, &VaultChange::everything(), &|_| {}).unwrap();
    let picture = AssetPath::new("p.png").unwrap();
    assert_eq!(first.assets_changed, std::slice::from_ref(&picture));
    let again = vault.survey(Some(&first.inventory), &VaultChange::everything(), &|_| {}).unwrap();
    assert_eq!(again.assets_changed, std::slice::from_ref(&picture), "it was written a moment ago");
    assert_eq!(again.inventory.asset_stamp(&picture), first.inventory.asset_stamp(&picture));
    fs::remove_file(path).unwrap();
    let gone = vault.survey(Some(&again.inventory), &VaultChange::everything(), &|_| {}).unwrap();
    assert_eq!(gone.assets_changed, [picture]);
    let rest = vault.survey(Some(&gone.inventory), &VaultChange::everything(), &|_| {}).unwrap();
    assert!(rest.assets_changed.is_empty());
}

pub(crate) fn git(root: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(args);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn commit(root: &Path, day: &str) {
    git(root, &["add", "-A"]);
    git(root, &["commit", "-q", "--allow-empty", "-m", "x", &format!("--date={day}T12:00:00Z")]);
}

fn repository() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    git(root.path(), &["init", "-q", "-b", "main"]);
    fs::write(root.path().join("a.md"), "a").unwrap();
    fs::write(root.path().join("b.md"), "b").unwrap();
    commit(root.path(), "2020-01-01");
    root
}

#[test]
fn notes_whose_dates_moved_are_told_as_changed_p_06() {
    let root = repository();
    let (vault, mut kept) = (open(root.path()), Kept::default());
    all(&vault, &mut kept);
    fs::write(root.path().join("c.md"), "c").unwrap();
    assert_eq!(all(&vault, &mut kept), ["c.md"]);
    commit(root.path(), "2021-02-02");
    // Nothing of the files changed: only the history did.
    let survey = vault.survey(kept.inventory.as_ref(), &VaultChange::default(), &|_| {}).unwrap();
    assert_eq!(survey.changed.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["c.md"]);
    kept.take(survey);
    kept.check(&vault);
    assert_eq!(all(&vault, &mut kept), [""; 0]);
    git(root.path(), &["commit", "-q", "--amend", "-m", "x", "--date=2022-03-03T12:00:00Z"]);
    assert_eq!(all(&vault, &mut kept), ["c.md"]);
    git(root.path(), &["reset", "-q", "--soft", "HEAD~1"]);
    assert_eq!(all(&vault, &mut kept), ["c.md"]);
}

#[test]
fn a_repository_that_comes_goes_or_breaks_moves_the_dates_p_06() {
    let root = repository();
    let (vault, mut kept) = (open(root.path()), Kept::default());
    all(&vault, &mut kept);
    let hidden = root.path().join(".git-away");
    fs::rename(root.path().join(".git"), &hidden).unwrap();
    assert_eq!(all(&vault, &mut kept), ["a.md", "b.md"]);
    assert_eq!(kept.inventory.as_ref().unwrap().history(), History::None);
    fs::rename(&hidden, root.path().join(".git")).unwrap();
    assert_eq!(all(&vault, &mut kept), ["a.md", "b.md"]);
    fs::write(root.path().join(".git/HEAD"), "nonsense").unwrap();
    assert_eq!(all(&vault, &mut kept), ["a.md", "b.md"]);
}

#[test]
fn a_shallow_history_that_grows_moves_the_dates_p_06() {
    let root = repository();
    fs::write(root.path().join("b.md"), "b2").unwrap();
    commit(root.path(), "2021-02-02");
    let above = tempfile::tempdir().unwrap();
    let from = format!("file://{}", root.path().display());
    git(above.path(), &["clone", "-q", "--depth", "1", &from, "c"]);
    let (vault, mut kept) = (open(&above.path().join("c")), Kept::default());
    all(&vault, &mut kept);
    assert_eq!(kept.inventory.as_ref().unwrap().history(), History::Shallow);
    git(&above.path().join("c"), &["fetch", "-q", "--deepen", "1"]);
    assert_eq!(all(&vault, &mut kept), ["b.md"]);
    git(&above.path().join("c"), &["fetch", "-q", "--unshallow"]);
    assert_eq!(all(&vault, &mut kept), ["a.md", "b.md"]);
    assert_eq!(kept.inventory.as_ref().unwrap().history(), History::Full);
}
