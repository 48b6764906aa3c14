//! The state, and who writes it.

use std::fs;

use hedgerow_store::{Odd, Saved, State};

use crate::Home;

#[test]
fn what_was_saved_is_loaded() {
    let home = Home::new();
    let mut state = State::open(&home.places());
    assert!(state.load().unwrap().is_none() && !state.is_writer());
    assert_eq!(state.save(b"too soon").unwrap(), Saved::NotTheWriter);
    assert!(!home.places().state().exists());
    assert!(state.become_writer().unwrap() && state.become_writer().unwrap());
    for content in [&b""[..], b"one", &[7; 100_000]] {
        assert_eq!(state.save(content).unwrap(), Saved::Written);
        assert_eq!(State::open(&home.places()).load().unwrap().as_deref(), Some(content));
    }
}

#[test]
fn the_second_program_writes_when_the_first_has_ended() {
    let home = Home::new();
    let (mut first, mut second) = (State::open(&home.places()), State::open(&home.places()));
    assert!(first.become_writer().unwrap());
    first.save(b"first").unwrap();
    assert!(!second.become_writer().unwrap() && !second.is_writer());
    assert_eq!(second.load().unwrap().as_deref(), Some(&b"first"[..]));
    assert_eq!(second.save(b"second").unwrap(), Saved::NotTheWriter);
    assert_eq!(first.load().unwrap().as_deref(), Some(&b"first"[..]));
    first.save(b"last of the first").unwrap();
    drop(first);
    // A process that another test just starts has all files of this one for a moment, the lock too.
    while !second.become_writer().unwrap() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(second.is_writer());
    assert_eq!(second.save(b"second").unwrap(), Saved::Unread, "what the first wrote last was not read");
    assert_eq!(second.load().unwrap().as_deref(), Some(&b"last of the first"[..]));
    assert_eq!(second.save(b"second").unwrap(), Saved::Written);
}

#[test]
#[cfg(unix)]
fn what_cannot_be_read_is_neither_moved_nor_written_over() {
    let home = Home::new();
    let places = home.places();
    let mut state = State::open(&places);
    state.become_writer().unwrap();
    state.save(b"one").unwrap();
    drop(state);
    let file = places.state().join("state");
    let good = fs::read(&file).unwrap();
    // The root may read everything; a link in a circle, and one whose file is away, nobody.
    for target in ["state", "away"] {
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink(target, &file).unwrap();
        let mut state = State::open(&places);
        assert!(state.become_writer().unwrap());
        for _ in 0..2 {
            let Err(odd) = state.load() else { panic!("`{target}` was read") };
            assert!(matches!(&odd, Odd::Unreadable { path, .. } if *path == file));
            let text = odd.to_string();
            assert!(text.starts_with("cannot read `") && !text.contains("os error"), "{text}");
            assert_eq!(state.save(b"two").unwrap(), Saved::Unread);
        }
        assert_eq!((fs::read_link(&file).unwrap().to_str(), state.aside()), (Some(target), None));
        assert_eq!(files(places.state()), ["lock", "state"]);
        // Who took it away meant it.
        fs::remove_file(&file).unwrap();
        assert_eq!(state.save(b"two").unwrap(), Saved::Written);
        fs::write(&file, &good).unwrap();
        assert_eq!(state.load().unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(state.save(b"three").unwrap(), Saved::Written);
    }
}

fn files(folder: &std::path::Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_folder_that_is_deleted_comes_again() {
    let home = Home::new();
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    state.save(b"one").unwrap();
    fs::remove_dir_all(home.path().join("kept")).unwrap();
    assert!(state.load().unwrap().is_none());
    assert_eq!(state.save(b"two").unwrap(), Saved::Written);
    assert_eq!(state.load().unwrap().as_deref(), Some(&b"two"[..]));
    assert!(!State::open(&home.places()).become_writer().unwrap(), "the lock was made anew");
}

#[test]
fn the_writer_alone_puts_a_damaged_file_aside() {
    let home = Home::new();
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    state.save(b"one").unwrap();
    let file = home.places().state().join("state");
    fs::write(&file, b"HEDGSTAT and something else").unwrap();
    let mut other = State::open(&home.places());
    assert!(matches!(other.load(), Err(Odd::Damaged { .. })) && file.exists());
    assert!(matches!(state.load(), Err(Odd::Damaged { path }) if path == file));
    assert!(!file.exists() && home.places().state().join("state.damaged").exists());
    assert_eq!((state.aside(), other.aside()), (Some("state.damaged"), None));
    assert!(state.load().unwrap().is_none());
    // A folder in its place is moved away as well.
    fs::create_dir(&file).unwrap();
    fs::remove_file(home.places().state().join("state.damaged")).unwrap();
    assert!(matches!(state.load(), Err(Odd::Damaged { .. })));
    assert_eq!(state.save(b"two").unwrap(), Saved::Written);
}

#[test]
#[cfg(unix)]
fn files_and_folders_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    state.save(b"one").unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = home.places().state().to_owned();
    assert_eq!((mode(&folder), mode(&folder.join("state")), mode(&folder.join("lock"))), (0o700, 0o600, 0o600));
    assert_eq!(mode(&home.path().join("kept")), 0o700);
}
