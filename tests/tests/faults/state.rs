//! Faults of the folder where the program keeps things for its next start: none keeps it from serving, and nothing there is trusted.

use std::fs;
use std::path::Path;
use std::process::Command;

use hedgerow_store::{Places, State};
use hedgerow_tests::{Host, Running, wait_until};

use super::below;
use crate::kept::{Kept, crawl};

/// Holds what has to hold whatever became of the state: readers are served, edits are seen, the author was told once, and a
/// start without the trouble answers as a cold start does.
fn goes_on(kept: &Kept, running: Running, told: &str) {
    let expected = fs::read_to_string(kept.garden.at("Lane/Reeds.md")).unwrap();
    for n in 0..3 {
        let word = format!("goeson{n}");
        kept.garden.write("Lane/Reeds.md", format!("{expected}\n{word}\n"));
        wait_until("an edit is seen", || running.get("/Lane/Reeds").holds(&word));
    }
    fs::rename(kept.garden.at("Lane/Boat.md"), kept.garden.at("Lane/Ship.md")).unwrap();
    wait_until("a rename is seen", || running.get("/Lane/Boat").header("location") == "/Lane/Ship");
    running.hear(told);
    crawl(&running, &[]);
    let n_told = running.heard().iter().filter(|line| line.contains(told)).count();
    assert_eq!(n_told, 1, "it is told once: {:?}", running.heard());
    assert!(running.stop_with("-TERM").success());
    fs::rename(kept.garden.at("Lane/Ship.md"), kept.garden.at("Lane/Boat.md")).unwrap();
    kept.garden.write("Lane/Reeds.md", expected);
    let past = kept.past();
    let running = kept.start();
    kept.assert_cold(&running, past, &[]);
    kept.settle(&running, &[]);
}

/// A garden whose state takes more than a few kilobytes.
fn large() -> Kept {
    let kept = Kept::small();
    for n in 0..150 {
        kept.garden.write(&format!("Many/Note {n}.md"), format!("Number {n} [[Boat]] {}", "word ".repeat(100)));
    }
    kept
}

#[test]
fn a_folder_that_cannot_be_made_keeps_nobody_from_serving() {
    let kept = Kept::small();
    let mut command = Running::command(crate::PROGRAM, kept.garden.root(), &[]);
    // Nobody makes folders there, not even who may do everything.
    command.env("XDG_STATE_HOME", "/proc").env("XDG_CACHE_HOME", "/proc");
    goes_on(&kept, Running::of(command), "the next start will take longer");
}

#[test]
fn a_file_in_the_place_of_a_folder_keeps_nobody_from_serving() {
    let kept = Kept::small();
    assert!(kept.start().stop_with("-TERM").success());
    let folders: Vec<_> = fs::read_dir(kept.state()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [folder] = folders.as_slice() else { panic!("one vault has one folder: {folders:?}") };
    for name in ["state", "cache"] {
        let _ = fs::remove_dir_all(folder.join(name));
        fs::write(folder.join(name), "in the way").unwrap();
    }
    let running = kept.start();
    let remove = || fs::remove_file(folder.join("state")).and(fs::remove_file(folder.join("cache"))).unwrap();
    running.hear("the next start will take longer");
    remove();
    goes_on(&kept, running, "the next start will take longer");
}

#[test]
fn a_full_disk_keeps_nobody_from_serving() {
    let kept = large();
    // Never without the first word: what it mounted would be mounted for the whole machine.
    let apart = ["unshare", "--mount", "--propagation", "private", "--map-root-user", "sh", "-c"];
    let mut probe = Command::new(apart[0]);
    probe.args(&apart[1..]).arg("mount -t tmpfs none \"$STATE\"").env("STATE", kept.state());
    if !probe.output().is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: this machine lets nobody mount a file system");
        return;
    }
    let mount = "mount -t tmpfs -o size=16k none \"$STATE\"";
    goes_on(&kept, Running::of(below(&apart, mount, &kept)), "No space left on device");
}

