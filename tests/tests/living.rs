//! The snapshot law over time: what is served after any edits is what a cold start would serve.
//!
//! Random vaults are edited at random while they are served. After each edit every answer is compared, byte for byte, with that of a
//! garden grown afresh from the same files and the same remembered addresses. `HEDGEROW_EDITS` sets how many edits (1,000),
//! `HEDGEROW_SEED` which ones.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use hedgerow_model::VaultPath;
use hedgerow_publish::Past;
use hedgerow_tests::{Crawl, Host, Living, TempGarden, encoded};
use hedgerow_vault::VaultChange;
use proptest::prelude::*;

use crate::edits::{self, Edit};
use crate::noninterference::{on_vaults, setting};
use crate::vaults::Vault;

/// How many edits a vault sees.
const N_EDITS: usize = 10;

/// A vault, another one to take material from, and edits; of each whether the watcher knows where it was.
fn plan() -> impl Strategy<Value = (Vault, Vault, Vec<(Edit, bool)>)> {
    let edit = (Edit::any(), prop::bool::weighted(0.8));
    (Vault::any(), Vault::any(), prop::collection::vec(edit, N_EDITS))
}

/// What is asked besides all that can be reached: where files are and were, and searches.
fn questions(known: &BTreeSet<String>) -> Vec<String> {
    let mut targets: Vec<String> = known.iter().map(|path| format!("/{}", encoded(path))).collect();
    targets.extend(known.iter().filter_map(|path| path.strip_suffix(".md")).map(|path| format!("/{}", encoded(path))));
    let searches =
        ["river", "tea", "hush", "qu", "Boat", "%22river%20tea%22", "tag%3Ahush", "moss%20-tea", "tag%3A", "folder%3A"];
    targets.extend(searches.iter().map(|query| format!("/-/api/search?limit=50&q={query}")));
    let forms = ["/-/search?q=tea", "/-/search?sort=date&q=river", "/-/search.xml?q=moss", "/-/api/suggest?q=qu"];
    targets.extend(forms.map(str::to_owned));
    targets.extend(["/about".to_owned(), "/-/tags/craft/wood".to_owned(), "/-/publish.css".to_owned()]);
    targets
}

#[derive(Default)]
struct Counts {
    edits: AtomicUsize,
    changes: AtomicUsize,
    answers: AtomicUsize,
    redirects: AtomicUsize,
    hidden: AtomicUsize,
}

fn holds(vault: &Vault, other: &Vault, edits: &[(Edit, bool)], counts: &Counts) -> Result<(), String> {
    let garden = TempGarden::of(vault.on_disk());
    let mut living = Living::open(garden.root(), None);
    let mut known: BTreeSet<String> = edits::files(garden.root()).into_iter().collect();
    for (at, (edit, is_told)) in edits.iter().enumerate() {
        let told = edit.make(&garden, other);
        let change = if *is_told { told } else { VaultChange { settings: told.settings, ..VaultChange::everything() } };
        let outcome = living.tend(&change);
        counts.edits.fetch_add(1, Ordering::Relaxed);
        counts.changes.fetch_add(usize::from(outcome.is_new), Ordering::Relaxed);
        known.extend(edits::files(garden.root()));
        let questions = questions(&known);
        let past = Past::from_bytes(&living.garden().past().to_bytes()).ok_or("the past cannot be read again")?;
        counts.redirects.fetch_add(living.garden().redirects().len(), Ordering::Relaxed);
        let cold = Living::open(garden.root(), Some(past));
        let (warm, fresh) = (Crawl::of_garden(&living, questions.clone()), Crawl::of_garden(&cold, questions));
        counts.answers.fetch_add(warm.answers.len(), Ordering::Relaxed);
        if let Some(difference) = warm.difference(&fresh) {
            return Err(format!("after edit {at} a cold start answers otherwise: {difference}"));
        }
    }
    hides(&garden, &mut living, &known, counts)
}

/// The privacy law along the way: private notes that turn into noise change no public byte, not even the snapshot.
fn hides(garden: &TempGarden, living: &mut Living, known: &BTreeSet<String>, counts: &Counts) -> Result<(), String> {
    let before = Crawl::of_garden(living, questions(known));
    let public: BTreeSet<String> = living.garden().notes().iter().map(|note| note.path().as_str().to_owned()).collect();
    let private =
        edits::files(garden.root()).into_iter().filter(|path| path.ends_with(".md") && !public.contains(path));
    let mut touched = Vec::new();
    for (at, path) in private.enumerate() {
        touched.extend(VaultPath::new(&path).ok());
        counts.hidden.fetch_add(1, Ordering::Relaxed);
        match at % 3 {
            0 => garden.remove(&path),
            _ => garden.write(
                &path,
                "---\nprivate: true\naliases: [Boat, Tea]\n---\n# Noise\n[[Boat]] ![[map.png]] #hush river",
            ),
        }
    }
    let outcome = living.tend(&VaultChange::paths(touched));
    if outcome.is_new {
        return Err("a private note made a new snapshot".to_owned());
    }
    let after = Crawl::of_garden(living, questions(known));
    before.difference(&after).map_or(Ok(()), |difference| Err(format!("a private note is noticed: {difference}")))
}

