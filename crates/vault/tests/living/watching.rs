//! What a watcher tells, and what it keeps to itself.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hedgerow_model::NotePath;
use hedgerow_vault::{Touched, Vault, VaultChange, VaultOptions, WatchOptions, Watcher};
use proptest::prelude::*;

use crate::edits::{Edit, Kept, act, edit};
use crate::faults::{commit, git};

/// Longer than any machine needs; reached only when something was not told.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody who follows a vault, by events alone: the looks at everything that heal are an hour apart.
struct Follower {
    vault: Vault,
    watcher: Watcher,
    kept: Kept,
    told: BTreeSet<String>,
    n_sentinels: usize,
}

impl Follower {
    fn new(root: &Path, vault_options: &VaultOptions, options: &WatchOptions) -> Self {
        let vault = Vault::open(root, vault_options).unwrap();
        let options = WatchOptions { heal_every: Duration::from_secs(3600), ..options.clone() };
        let watcher = Watcher::new(&vault, &options);
        let first = watcher.next(PATIENCE).unwrap();
        assert_eq!(first, VaultChange::everything());
        let mut kept = Kept::default();
        kept.take(vault.survey(None, &first, &|_| {}).unwrap());
        Self { vault, watcher, kept, told: BTreeSet::new(), n_sentinels: 0 }
    }

    fn of(root: &Path) -> Self {
        Self::new(root, &VaultOptions::default(), &WatchOptions::default())
    }

    /// Follows until something is so.
    fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < PATIENCE, "waited in vain until {what}; told {:?}", self.told);
            let Some(change) = self.watcher.next(PATIENCE) else { continue };
            self.take(&change);
        }
    }

    fn take(&mut self, change: &VaultChange) {
        match &change.touched {
            Touched::Paths(paths) => self.told.extend(paths.iter().map(ToString::to_string)),
            Touched::Everything => drop(self.told.insert("everything".to_owned())),
        }
        if change.settings {
            self.told.insert("settings".to_owned());
        }
        if let Ok(survey) = self.vault.survey(self.kept.inventory.as_ref(), change, &|_| {}) {
            self.kept.take(survey);
        }
    }

    /// Follows until all is told that happened up to now, and returns what was: events come in the order of what they tell of, so
    /// that one more note at the end is told last.
    fn catch_up(&mut self) -> Vec<String> {
        self.n_sentinels += 1;
        let name = format!("sentinel {}.md", self.n_sentinels);
        fs::write(self.vault.root().join(&name), "here").unwrap();
        let path = NotePath::new(&name).unwrap();
        self.until("the sentinel is known", |this| this.kept.notes.contains_key(&path));
        let told = std::mem::take(&mut self.told);
        told.into_iter().filter(|told| !told.starts_with("sentinel ")).collect()
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.kept.notes.get(&NotePath::new(path).unwrap()).map(|note| note.text.as_str())
    }

    fn check(&self) {
        self.kept.check(&self.vault);
    }
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let root = above.path().canonicalize().unwrap().join("vault");
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::write(root.join("a/one.md"), "one").unwrap();
    (above, root)
}

#[test]
fn an_atomic_save_is_told() {
    let (_above, root) = folder();
    let mut follower = Follower::of(&root);
    fs::write(root.join("a/one.md.tmp"), "two").unwrap();
    fs::rename(root.join("a/one.md.tmp"), root.join("a/one.md")).unwrap();
    assert_eq!(follower.catch_up(), ["a/one.md"], "the temporary file is nobody's matter");
    assert_eq!(follower.text("a/one.md"), Some("two"));
    follower.check();
}

#[test]
fn a_dance_of_backup_deletion_and_writing_is_told() {
    let (_above, root) = folder();
    let mut follower = Follower::of(&root);
    fs::rename(root.join("a/one.md"), root.join("a/one.md~")).unwrap();
    fs::write(root.join("a/one.md"), "two").unwrap();
    fs::remove_file(root.join("a/one.md~")).unwrap();
    fs::remove_file(root.join("a/one.md")).unwrap();
    fs::write(root.join("a/one.md"), "three").unwrap();
    assert_eq!(follower.catch_up(), ["a/one.md"]);
    assert_eq!(follower.text("a/one.md"), Some("three"));
}

