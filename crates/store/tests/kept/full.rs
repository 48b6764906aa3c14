//! Disks that take no more: full, read-only, or bounded for the process.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::Command;

use hedgerow_store::State;

use crate::{Home, blob, child, key, open, places};

/// Writes until nothing more can be written, and holds that what was kept before is right.
fn fill(home: &std::path::Path) {
    let places = places(home);
    let mut state = State::open(&places);
    let mut cache = open(&places);
    assert!(state.become_writer().unwrap());
    state.save(b"small").unwrap();
    cache.write([(key(0), blob(0, 1_000))], |_| true).unwrap();

    let trouble = cache.write((1..10).map(|n| (key(n), blob(n, 3_000_000))), |_| true).unwrap_err();
    println!("\ncache: {trouble}");
    let trouble = state.save(&vec![1; 30_000_000]).unwrap_err();
    println!("\nstate: {trouble}");
    assert_eq!(state.load().unwrap().as_deref(), Some(&b"small"[..]));
    for cache in [&cache, &open(&places)] {
        assert!((0..10).all(|n| cache.get(&key(n)).is_none_or(|found| found[..4] == n.to_le_bytes())));
    }

    // What is not in use goes all the same, and then there is room.
    let _ = cache.write([], |_| false);
    assert_eq!((cache.n_blobs(), open(&places).n_blobs()), (0, 0));
    cache.write([(key(1), blob(1, 1_000))], |_| true).unwrap();
    state.save(b"smaller").unwrap();
    assert_eq!(open(&places).get(&key(1)), Some(blob(1, 1_000)));
}

#[test]
#[ignore = "the child of another test"]
fn fill_the_disk() {
    child::home().iter().for_each(|home| fill(home));
}

#[test]
#[ignore = "the child of another test"]
fn write_to_what_is_read_only() {
    let Some(home) = child::home() else { return };
    let places = places(&home);
    let (mut state, mut cache) = (State::open(&places), open(&places));
    assert_eq!(cache.get(&key(1)), Some(blob(1, 100)));
    assert_eq!(state.load().unwrap().as_deref(), Some(&b"before"[..]));
    println!("\ncache: {}", cache.write([(key(2), blob(2, 100))], |_| true).unwrap_err());
    assert_eq!(cache.get(&key(1)), Some(blob(1, 100)), "it can still be read");
    println!("\nstate: {}", state.become_writer().unwrap_err());
}

/// Runs a child below a shell that prepares its world. Returns what it printed.
fn run(shell: &[&str], script: &str, test: &str, home: &Home) -> String {
    let script = format!("{script} && exec \"$0\" \"$@\"");
    let mut command = child::command(&[shell, &[script.as_str()]].concat(), test, home.path());
    let output = command.env("WHERE", home.path().join("kept")).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.contains("1 passed"), "{printed}");
    printed
}

/// Like [`run`], where the child alone sees what is mounted. Returns nothing, visibly, where the machine does not allow that.
fn run_apart(script: &str, test: &str, home: &Home) -> Option<String> {
    // Never without the first word: what it mounted would be mounted for the whole machine.
    let apart = ["unshare", "--mount", "--propagation", "private", "--map-root-user", "sh", "-c"];
    let mut probe = Command::new(apart[0]);
    probe.args(&apart[1..]).arg("mount -t tmpfs none \"$WHERE\"").env("WHERE", home.path().join("vault"));
    let tried = probe.output();
    if !tried.as_ref().is_ok_and(|output| output.status.success()) {
        // Not by the macro, whose words nobody sees when a test passes.
        let told = format!("SKIPPED {test}: this machine lets nobody mount a file system: {tried:?}\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        return None;
    }
    Some(run(&apart, script, test, home))
}

#[test]
fn a_full_disk_loses_nothing_that_was_kept() {
    let home = Home::new();
    let script = "mkdir \"$WHERE\" && mount -t tmpfs -o size=8m none \"$WHERE\"";
    let Some(printed) = run_apart(script, "full::fill_the_disk", &home) else { return };
    assert!(printed.matches("No space left on device").count() == 2, "{printed}");
}

#[test]
fn a_file_that_must_not_grow_loses_nothing_that_was_kept() {
    let home = Home::new();
    // 2,048 blocks of 512 or 1,024 bytes, as the shell has it; and no signal, so that writing fails.
    let printed = run(&["sh", "-c"], "trap '' XFSZ && ulimit -f 2048", "full::fill_the_disk", &home);
    assert!(printed.matches("File too large").count() == 2, "{printed}");
}

#[test]
fn what_is_read_only_can_be_read() {
    let home = Home::new();
    let mut state = State::open(&home.places());
    state.become_writer().unwrap();
    state.save(b"before").unwrap();
    open(&home.places()).write([(key(1), blob(1, 100))], |_| true).unwrap();
    drop(state);
    let script = "mount --bind \"$WHERE\" \"$WHERE\" && mount -o remount,ro,bind \"$WHERE\"";
    let Some(printed) = run_apart(script, "full::write_to_what_is_read_only", &home) else { return };
    assert!(printed.matches("Read-only file system").count() == 2, "{printed}");
}