#[test]
fn after_any_edits_the_garden_is_that_of_a_cold_start() {
    let n_edits = setting("HEDGEROW_EDITS", 1000);
    let counts = Counts::default();
    on_vaults(n_edits.div_ceil(N_EDITS), plan, |(vault, other, edits)| holds(&vault, &other, &edits, &counts));
    let Counts { edits, changes, answers, redirects, hidden } = counts;
    let [edits, changes, answers, redirects, hidden] =
        [edits, changes, answers, redirects, hidden].map(AtomicUsize::into_inner);
    eprintln!(
        "{edits} edits, {changes} of them seen by readers, {answers} answers, {redirects} redirects, {hidden} private notes"
    );
    assert!(edits >= n_edits && changes * 4 > edits && redirects > edits / 10 && hidden > edits / 20);
}

#[test]
fn a_page_of_yesterday_is_noticed() {
    // The same comparison, with an edit that the garden is not told of.
    let n_noticed = AtomicUsize::new(0);
    on_vaults(
        20,
        || (Vault::any(), any::<prop::sample::Index>()),
        |(vault, which)| {
            let Some(changed) = vault.with_public_changed(which) else { return Ok(()) };
            let garden = TempGarden::of(vault.on_disk());
            let living = Living::open(garden.root(), None);
            changed.on_disk().into_iter().for_each(|(path, bytes)| garden.write(&path, bytes));
            let cold = Living::open(garden.root(), Some(living.garden().past()));
            let (stale, fresh) = (Crawl::of_garden(&living, []), Crawl::of_garden(&cold, []));
            n_noticed.fetch_add(usize::from(stale.difference(&fresh).is_some()), Ordering::Relaxed);
            Ok(())
        },
    );
    assert!(n_noticed.into_inner() >= 10);
}

#[test]
fn a_tag_is_shown_as_it_is_written_now() {
    // Rule I-13: in other letters it is the same tag, and yet another answer.
    let garden = TempGarden::of([("a.md", "---\npublish: true\n---\n#craft\n"), ("b.md", "private #craft\n")]);
    let mut living = Living::open(garden.root(), None);
    garden.write("a.md", "---\npublish: true\n---\n#Craft\n");
    assert!(living.tend(&VaultChange::everything()).is_new);
    let cold = Living::open(garden.root(), Some(living.garden().past()));
    let (warm, fresh) = (Crawl::of_garden(&living, []), Crawl::of_garden(&cold, []));
    assert_eq!(warm.difference(&fresh), None);
    assert!(String::from_utf8_lossy(&living.get("/-/tags").body).contains("Craft"));
}

#[test]
fn a_table_that_goes_or_comes_is_seen_where_it_stands() {
    // Rule O-05: a base is no public file, and yet its place says whether there is one.
    let garden = TempGarden::of([("a.md", "---\npublish: true\n---\n![[table.base]]\n"), ("table.base", "views:\n")]);
    let mut living = Living::open(garden.root(), None);
    let page = |living: &Living| String::from_utf8_lossy(&living.get("/a").body).into_owned();
    assert!(page(&living).contains("A table of notes stands here"));
    garden.remove("table.base");
    assert!(living.tend(&VaultChange::paths([VaultPath::new("table.base").unwrap()])).is_new);
    assert!(page(&living).contains("Not here"));
    garden.write("table.base", "views:\n");
    assert!(living.tend(&VaultChange::paths([VaultPath::new("table.base").unwrap()])).is_new);
    assert!(page(&living).contains("A table of notes stands here"));
}

#[test]
fn a_note_that_git_saw_renamed_while_nobody_watched_answers_where_it_was() {
    let garden = TempGarden::of([("a.md", "---\npublish: true\n---\none\ntwo\nthree\nfour\n"), ("z.md", "private\n")]);
    let git = |args: &[&str]| git(&garden, args);
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    let commit = git(&["rev-parse", "HEAD"]);
    let past = Living::open(garden.root(), None).garden().past().at_commit(Some(commit));
    git(&["mv", "a.md", "b.md"]);
    // The text is too short to be known again without git.
    garden.write("b.md", "---\npublish: true\n---\none\ntwo\nthree\nother\n");
    git(&["commit", "-qam", "two"]);
    let past = Past::from_bytes(&past.to_bytes()).unwrap();
    let living = Living::open(garden.root(), Some(past));
    let answer = living.get("/a");
    assert_eq!((answer.status, answer.header("location")), (308, "/b"));
}

#[test]
fn a_note_that_git_renames_while_it_is_served_answers_where_it_was() {
    let garden = TempGarden::of([("a.md", "---\npublish: true\n---\none\ntwo\nthree\nfour\n"), ("z.md", "private\n")]);
    let git = |args: &[&str]| git(&garden, args);
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    let mut living = Living::open(garden.root(), None);
    // The files first, and the commit when they are all there: both may be looked at.
    git(&["mv", "a.md", "b.md"]);
    garden.write("b.md", "---\npublish: true\n---\none\ntwo\nthree\nother\n");
    living.tend(&VaultChange::everything());
    assert_eq!(living.get("/a").status, 404, "the text is too short to be known again without git");
    git(&["commit", "-qam", "two"]);
    living.tend(&VaultChange::paths([]));
    let answer = living.get("/a");
    assert_eq!((answer.status, answer.header("location")), (308, "/b"));
    // And both at once.
    git(&["mv", "b.md", "c.md"]);
    garden.write("c.md", "---\npublish: true\n---\none\ntwo\nthree\nmore\n");
    git(&["commit", "-qam", "three"]);
    living.tend(&VaultChange::everything());
    for from in ["/a", "/b"] {
        let answer = living.get(from);
        assert_eq!((answer.status, answer.header("location")), (308, "/c"), "{from}");
    }
}

fn git(garden: &TempGarden, args: &[&str]) -> String {
    let who = ["-c", "user.name=A", "-c", "user.email=a@garden.test", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").arg("-C").arg(garden.root()).args(who).args(args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}
