//! The snapshot law over time: what is served after any edits is what a cold start would serve.
//!
//! Random vaults are edited at random while they are served, one edit or several before each look. After each look every answer is
//! compared, byte for byte, with that of a garden grown afresh from the same files and the same remembered addresses: those from
//! before the look, and those from after it. `HEDGEROW_EDITS` sets how many edits (1,000), `HEDGEROW_SEED` which ones.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use hedgerow_model::{NotePath, PageUrl, VaultPath};
use hedgerow_publish::{Address, Past, PublicNote};
use hedgerow_tests::{Crawl, Host, Living, TempGarden, encoded};
use hedgerow_vault::VaultChange;
use proptest::prelude::*;

use crate::edits::{self, Bin, Edit};
use crate::noninterference::{on_vaults, setting};
use crate::vaults::Vault;

/// How many times a vault is looked at.
const N_LOOKS: usize = 6;

/// How many edits come before these looks: some more, on the average.
const N_EDITS: usize = 10;

/// Edits, and how the vault is looked at after them.
#[derive(Clone, Debug)]
struct Burst {
    edits: Vec<Edit>,
    /// The watcher knows where the edits were.
    is_told: bool,
    /// It was quiet before, so that notes that are missed since are waited for no longer.
    is_settled: bool,
}

impl Burst {
    fn any() -> impl Strategy<Value = Self> {
        let edits =
            prop_oneof![2 => Just(1_usize), 3 => 2..4_usize].prop_flat_map(|n| prop::collection::vec(Edit::any(), n));
        let how = (prop::bool::weighted(0.8), prop::bool::weighted(0.25));
        (edits, how).prop_map(|(edits, (is_told, is_settled))| Self { edits, is_told, is_settled })
    }

    fn make(&self, garden: &TempGarden, other: &Vault, bin: &mut Bin) -> VaultChange {
        let told = self.edits.iter().map(|edit| edit.make(garden, other, bin)).reduce(VaultChange::and);
        let told = told.unwrap_or_default();
        if self.is_told { told } else { VaultChange { settings: told.settings, ..VaultChange::everything() } }
    }
}

/// A vault, another one to take material from, and edits.
fn plan() -> impl Strategy<Value = (Vault, Vault, Vec<Burst>)> {
    (Vault::any(), Vault::any(), prop::collection::vec(Burst::any(), N_LOOKS))
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
    looks: AtomicUsize,
    changes: AtomicUsize,
    answers: AtomicUsize,
    redirects: AtomicUsize,
    hidden: AtomicUsize,
    withdrawn: AtomicUsize,
}

fn holds(vault: &Vault, other: &Vault, bursts: &[Burst], counts: &Counts) -> Result<(), String> {
    let garden = TempGarden::of(vault.on_disk());
    let mut living = Living::open(garden.root(), None);
    let mut known: BTreeSet<String> = edits::files(garden.root()).into_iter().collect();
    let (mut bin, mut withdrawn) = (Bin::default(), Withdrawn::default());
    for (at, burst) in bursts.iter().enumerate() {
        let before = living.garden().past();
        withdrawn.see(&living, &before);
        let change = burst.make(&garden, other, &mut bin);
        let outcome = living.tend_at_rest(&change, burst.is_settled);
        counts.edits.fetch_add(burst.edits.len(), Ordering::Relaxed);
        counts.looks.fetch_add(1, Ordering::Relaxed);
        counts.changes.fetch_add(usize::from(outcome.is_new), Ordering::Relaxed);
        known.extend(edits::files(garden.root()));
        let questions = questions(&known);
        let after = Past::from_bytes(&living.garden().past().to_bytes()).ok_or("the past cannot be read again")?;
        counts.redirects.fetch_add(living.garden().redirects().len(), Ordering::Relaxed);
        let warm = Crawl::of_garden(&living, questions.clone());
        counts.answers.fetch_add(warm.answers.len(), Ordering::Relaxed);
        for (when, past, is_settled) in [("before", before, burst.is_settled), ("after", after, false)] {
            let cold = Living::open_at_rest(garden.root(), Some(past), is_settled);
            if cold.garden().past() != living.garden().past() {
                return Err(format!("after look {at} a cold start with the past from {when} it remembers otherwise"));
            }
            if let Some(difference) = warm.difference(&Crawl::of_garden(&cold, questions.clone())) {
                return Err(format!(
                    "after look {at} a cold start with the past from {when} it answers otherwise: {difference}"
                ));
            }
        }
        withdrawn.hold(&garden, &living, counts).map_err(|reason| format!("after look {at} {reason}"))?;
    }
    hides(&garden, &mut living, &known, counts)
}

/// The addresses of notes that were withdrawn.
#[derive(Default)]
struct Withdrawn {
    /// By path, the address of each note that is public or whose file is gone since.
    public: BTreeMap<NotePath, PageUrl>,
    /// By the letters of an address, whatever their case, the paths of all notes that have one of that spelling, or had it and are
    /// known by it.
    owners: BTreeMap<String, BTreeSet<NotePath>>,
    /// By path, the addresses of notes that lie there and are private.
    withdrawn: BTreeMap<NotePath, BTreeSet<PageUrl>>,
}

