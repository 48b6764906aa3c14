//! Files that are not as they were written.

use std::fs;
use std::path::Path;

use hedgerow_store::{Cache, Odd, State};
use proptest::prelude::*;

use crate::{Home, blob, key, open};

/// A cache of thirty small blobs in one pack.
fn written() -> (Home, std::path::PathBuf) {
    let home = Home::new();
    open(&home.places()).write((0..30).map(|n| (key(n), blob(n, n as usize))), |_| true).unwrap();
    let pack = home.packs().pop().unwrap();
    (home, pack)
}

/// Opens a cache that may be damaged; what it gives must be right. Returns whether there is all or nothing of it.
fn is_whole(home: &Home) -> bool {
    let (cache, odd) = Cache::open(&home.places(), "notes", b"this");
    let found: Vec<_> = (0..30).filter_map(|n| Some((n, cache.get(&key(n))?))).collect();
    assert!(found.iter().all(|(n, found)| *found == blob(*n, *n as usize)));
    assert_eq!(found.len(), cache.n_blobs());
    assert!(found.len() == 30 || found.is_empty());
    assert!(found.is_empty() || odd.is_empty(), "{odd:?}");
    !found.is_empty()
}

fn saved() -> (Home, State, std::path::PathBuf) {
    let home = Home::new();
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    state.save(b"the addresses that were").unwrap();
    let file = home.places().state().join("state");
    (home, state, file)
}

#[test]
fn a_file_cut_short_or_grown_is_noticed() {
    let (home, pack) = written();
    let whole = fs::read(&pack).unwrap();
    assert!(is_whole(&home));
    for length in 0..whole.len() {
        fs::write(&pack, &whole[..length]).unwrap();
        assert!(!is_whole(&home), "{length}");
    }
    fs::write(&pack, [&whole[..], b"\0"].concat()).unwrap();
    assert!(!is_whole(&home));

    let (_home, mut state, file) = saved();
    let whole = fs::read(&file).unwrap();
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).unwrap();
        assert!(matches!(state.load(), Err(Odd::Damaged { .. })), "{length}");
    }
}

#[test]
fn a_flipped_bit_is_noticed_wherever_it_is() {
    let (home, pack) = written();
    let mut bytes = fs::read(&pack).unwrap();
    for at in 0..bytes.len() {
        bytes[at] ^= 1 << (at % 8);
        fs::write(&pack, &bytes).unwrap();
        assert!(!is_whole(&home), "{at}");
        bytes[at] ^= 1 << (at % 8);
    }
    let (_home, mut state, file) = saved();
    let mut bytes = fs::read(&file).unwrap();
    for at in 0..bytes.len() {
        bytes[at] ^= 1 << (at % 8);
        fs::write(&file, &bytes).unwrap();
        assert!(matches!(state.load(), Err(Odd::Damaged { .. } | Odd::Foreign { .. })), "{at}");
        bytes[at] ^= 1 << (at % 8);
    }
    fs::write(&file, &bytes).unwrap();
    assert!(state.load().unwrap().is_some());
}

proptest! {
    #[test]
    fn random_damage_is_noticed(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40)) {
        let (home, pack) = written();
        let whole = fs::read(&pack).unwrap();
        let mut bytes = whole.clone();
        for (at, byte) in places {
            bytes[at.index(whole.len())] = byte;
        }
        fs::write(&pack, &bytes).unwrap();
        prop_assert_eq!(is_whole(&home), bytes == whole);
    }

    #[test]
    fn random_bytes_behind_the_mark_are_noticed(rest in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (home, pack) = written();
        fs::write(&pack, [&b"HEDGPACK\x01\0\0\0"[..], &rest].concat()).unwrap();
        prop_assert!(!is_whole(&home));
    }
}

#[test]
fn a_damaged_pack_is_told_and_goes_with_the_next_write() {
    let (home, pack) = written();
    fs::write(&pack, b"HEDGPACK and something else").unwrap();
    let (mut cache, odd) = Cache::open(&home.places(), "notes", b"this");
    assert!(matches!(&odd[..], [Odd::Damaged { path }] if *path == pack), "{odd:?}");
    assert!(odd[0].to_string().ends_with("is damaged"), "{}", odd[0]);
    cache.write([(key(1), blob(1, 1))], |_| true).unwrap();
    assert!(!pack.exists());
    assert_eq!(open(&home.places()).n_blobs(), 1);
}

#[test]
fn a_pack_under_another_name_is_not_taken() {
    let (home, pack) = written();
    fs::rename(&pack, pack.with_file_name("00000000000000000000000000000000.pack")).unwrap();
    assert!(!is_whole(&home));
}

#[test]
fn what_is_no_file_is_passed_by() {
    let (home, pack) = written();
    fs::remove_file(&pack).unwrap();
    fs::create_dir(&pack).unwrap();
    assert!(!is_whole(&home));
    #[cfg(unix)]
    {
        fs::remove_dir(&pack).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&pack).status().unwrap();
        assert!(made.success() && !is_whole(&home), "a pipe without a writer does not hold anybody up");
    }
}

#[test]
fn a_file_where_a_folder_should_be_is_an_error_and_no_more() {
    let home = Home::new();
    let places = home.places();
    fs::write(home.path().join("kept"), b"a file").unwrap();
    let below = |path: &Path| path.starts_with(home.path().canonicalize().unwrap().join("kept"));
    let (mut cache, odd) = Cache::open(&places, "notes", b"this");
    assert!(matches!(&odd[..], [Odd::Unreadable { .. }]), "{odd:?}");
    let trouble = cache.write([(key(1), blob(1, 1))], |_| true).unwrap_err();
    assert!(below(&trouble.path) && trouble.to_string().starts_with("cannot write `"), "{trouble}");
    assert_eq!(cache.n_blobs(), 0);
    let mut state = State::open(&places);
    assert!(matches!(state.load(), Err(Odd::Unreadable { .. })));
    assert!(below(&state.become_writer().unwrap_err().path));
    assert!(!state.is_writer());
}
