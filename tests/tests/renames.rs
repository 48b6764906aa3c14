//! Old addresses never die: notes that are renamed, moved and edited at random, several before each look, answer at every address
//! that they ever had, as long as no other note has it. `HEDGEROW_RENAMES` sets how many vaults (500), `HEDGEROW_SEED` which ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hedgerow_model::{NotePath, PageUrl};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Address, Earlier, Harvest, Past, PublicGarden, PublishOptions};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::noninterference::{on_vaults, setting};

const FOLDERS: [&str; 4] = ["", "Lane/", "Lane/Deep/", "Pond/"];
const NAMES: [&str; 5] = ["Boat", "Tea", "Moss", "index", "Heron"];

/// Where a note is to be, and whether words are added to it on the way.
type Move = (Index, Index, bool);

fn plan() -> impl Strategy<Value = (Vec<bool>, Vec<Vec<Move>>)> {
    let moves = prop::collection::vec((any::<Index>(), any::<Index>(), any::<bool>()), 1..6);
    (prop::collection::vec(any::<bool>(), 2..8), prop::collection::vec(moves, 1..6))
}

fn places() -> Vec<String> {
    FOLDERS.iter().flat_map(|folder| NAMES.iter().map(move |name| format!("{folder}{name}.md"))).collect()
}

/// A text of its own, long enough to be known again after an edit or not.
fn text(n: usize, is_long: bool) -> String {
    let words: String = (0..if is_long { 120 } else { 3 }).map(|word| format!("word{} ", n * 1000 + word)).collect();
    format!("---\npublish: true\n---\n{words}\n")
}

/// Makes the moves that can be made at once: each to a place that is free or is left, none in a circle, and with added words only
/// long notes that neither take a place that another leaves nor leave one that another takes.
fn move_all(paths: &mut [String], texts: &mut [String], moves: &[Move]) -> usize {
    let (places, before) = (places(), paths.to_vec());
    for (which, to, _) in moves {
        let (at, to) = (which.index(paths.len()), &places[to.index(places.len())]);
        if paths[at] == before[at] && !paths.contains(to) {
            paths[at].clone_from(to);
        }
    }
    for at in 0..paths.len() {
        let mut next = at;
        for _ in 0..before.len() {
            match before.iter().position(|path| *path == paths[next]) {
                Some(left) if left != next => next = left,
                _ => break,
            }
        }
        // Still on the way after so many steps: it goes round.
        if before.iter().position(|path| *path == paths[next]).is_some_and(|left| left != next) {
            paths.clone_from_slice(&before);
            return 0;
        }
    }
    for (which, _, is_edited) in moves {
        let at = which.index(paths.len());
        let is_free = !before.contains(&paths[at]) && !paths.contains(&before[at]);
        if *is_edited && is_free && texts[at].len() > 500 && texts[at].lines().count() < 6 {
            texts[at].push_str("and a line at the end\n");
        }
    }
    before.iter().zip(paths).filter(|(before, now)| before != now).count()
}

fn notes(paths: &[String], texts: &[String]) -> Vec<Arc<Note>> {
    let read = |(path, text): (&String, &String)| {
        Note::parse(NotePath::new(path).unwrap(), text.clone(), FileDates::default())
    };
    let mut notes: Vec<Arc<Note>> = paths.iter().zip(texts).map(read).map(Arc::new).collect();
    notes.sort_by(|a, b| a.path().cmp(b.path()));
    notes
}

fn holds(lengths: &[bool], looks: &[Vec<Move>], n_moved: &AtomicUsize) -> Result<(), String> {
    let mut texts: Vec<String> = lengths.iter().enumerate().map(|(n, is_long)| text(n, *is_long)).collect();
    let mut paths: Vec<String> = places().into_iter().step_by(2).take(texts.len()).collect();
    let options = PublishOptions::default();
    let mut before = notes(&paths, &texts);
    let mut garden = PublicGarden::grow(&Harvest::new(&before, &[]), &options);
    // Who had an address last.
    let mut had: BTreeMap<PageUrl, usize> = BTreeMap::new();
    for (at, moves) in looks.iter().enumerate() {
        let url = |garden: &PublicGarden, path: &str| {
            garden.notes().iter().find(|note| note.path().as_str() == path).map(|note| note.url().clone()).unwrap()
        };
        had.extend(paths.iter().enumerate().map(|(n, path)| (url(&garden, path), n)));
        n_moved.fetch_add(move_all(&mut paths, &mut texts, moves), Ordering::Relaxed);
        let now = notes(&paths, &texts);
        let past = garden.past();
        let earlier = Earlier { notes: &before, garden: &garden };
        let grown = PublicGarden::regrow(&Harvest::new(&now, &[]), &options, Some(&earlier));
        let cold = PublicGarden::grow(&Harvest { past: Some(&past), ..Harvest::new(&now, &[]) }, &options);
        let again = Past::from_bytes(&grown.past().to_bytes()).unwrap();
        let again = PublicGarden::grow(&Harvest { past: Some(&again), ..Harvest::new(&now, &[]) }, &options);
        if [&cold, &again].iter().any(|cold| cold.past() != grown.past() || cold.redirects() != grown.redirects()) {
            return Err(format!("after look {at} a cold start remembers otherwise"));
        }
        let owned: BTreeSet<&PageUrl> = grown.notes().iter().map(|note| note.url()).collect();
        for (from, n) in had.iter().filter(|(from, _)| !owned.contains(from)) {
            let to = url(&grown, &paths[*n]);
            match grown.lookup(from) {
                Address::Moved(found) if found == to => {}
                // A folder that has no page of its own answers there now.
                Address::Folder(_) => {}
                other => return Err(format!("after look {at} `{from}` leads to {other:?}, and the note is at `{to}`")),
            }
        }
        (before, garden) = (now, grown);
    }
    Ok(())
}

#[test]
fn every_note_answers_wherever_it_was() {
    let n_moved = AtomicUsize::new(0);
    let n_vaults = setting("HEDGEROW_RENAMES", 500);
    on_vaults(n_vaults, plan, |(lengths, looks)| holds(&lengths, &looks, &n_moved));
    eprintln!("{} renames in {n_vaults} vaults", n_moved.load(Ordering::Relaxed));
    assert!(n_moved.into_inner() > 2 * n_vaults);
}