#[test]
fn a_burst_of_a_thousand_files_is_found() {
    let (_above, root) = folder();
    let mut follower = Follower::of(&root);
    for n in 0..1000 {
        fs::create_dir_all(root.join(format!("{}", n % 20))).unwrap();
        fs::write(root.join(format!("{}/{n}.md", n % 20)), format!("{n}")).unwrap();
    }
    follower.catch_up();
    assert_eq!(follower.kept.notes.len(), 1002);
    follower.check();
}

#[test]
fn folders_renamed_moved_in_and_moved_out_are_told_and_go_on_being_watched() {
    let (above, root) = folder();
    let mut follower = Follower::of(&root);
    fs::rename(root.join("a"), root.join("c")).unwrap();
    follower.catch_up();
    assert_eq!((follower.text("a/one.md"), follower.text("c/one.md")), (None, Some("one")));
    fs::write(root.join("c/b/deep.md"), "deep").unwrap();
    assert_eq!(follower.catch_up(), ["c/b/deep.md"]);
    fs::rename(root.join("c"), above.path().join("out")).unwrap();
    assert_eq!(follower.catch_up(), ["c"]);
    assert_eq!(follower.kept.notes.len(), 3, "the sentinels alone");
    fs::write(above.path().join("out/one.md"), "outside").unwrap();
    assert_eq!(follower.catch_up(), [""; 0], "what was moved out is out of sight");
    fs::rename(above.path().join("out"), root.join("a")).unwrap();
    follower.catch_up();
    assert_eq!(follower.text("a/one.md"), Some("outside"));
    fs::write(root.join("a/b/deep.md"), "deeper").unwrap();
    assert_eq!(follower.catch_up(), ["a/b/deep.md"]);
    follower.check();
}

#[test]
fn a_new_folder_is_watched_and_what_was_written_before_is_found() {
    let (_above, root) = folder();
    let mut follower = Follower::of(&root);
    for n in 0..50 {
        fs::create_dir_all(root.join(format!("new {n}/x/y"))).unwrap();
        fs::write(root.join(format!("new {n}/x/y/early.md")), "early").unwrap();
    }
    follower.catch_up();
    for n in 0..50 {
        assert_eq!(follower.text(&format!("new {n}/x/y/early.md")), Some("early"));
        fs::write(root.join(format!("new {n}/x/y/late.md")), "late").unwrap();
    }
    follower.catch_up();
    for n in 0..50 {
        assert_eq!(follower.text(&format!("new {n}/x/y/late.md")), Some("late"));
    }
    follower.check();
}

#[test]
fn links_are_told_and_never_followed() {
    let (above, root) = folder();
    let outside = above.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.md"), "canary").unwrap();
    let mut follower = Follower::of(&root);
    symlink(&outside, root.join("link")).unwrap();
    symlink(outside.join("secret.md"), root.join("a/secret.md")).unwrap();
    symlink(&root, root.join("a/loop")).unwrap();
    assert_eq!(follower.catch_up(), ["a/loop", "a/secret.md", "link"]);
    fs::write(outside.join("secret.md"), "another").unwrap();
    assert_eq!(follower.catch_up(), [""; 0]);
    fs::remove_dir_all(root.join("a")).unwrap();
    symlink(&outside, root.join("a")).unwrap();
    follower.catch_up();
    assert_eq!(follower.text("a/one.md"), None);
    follower.check();
}

#[test]
fn a_touch_changes_no_note() {
    let (_above, root) = folder();
    let follower = Follower::of(&root);
    let file = fs::File::open(root.join("a/one.md")).unwrap();
    file.set_modified(std::time::SystemTime::now()).unwrap();
    let change = follower.watcher.next(PATIENCE).unwrap();
    let survey = follower.vault.survey(follower.kept.inventory.as_ref(), &change, &|_| {}).unwrap();
    assert!(survey.changed.is_empty() && survey.removed.is_empty(), "{change:?}");
    follower.check();
}