#[test]
fn files_that_must_not_grow_keep_nobody_from_serving() {
    let kept = large();
    let past = {
        let running = kept.start();
        wait_until("it is remembered", || kept.past().is_some());
        running.kill();
        kept.past()
    };
    // A few kilobytes for each file; and no signal, so that writing fails.
    let running = Running::of(below(&["sh", "-c"], "trap '' XFSZ && ulimit -f 4", &kept));
    goes_on(&kept, running, "File too large");
    assert!(past.is_some());
}

#[test]
fn what_is_deleted_while_it_runs_is_made_again() {
    let kept = Kept::small();
    let running = kept.start();
    wait_until("it is remembered", || kept.past().is_some());
    // It may be writing there.
    wait_until("it is deleted", || {
        fs::read_dir(kept.state()).unwrap().all(|entry| fs::remove_dir_all(entry.unwrap().path()).is_ok())
    });
    assert_eq!(kept.past(), None);
    fs::rename(kept.garden.at("Lane/Boat.md"), kept.garden.at("Ship.md")).unwrap();
    wait_until("a rename is seen", || running.get("/Lane/Boat").header("location") == "/Ship");
    wait_until("it is remembered again", || kept.past().is_some());
    kept.settle(&running, &[]);
    running.kill();
    let running = kept.start();
    assert_eq!(running.get("/Lane/Boat").header("location"), "/Ship");
    assert!(!running.heard().iter().any(|line| tells_of_state(&kept, line)), "{:?}", running.heard());
}

/// Tells whether a line is of what is kept. How many diagnostics there are may be said at any time.
fn tells_of_state(kept: &Kept, line: &str) -> bool {
    line.contains(&*kept.state().to_string_lossy()) || line.contains("addresses")
}

/// The files below a folder.
fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    crate::edits::files(folder).into_iter().map(|path| folder.join(path)).collect()
}

#[test]
fn what_is_damaged_is_not_trusted() {
    let kept = Kept::small();
    // The notes as they were read, their index, and the addresses.
    let make = || {
        fs::read_dir(kept.state()).unwrap().for_each(|entry| fs::remove_dir_all(entry.unwrap().path()).unwrap());
        let running = kept.start();
        let files = || {
            let files = files_below(kept.state()).into_iter();
            files.filter(|path| path.metadata().is_ok_and(|metadata| metadata.len() > 0)).collect::<Vec<_>>()
        };
        wait_until("it is kept", || files().len() == 3 && kept.past().is_some());
        assert!(running.stop_with("-TERM").success());
        files()
    };
    for way in 0..4 {
        let files = make();
        for path in &files {
            let mut bytes = fs::read(path).unwrap();
            match way {
                0 => bytes.truncate(bytes.len() / 2),
                1 => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 1;
                }
                2 => bytes = vec![b'x'; 100],
                _ => {
                    fs::remove_file(path).unwrap();
                    fs::create_dir(path).unwrap();
                    continue;
                }
            }
            fs::write(path, bytes).unwrap();
        }
        let running = kept.start();
        kept.assert_cold(&running, None, &[]);
        let heard = running.heard();
        assert!(heard.iter().any(|line| line.contains("is not used")), "{way}: {heard:?}");
        let told = "old addresses are forgotten; the file is now `state.damaged`";
        assert!(heard.iter().any(|line| line.contains(told)), "{way}: {heard:?}");
        running.kill();
    }
}

#[test]
fn addresses_of_a_later_version_are_put_aside_and_that_is_told() {
    let kept = Kept::small();
    let places = Places::of(kept.garden.root(), Some(kept.state())).unwrap();
    let mut state = State::open(&places);
    assert!(state.become_writer().unwrap());
    state.save(b"\xff of a version that is still to come").unwrap();
    drop(state);
    let running = kept.start();
    running.hear("of another version and are not used; the file is now `state.damaged`");
    wait_until("it is remembered", || kept.past().is_some());
    assert!(fs::read(places.state().join("state.damaged")).unwrap().ends_with(b"still to come"));
}

