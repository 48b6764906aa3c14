//! A program that is killed while it writes: the next one finds the old or the new.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use hedgerow_store::State;

use crate::{Home, blob, child, key, open, places};

/// The state of a round: long enough that it could be cut.
fn content(round: u32) -> Vec<u8> {
    blob(round, 200_000).to_vec()
}

#[test]
#[ignore = "the child of another test"]
fn write_for_ever() {
    let Some(home) = child::home() else { return };
    let mut state = State::open(&places(&home));
    let mut cache = open(&places(&home));
    assert!(state.become_writer().unwrap());
    let first = state.load().unwrap().map_or(0, |found| u32::from_le_bytes(found[..4].try_into().unwrap()) + 1);
    for round in first.. {
        state.save(&content(round)).unwrap();
        let fresh = (0..20).map(|n| (key(round * 100 + n), blob(round * 100 + n, 20_000)));
        // The last five rounds are in use.
        let is_in_use = |key: &[u8; 32]| u32::from_le_bytes(key[..4].try_into().unwrap()) / 100 + 5 > round;
        cache.write(fresh, is_in_use).unwrap();
        println!("\nround {round}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn fifty_kills_leave_the_old_or_the_new() {
    let home = Home::new();
    for kill in 0..50_u64 {
        let mut command = child::command(&[], "kill::write_for_ever", home.path());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut rounds = lines.filter_map(|line| line.strip_prefix("round ")?.parse::<u32>().ok());
        let first = rounds.next().expect("the child writes");
        // At another point of its work each time; nothing waits for it.
        std::thread::sleep(Duration::from_micros(kill * 379 % 9_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = rounds.last().unwrap_or(first);

        let mut state = State::open(&home.places());
        let found = state.load().unwrap().expect("it was saved before");
        assert!(found == content(last) || found == content(last + 1), "kill {kill}, round {last}");
        let cache = open(&home.places());
        // What this child wrote; the one before may have been killed before the cache had what the state had.
        for round in first.max(last.saturating_sub(2))..=last {
            for n in (0..20).map(|n| round * 100 + n) {
                assert!(cache.get(&key(n)) == Some(blob(n, 20_000)), "kill {kill}, round {round}");
            }
        }
    }
    // What was left unfinished goes when somebody writes.
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    open(&home.places()).write([], |_| true).unwrap();
    for folder in [home.places().state().to_owned(), home.places().cache().join("notes")] {
        let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.filter(|name| name.ends_with(".unfinished")).count(), 0, "{}", folder.display());
    }
}