#[test]
fn what_is_hidden_is_not_told() {
    let (_above, root) = folder();
    fs::create_dir_all(root.join(".obsidian")).unwrap();
    let options = VaultOptions { ignore: vec!["no".into()], ..VaultOptions::default() };
    let mut follower = Follower::new(&root, &options, &WatchOptions::default());
    fs::write(root.join(".obsidian/workspace.json"), "{}").unwrap();
    fs::create_dir_all(root.join(".trash/a")).unwrap();
    fs::write(root.join(".trash/a/b.md"), "gone").unwrap();
    fs::create_dir_all(root.join("no/a")).unwrap();
    fs::write(root.join("no/a/b.md"), "ignored").unwrap();
    fs::write(root.join("a/.one.md.swp"), "").unwrap();
    fs::write(root.join("a/one.md~"), "").unwrap();
    fs::rename(root.join("a/one.md~"), root.join("a/two.md~")).unwrap();
    fs::remove_file(root.join("a/two.md~")).unwrap();
    assert_eq!(follower.catch_up(), [""; 0]);
}

#[test]
fn reading_the_vault_is_not_told() {
    let (_above, root) = folder();
    let mut follower = Follower::of(&root);
    for _ in 0..20 {
        follower.vault.scan(&|_| {});
        fs::read(root.join("a/one.md")).unwrap();
        fs::read_dir(root.join("a")).unwrap().count();
    }
    assert_eq!(follower.catch_up(), [""; 0]);
}

#[test]
fn the_settings_file_is_told_wherever_it_lies() {
    let (above, root) = folder();
    for settings in [root.join("hedgerow.toml"), root.join(".conf/garden.toml"), above.path().join("garden.toml")] {
        fs::create_dir_all(settings.parent().unwrap()).unwrap();
        let options = WatchOptions { settings: Some(settings.clone()), ..WatchOptions::default() };
        let vault_options = VaultOptions { own_files: vec![settings.clone()], ..VaultOptions::default() };
        let mut follower = Follower::new(&root, &vault_options, &options);
        for text in ["one", "two"] {
            let new = settings.with_extension("tmp");
            fs::write(&new, text).unwrap();
            fs::rename(&new, &settings).unwrap();
            follower.until("the settings are told", |this| this.told.contains("settings"));
            assert_eq!(follower.catch_up(), ["settings"], "{settings:?}");
        }
        fs::remove_file(&settings).unwrap();
        follower.until("the settings are told", |this| this.told.contains("settings"));
    }
}

#[test]
fn settings_behind_a_link_are_told_when_the_link_is_turned() {
    let (above, root) = folder();
    for (folder, text) in [("v1", "one"), ("v2", "two two")] {
        fs::create_dir(above.path().join(folder)).unwrap();
        fs::write(above.path().join(folder).join("garden.toml"), text).unwrap();
    }
    let turn = |to: &str| {
        symlink(to, above.path().join("new")).unwrap();
        fs::rename(above.path().join("new"), above.path().join("current")).unwrap();
    };
    turn("v1");
    symlink("current/garden.toml", above.path().join("garden.toml")).unwrap();
    let options = WatchOptions { settings: Some(above.path().join("garden.toml")), ..WatchOptions::default() };
    let mut follower = Follower::new(&root, &VaultOptions::default(), &options);
    turn("v2");
    follower.until("the settings are told", |this| this.told.contains("settings"));
}

#[test]
fn a_commit_is_told_and_the_objects_of_git_are_not() {
    let (_above, root) = folder();
    git(&root, &["init", "-q", "-b", "main"]);
    commit(&root, "2020-01-01");
    let mut follower = Follower::of(&root);
    fs::write(root.join("a/one.md"), "two").unwrap();
    assert_eq!(follower.catch_up(), ["a/one.md"]);
    commit(&root, "2021-02-02");
    let path = NotePath::new("a/one.md").unwrap();
    let is_dated = |this: &Follower| this.kept.notes[&path].modified.is_some_and(|day| day.iso() == "2021-02-02");
    follower.until("the commit is told", is_dated);
    follower.check();
    follower.catch_up();
    // Writes objects and the index, and moves no branch.
    fs::write(root.join(".hidden"), "x").unwrap();
    git(&root, &["add", "-A"]);
    git(&root, &["status"]);
    assert!(follower.watcher.next(Duration::ZERO).is_none());
    assert_eq!(follower.catch_up(), [""; 0]);
}

