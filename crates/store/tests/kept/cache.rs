//! What a cache holds, and what it lets go.

use std::fs;

use bytes::Bytes;
use hedgerow_store::Cache;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::{Home, blob, key, open};

#[test]
fn what_was_written_is_read_by_the_next_program() {
    let home = Home::new();
    let mut cache = open(&home.places());
    assert_eq!(cache.n_blobs(), 0);
    // Several packs, a long blob, and one of nothing.
    let lengths = |n: u32| [0, 3_000, 1_500_000, 9_000_000][n as usize % 4];
    cache.write((0..16).map(|n| (key(n), blob(n, lengths(n)))), |_| true).unwrap();
    assert!(home.packs().len() > 3);
    for cache in [cache, open(&home.places())] {
        assert_eq!(cache.n_blobs(), 16);
        assert!((0..16).all(|n| cache.get(&key(n)) == Some(blob(n, lengths(n)))));
        assert_eq!((cache.get(&key(16)), cache.holds(&key(16))), (None, false));
    }
}

#[test]
fn a_released_cache_reads_again() {
    let home = Home::new();
    open(&home.places()).write([(key(1), blob(1, 50))], |_| true).unwrap();
    let mut cache = open(&home.places());
    let kept = cache.get(&key(1)).unwrap();
    cache.release();
    assert_eq!(cache.get(&key(1)), Some(kept.clone()));
    fs::remove_dir_all(home.places().cache()).unwrap();
    assert_eq!(cache.get(&key(1)), None, "the folder was deleted under the program");
    assert_eq!(kept, blob(1, 50));
    cache.write([(key(2), blob(2, 50))], |_| true).unwrap();
    assert_eq!((cache.n_blobs(), open(&home.places()).get(&key(2))), (1, Some(blob(2, 50))));
}

#[test]
fn what_is_not_in_use_is_gone_from_the_disk_after_the_next_write() {
    let home = Home::new();
    let secret = Bytes::from("the canary sings at night ".repeat(4));
    let mut cache = open(&home.places());
    let others = (1..2_000).map(|n| (key(n), blob(n, 2_000)));
    cache.write(others.chain([(key(0), secret.clone())]), |_| true).unwrap();
    let is_told = || {
        home.packs().iter().any(|pack| {
            let bytes = fs::read(pack).unwrap();
            bytes.windows(secret.len()).any(|part| part == secret) || bytes.windows(32).any(|part| part == key(0))
        })
    };
    assert!(is_told());
    cache.write([], |key| *key != crate::key(0)).unwrap();
    assert!(!is_told());
    assert_eq!((cache.n_blobs(), open(&home.places()).n_blobs()), (1_999, 1_999));
    assert_eq!(cache.get(&key(1)), Some(blob(1, 2_000)));
}

#[test]
fn the_new_blob_counts_where_there_is_an_old_one() {
    let home = Home::new();
    let mut cache = open(&home.places());
    cache.write([(key(1), blob(1, 50)), (key(2), blob(2, 50))], |_| true).unwrap();
    cache.write([(key(1), blob(7, 60))], |_| true).unwrap();
    for cache in [cache, open(&home.places())] {
        assert_eq!((cache.get(&key(1)), cache.get(&key(2))), (Some(blob(7, 60)), Some(blob(2, 50))));
    }
}

#[test]
fn a_small_change_writes_a_small_part() {
    let home = Home::new();
    let mut cache = open(&home.places());
    cache.write((0..10_000).map(|n| (key(n), blob(n, 2_000))), |_| true).unwrap();
    let before = home.packs();
    for n in 10_000..10_050 {
        cache.write([(key(n), blob(n, 2_000))], |key| *key != crate::key(n - 1)).unwrap();
    }
    let after = home.packs();
    assert_eq!(open(&home.places()).n_blobs(), 10_000);
    let stayed = after.iter().filter(|pack| before.contains(pack)).count();
    assert!(stayed + 2 >= before.len() && after.len() <= before.len() + 2, "{before:?} {after:?}");
}

#[test]
fn another_build_sees_nothing_and_leaves_nothing() {
    let home = Home::new();
    open(&home.places()).write([(key(1), blob(1, 50))], |_| true).unwrap();
    let (mut cache, odd) = Cache::open(&home.places(), "notes", b"another");
    assert!(cache.n_blobs() == 0 && odd.is_empty(), "{odd:?}");
    cache.write([(key(2), blob(2, 50))], |_| true).unwrap();
    assert_eq!((home.packs().len(), open(&home.places()).n_blobs()), (1, 0));
    let (other_kind, _) = Cache::open(&home.places(), "search", b"another");
    assert_eq!(other_kind.n_blobs(), 0);
}

#[test]
fn two_programs_take_up_what_the_other_writes() {
    let home = Home::new();
    let (mut one, mut other) = (open(&home.places()), open(&home.places()));
    one.write([(key(1), blob(1, 50)), (key(2), blob(2, 50))], |_| true).unwrap();
    other.write([(key(2), blob(2, 50)), (key(3), blob(3, 50))], |_| true).unwrap();
    assert_eq!(open(&home.places()).n_blobs(), 3);
    // The one's packs are gone by now: what it asks for is made again or found again, and never wrong.
    assert!(one.get(&key(1)).is_none_or(|found| found == blob(1, 50)));
    one.write([], |key| *key != crate::key(3)).unwrap();
    assert!((1..3).all(|n| one.get(&key(n)) == Some(blob(n, 50))));
    assert_eq!((one.n_blobs(), open(&home.places()).n_blobs()), (2, 2));
}

#[test]
#[cfg(unix)]
fn files_and_folders_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let folder = home.places().cache().join("notes");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    open(&home.places()).write([(key(1), blob(1, 50))], |_| true).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&home.packs()[0])), (0o700, 0o600));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn after_any_writes_the_cache_holds_what_is_in_use(
        steps in vec((btree_map(0u32..40, 0usize..600_000, 0..10), any::<u64>(), any::<bool>()), 1..6),
    ) {
        let home = Home::new();
        let mut cache = open(&home.places());
        let mut model = std::collections::BTreeMap::new();
        for (fresh, in_use, is_restart) in steps {
            let is_in_use = |n: u32| in_use >> (n % 64) & 1 == 1;
            model.extend(fresh.clone());
            model.retain(|&n, _| is_in_use(n));
            let fresh = fresh.into_iter().map(|(n, length)| (key(n), blob(n, length)));
            cache.write(fresh, |key| is_in_use(u32::from_le_bytes(key[..4].try_into().unwrap()))).unwrap();
            if is_restart {
                cache = open(&home.places());
            }
            prop_assert_eq!(cache.n_blobs(), model.len());
            for (&n, &length) in &model {
                prop_assert_eq!(cache.get(&key(n)), Some(blob(n, length)));
            }
        }
    }
}