impl Withdrawn {
    /// Takes note of what is public, and what is remembered, before an edit.
    fn see(&mut self, living: &Living, past: &Past) {
        self.public.retain(|_, url| matches!(living.garden().lookup(url), Address::Nothing));
        for (url, path) in past.old_addresses() {
            self.owners.entry(spelled(url)).or_default().insert(path.clone());
        }
        for note in living.garden().notes() {
            self.public.insert(note.path().clone(), note.url().clone());
            self.owners.entry(spelled(note.url())).or_default().insert(note.path().clone());
        }
    }

    /// Holds that an address of a note that was withdrawn leads nowhere, unless it leads there with nothing remembered at all.
    fn hold(&mut self, garden: &TempGarden, living: &Living, counts: &Counts) -> Result<(), String> {
        let public: BTreeSet<&NotePath> = living.garden().notes().iter().map(PublicNote::path).collect();
        self.withdrawn.retain(|path, _| !public.contains(path));
        for (path, url) in &self.public {
            if !public.contains(path) && garden.at(path.as_str()).is_file() {
                self.withdrawn.entry(path.clone()).or_default().insert(url.clone());
            }
        }
        let mut forgetful = None;
        for (path, urls) in &self.withdrawn {
            for url in urls.iter().filter(|url| self.owners[&spelled(url)].len() == 1) {
                counts.withdrawn.fetch_add(1, Ordering::Relaxed);
                let Address::Moved(to) = living.garden().lookup(url) else { continue };
                let forgetful = forgetful.get_or_insert_with(|| Living::open(garden.root(), None));
                if !matches!(forgetful.garden().lookup(url), Address::Moved(other) if other == to) {
                    return Err(format!("`{url}` of the withdrawn `{path}` leads to `{to}`"));
                }
            }
        }
        Ok(())
    }
}

/// Returns what an address and its other spellings have in common (rule F-33).
fn spelled(url: &PageUrl) -> String {
    url.as_str().trim_end_matches('/').to_lowercase()
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
    on_vaults(n_edits.div_ceil(N_EDITS), plan, |(vault, other, bursts)| holds(&vault, &other, &bursts, &counts));
    let Counts { edits, looks, changes, answers, redirects, hidden, withdrawn } = counts;
    let [edits, looks, changes, answers, redirects, hidden, withdrawn] =
        [edits, looks, changes, answers, redirects, hidden, withdrawn].map(AtomicUsize::into_inner);
    eprintln!(
        "{edits} edits, {looks} looks, {changes} of them seen by readers, {answers} answers, {redirects} redirects, {hidden} private notes, \
         {withdrawn} addresses of withdrawn notes"
    );
    assert!(edits >= n_edits && changes * 3 > looks && redirects > edits / 10 && hidden > edits / 20);
    assert!(withdrawn > edits / 20);
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
fn a_note_that_is_left_out_is_withdrawn() {
    // Its file lies where it was, though the garden knows it no longer: its addresses lead to no other note of its name or its text.
    let text = "---\npublish: true\n---\nmoss at the quiet river\n";
    let settings = "[publish]\nignore = [\"Drafts\"]\n";
    let garden = TempGarden::of([("Drafts/Tea.md", text), ("Other.md", text)]);
    let mut living = Living::open(garden.root(), None);
    let is_known = |living: &Living| living.get("/Drafts/Tea").status != 404;
    assert!(is_known(&living));
    std::fs::rename(garden.at("Drafts/Tea.md"), garden.at("Drafts/Cup.md")).unwrap();
    living.tend(&VaultChange::everything());
    assert!(is_known(&living), "a renamed note is known by its old address");
    let past = living.garden().past();
    garden.write("hedgerow.toml", settings);
    garden.write("Public/Cup.md", text);
    let cold = Living::open(garden.root(), Some(past));
    living.tend(&VaultChange { settings: true, ..VaultChange::everything() });
    for (when, living) in [("while it ran", &living), ("at a start", &cold)] {
        assert_eq!(living.get("/Public/Cup").status, 200, "{when}");
        assert_eq!((living.get("/Drafts/Cup").status, is_known(living)), (404, false), "{when}");
    }
    // It may be left out before it is put back to where it was missed, too, and nothing is told of that.
    let garden = TempGarden::of([("Drafts/Tea.md", text)]);
    let mut living = Living::open(garden.root(), None);
    garden.remove("Drafts/Tea.md");
    living.tend(&VaultChange::everything());
    garden.write("hedgerow.toml", settings);
    living.tend(&VaultChange { settings: true, ..VaultChange::everything() });
    assert_eq!(living.garden().missed().count(), 1, "it may be on its way");
    garden.write("Drafts/Tea.md", text);
    living.tend(&VaultChange::paths([]));
    assert_eq!(living.garden().missed().count(), 0, "it is not");
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