#[test]
fn a_vault_that_goes_and_comes_back_is_told_and_watched_again() {
    let (above, root) = folder();
    let mut follower = Follower::of(&root);
    let away = above.path().join("away");
    for _ in 0..2 {
        fs::rename(&root, &away).unwrap();
        let change = follower.watcher.next(PATIENCE).unwrap();
        assert_eq!(change.touched, Touched::Everything);
        assert!(follower.vault.survey(follower.kept.inventory.as_ref(), &change, &|_| {}).is_err());
        fs::rename(&away, &root).unwrap();
        follower.until("it is back", |this| this.told.contains("everything"));
        fs::write(root.join("a/one.md"), "after").unwrap();
        follower.until("it is watched", |this| this.text("a/one.md") == Some("after"));
        fs::write(root.join("a/one.md"), "before").unwrap();
        follower.until("it is watched", |this| this.text("a/one.md") == Some("before"));
        follower.catch_up();
    }
    fs::remove_dir_all(&root).unwrap();
    fs::create_dir_all(root.join("a")).unwrap();
    fs::write(root.join("a/new.md"), "new").unwrap();
    follower.until("the new folder is known", |this| {
        this.text("a/new.md") == Some("new") && this.text("a/one.md").is_none()
    });
    fs::write(root.join("a/newer.md"), "newer").unwrap();
    follower.until("it is watched", |this| this.text("a/newer.md").is_some());
    follower.check();
}

#[test]
fn polling_tells_everything_and_why() {
    let (_above, root) = folder();
    let options = WatchOptions { poll: Some(Duration::from_millis(20)), ..WatchOptions::default() };
    let mut follower = Follower::new(&root, &VaultOptions::default(), &options);
    assert!(!follower.watcher.is_native());
    assert_eq!(follower.watcher.why_polling().as_deref(), Some("as set"));
    assert_eq!(follower.watcher.polls_every(), options.poll);
    fs::write(root.join("a/two.md"), "two").unwrap();
    follower.until("the note is found", |this| this.text("a/two.md").is_some());
    fs::remove_file(root.join("a/two.md")).unwrap();
    follower.until("the note is gone", |this| this.text("a/two.md").is_none());
    follower.check();
}

#[test]
fn everything_is_told_now_and_then_to_heal_what_was_missed() {
    let (_above, root) = folder();
    let vault = Vault::open(&root, &VaultOptions::default()).unwrap();
    let options = WatchOptions { heal_every: Duration::from_millis(50), ..WatchOptions::default() };
    let watcher = Watcher::new(&vault, &options);
    assert!(watcher.is_native());
    for _ in 0..3 {
        assert_eq!(watcher.next(PATIENCE), Some(VaultChange::everything()));
    }
}

#[test]
fn a_watcher_that_is_stopped_lets_go_of_who_waits() {
    let (_above, root) = folder();
    let watcher = Watcher::new(&Vault::open(&root, &VaultOptions::default()).unwrap(), &WatchOptions::default());
    watcher.next(PATIENCE).unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| watcher.next(Duration::from_secs(3600)));
        watcher.stop();
        assert_eq!(waits.join().unwrap(), None);
    });
    assert_eq!(watcher.next(Duration::from_secs(3600)), None);
}

#[test]
fn another_look_is_told_when_it_was_asked_for() {
    let (_above, root) = folder();
    let watcher = Watcher::new(&Vault::open(&root, &VaultOptions::default()).unwrap(), &WatchOptions::default());
    watcher.next(PATIENCE).unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| watcher.next(Duration::from_secs(3600)));
        watcher.look_again(Duration::from_millis(10));
        assert_eq!(waits.join().unwrap(), Some(VaultChange::default()));
    });
}

fn follow(batches: &[Vec<Edit>], honours_gitignore: bool) {
    let root = tempfile::tempdir().unwrap();
    let ignore = vec!["no".to_owned(), "y.md/".to_owned()];
    let options = VaultOptions { ignore, honours_gitignore, ..VaultOptions::default() };
    let mut follower = Follower::new(root.path(), &options, &WatchOptions::default());
    for batch in batches {
        for edit in batch {
            act(follower.vault.root(), edit);
        }
        follower.catch_up();
        follower.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn who_follows_the_events_knows_what_a_fresh_scan_says(
        batches in prop::collection::vec(prop::collection::vec(edit(), 1..12), 1..8),
        honours_gitignore in any::<bool>(),
    ) {
        follow(&batches, honours_gitignore);
    }
}