#[test]
#[cfg(unix)]
fn addresses_that_cannot_be_read_are_not_written_over() {
    let kept = Kept::small();
    let running = kept.start();
    fs::rename(kept.garden.at("Lane/Boat.md"), kept.garden.at("Lane/Ship.md")).unwrap();
    wait_until("a rename is seen", || running.get("/Lane/Boat").header("location") == "/Lane/Ship");
    kept.wait_until_remembered();
    assert!(running.stop_with("-TERM").success());
    let state = Places::of(kept.garden.root(), Some(kept.state())).unwrap().state().join("state");
    let good = fs::read(&state).unwrap();
    // Nobody reads a link in a circle, not even who may read everything.
    fs::remove_file(&state).unwrap();
    std::os::unix::fs::symlink("state", &state).unwrap();
    let running = kept.start();
    running.hear("leaves it as it is");
    for n in 0..2 {
        kept.garden.write("Lane/Reeds.md", format!("while nothing could be read {n}"));
        wait_until("an edit is seen", || running.get("/Lane/Reeds").holds(&format!("nothing could be read {n}")));
    }
    assert_eq!(running.get("/Lane/Boat").status, 404);
    let heard = running.heard();
    assert_eq!(heard.iter().filter(|line| line.contains("/state`")).count(), 1, "it is told once: {heard:?}");
    assert!(!heard.iter().any(|line| line.contains("os error")), "{heard:?}");
    assert!(running.stop_with("-TERM").success());
    assert!(state.is_symlink(), "it was written over");
    fs::remove_file(&state).unwrap();
    fs::write(&state, good).unwrap();
    let running = kept.start();
    assert_eq!(running.get("/Lane/Boat").header("location"), "/Lane/Ship");
    assert!(!running.heard().iter().any(|line| tells_of_state(&kept, line)), "{:?}", running.heard());
}

#[test]
fn who_takes_over_keeps_what_the_other_one_remembered() {
    let kept = Kept::small();
    let (first, second) = (kept.start(), kept.start());
    let signal = |signal: &str| {
        assert!(Command::new("kill").args([signal, &second.id().to_string()]).status().unwrap().success());
    };
    let rename = |from: &str, to: &str| {
        fs::rename(kept.garden.at(&format!("Lane/{from}.md")), kept.garden.at(&format!("Lane/{to}.md"))).unwrap();
        let leads = || first.get(&format!("/Lane/{from}")).header("location") == format!("/Lane/{to}");
        wait_until("a rename is seen", leads);
    };
    // The second sees where the note went, and nothing of the place in between.
    signal("-STOP");
    rename("Boat", "Raft");
    rename("Raft", "Ship");
    kept.wait_until_remembered();
    signal("-CONT");
    wait_until("the second sees it", || second.get("/Lane/Boat").header("location") == "/Lane/Ship");
    assert_eq!(second.get("/Lane/Raft").status, 404);
    first.kill();
    kept.garden.write("Lane/Reeds.md", "after the first");
    wait_until("an edit is seen", || second.get("/Lane/Reeds").holds("after the first"));
    fs::rename(kept.garden.at("Lane/Ship.md"), kept.garden.at("Lane/Barge.md")).unwrap();
    wait_until("a rename is seen", || second.get("/Lane/Ship").header("location") == "/Lane/Barge");
    assert!(second.stop_with("-TERM").success());
    let past = kept.past();
    let third = kept.start();
    for old in ["Boat", "Raft", "Ship"] {
        assert_eq!(third.get(&format!("/Lane/{old}")).header("location"), "/Lane/Barge", "{old}");
    }
    kept.assert_cold(&third, past, &["/Lane/Raft".to_owned()]);
}
