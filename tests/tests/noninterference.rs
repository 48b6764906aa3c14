//! The privacy law: the public site is a function of the public files alone.
//!
//! Random vaults are served twice, the second time with every private file replaced by noise, renamed or removed. Each
//! public answer must be the same, byte for byte. `HEDGEROW_VAULTS` sets how many vaults (500), `HEDGEROW_SEED` which ones.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use hedgerow_tests::{Answer, Crawl, Door, Host, Question, TempGarden, encoded};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::vaults::{Fate, Vault};

/// Runs a property on `n_vaults` random vaults, on all processors.
///
/// # Panics
/// With the smallest vault that breaks it, and the seed that leads there again.
pub(crate) fn on_vaults<S>(
    n_vaults: usize,
    strategy: impl Fn() -> S + Sync,
    law: impl Fn(S::Value) -> Result<(), String> + Sync,
) where
    S: Strategy + 'static,
    S::Value: std::fmt::Debug,
{
    let seed = setting("HEDGEROW_SEED", 4747);
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..n_threads {
            let (strategy, law) = (&strategy, &law);
            let cases = n_vaults / n_threads + usize::from(thread < n_vaults % n_threads);
            scope.spawn(move || {
                let config = Config {
                    cases: u32::try_from(cases).unwrap(),
                    failure_persistence: None,
                    max_shrink_iters: u32::try_from(setting("HEDGEROW_SHRINK", 300)).unwrap(),
                    ..Config::default()
                };
                let mut bytes = [0; 32];
                bytes[..8].copy_from_slice(&(seed as u64).to_le_bytes());
                bytes[8] = u8::try_from(thread % 256).unwrap();
                let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
                let mut runner = TestRunner::new_with_rng(config, rng);
                let ran = runner.run(&strategy().boxed(), |value| law(value).map_err(TestCaseError::fail));
                match ran {
                    Ok(()) => {}
                    Err(TestError::Fail(reason, value)) => {
                        panic!(
                            "{}\n\nHEDGEROW_SEED={seed}, thread {thread}; the smallest case:\n{value:#?}",
                            reason.message()
                        )
                    }
                    Err(error) => panic!("HEDGEROW_SEED={seed}, thread {thread}: {error}"),
                }
            });
        }
    });
}

pub(crate) fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name)
        .ok()
        .map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

fn serve(vault: &Vault) -> (TempGarden, Door) {
    let garden = TempGarden::of(vault.on_disk());
    let door = Door::open(garden.root());
    (garden, door)
}

/// What is asked on both sides besides all that can be reached: the addresses that private files would have, in several
/// spellings, and searches for words of public and private notes.
fn questions(vaults: &[&Vault]) -> (BTreeSet<String>, BTreeSet<Question>) {
    let mut targets = BTreeSet::new();
    let mut more = BTreeSet::new();
    for vault in vaults {
        let public = vault.public();
        let private = vault.notes.iter().filter(|note| !public.contains(&note.path));
        let names: BTreeSet<String> =
            private.flat_map(|note| note.names()).chain(vault.files.keys().cloned()).collect();
        // Each address once, and in turn in one of the other forms that it may have.
        for (at, name) in names.iter().enumerate() {
            let slug = format!("/{}", encoded(&name.replace(' ', "-")));
            match at % 3 {
                0 => targets.insert(slug.to_lowercase()),
                1 => targets.insert(format!("/{}", encoded(name))),
                _ => more.insert(Question::get(&slug).method("HEAD")),
            };
            targets.insert(slug);
        }
        // No list leads to a note that is not listed.
        targets.extend(public.iter().map(|path| format!("/{}", encoded(path))));
        // Only a page with many backlinks leads to their list, which yet is there for each note that has any.
        let notes = vault.notes.iter().map(|note| note.path.trim_end_matches(".md").replace(' ', "-"));
        targets.extend(notes.map(|slug| format!("/-/backlinks/{}", encoded(&slug))));
        targets.extend(vault.hidden.keys().map(|path| format!("/{}", encoded(path))));
    }
    let tags = ["craft", "craft/wood", "garden", "hush", "hush/deep", "hush/none"];
    targets.extend(tags.iter().map(|tag| format!("/-/tags/{tag}")));
    let searches = [
        "river",
        "tea",
        "hush",
        "quiet",
        "ri",
        "Secret",
        "Boat",
        "tea%20boat",
        "%22river%20tea%22",
        "tag%3Ahush",
        "-tea",
        "moss%20OR%20qu",
        "tag%3A",
        "%23hu",
        "folder%3A",
        "heading%3A",
        "year%3A",
    ];
    targets.extend(searches.iter().map(|query| format!("/-/api/search?limit=50&q={query}")));
    for form in ["/-/search?q=", "/-/search?sort=date&q=", "/-/search.xml?q=", "/-/api/suggest?q="] {
        targets.extend(
            ["hush", "ri", "tea%20boat", "zebra%20tea", "tag%3Ahu", "tea%20tag%3Ahush"]
                .map(|query| format!("{form}{query}")),
        );
    }
    targets.extend(["/-/search?q=hush".to_owned(), "/hedgerow.toml".to_owned(), "/search?q=quiet".to_owned()]);
    let own = ["/-/pages/2", "/-/publish.css", "/-/icons/favicon-32x32.png", "/publish.css", "/publish.js"];
    targets.extend(own.map(ToOwned::to_owned));
    (targets, more)
}

fn crawl(host: &dyn Host, (targets, more): &(BTreeSet<String>, BTreeSet<Question>)) -> Crawl {
    let mut crawl = Crawl::of_garden(host, targets.iter().cloned());
    more.iter().for_each(|question| crawl.ask(host, question.clone()));
    crawl
}

/// The law for one vault. `open` makes what is put to the test of a door.
fn holds<H: Host>(vault: &Vault, fates: &[Fate], open: impl Fn(Door) -> H) -> Result<(), String> {
    let (_garden, door) = serve(vault);
    // The generator knows which notes it meant to be public; the gate has to agree, or the rest proves nothing.
    let meant = vault.public();
    let passed: BTreeSet<String> = door.public_notes.iter().cloned().collect();
    if meant != passed {
        return Err(format!("W-01: meant to be public: {meant:?}\npublic: {passed:?}"));
    }
    if let Some(file) = door.public_files.iter().find(|file| !vault.is_mentioned(file)) {
        return Err(format!("W-05: {file} is public, though no public note names it"));
    }
    // Icons and an allowed style sheet are public by their names (rule W-24).
    let known: Vec<String> = door.public_files.iter().chain(&door.icons).cloned().chain(vault.style()).collect();
    let changed = vault.with_private_changed(fates, &known);
    let (_changed_garden, changed_door) = serve(&changed);
    let questions = questions(&[vault, &changed]);
    let (before, after) = (crawl(&open(door), &questions), crawl(&open(changed_door), &questions));
    before
        .difference(&after)
        .map_or(Ok(()), |difference| Err(format!("a private file changed a public answer: {difference}")))
}

fn vault_and_fates() -> impl Strategy<Value = (Vault, Vec<Fate>)> {
    (Vault::any(), prop::collection::vec(Fate::any(), 1..6))
}

#[test]
fn no_private_file_changes_a_public_byte() {
    let (n_asked, n_private) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let n_vaults = setting("HEDGEROW_VAULTS", 500);
    on_vaults(n_vaults, vault_and_fates, |(vault, fates)| {
        n_private.fetch_add(vault.notes.len() - vault.public().len(), Ordering::Relaxed);
        holds(&vault, &fates, |door| Counting { door, n_asked: &n_asked })
    });
    let (n_asked, n_private) = (n_asked.into_inner(), n_private.into_inner());
    eprintln!("{n_vaults} vaults, {n_private} private notes, {n_asked} answers");
    assert!(n_private > n_vaults, "vaults without private notes prove nothing");
}

/// Counts what is asked.
struct Counting<'n> {
    door: Door,
    n_asked: &'n AtomicUsize,
}

impl Host for Counting<'_> {
    fn ask(&self, question: &Question) -> Answer {
        self.n_asked.fetch_add(1, Ordering::Relaxed);
        self.door.ask(question)
    }
}

/// A site with a leak: it tells how many notes there are, the private ones included, in one header of one page.
struct Leaky(Door);

impl Host for Leaky {
    fn ask(&self, question: &Question) -> Answer {
        let mut answer = self.0.ask(question);
        if question.target == "/-/recent" {
            answer.headers.push(("x-notes".to_owned(), self.0.n_notes.to_string()));
        }
        answer
    }
}

#[test]
fn a_site_that_counts_private_notes_is_caught() {
    let n_caught = AtomicUsize::new(0);
    on_vaults(40, vault_and_fates, |(vault, fates)| {
        // Where no private note goes away the number tells nothing.
        let changed = vault.with_private_changed(&fates, &[]);
        if changed.notes.len() == vault.notes.len() {
            return Ok(());
        }
        n_caught.fetch_add(1, Ordering::Relaxed);
        match holds(&vault, &fates, Leaky) {
            Err(_) => Ok(()),
            Ok(()) => Err("a leak was not noticed".to_owned()),
        }
    });
    let n_caught = n_caught.into_inner();
    assert!(n_caught >= 8, "only {n_caught} of 40 vaults lose a note");
}

#[test]
fn a_word_more_in_a_public_note_is_noticed() {
    let vault_and_note = || (Vault::any(), any::<Index>());
    on_vaults(40, vault_and_note, |(vault, which)| {
        let Some(changed) = vault.with_public_changed(which) else { return Ok(()) };
        let ((_one, before), (_two, after)) = (serve(&vault), serve(&changed));
        let questions = questions(&[&vault, &changed]);
        match crawl(&before, &questions).difference(&crawl(&after, &questions)) {
            Some(_) => Ok(()),
            None => Err("a public note changed and no answer did".to_owned()),
        }
    });
}

#[test]
fn a_dropped_private_flag_is_noticed() {
    on_vaults(40, Vault::any, |vault| {
        let Some(changed) = vault.with_flag_dropped() else { return Ok(()) };
        let ((_one, before), (_two, after)) = (serve(&vault), serve(&changed));
        let questions = questions(&[&vault, &changed]);
        match crawl(&before, &questions).difference(&crawl(&after, &questions)) {
            Some(_) => Ok(()),
            None => Err("a private note became public and no answer changed".to_owned()),
        }
    });
}
