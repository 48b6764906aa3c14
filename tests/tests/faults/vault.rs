//! A vault that moves, goes away or tells nothing while it is read, clocks that jump, and two programs on one vault.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use hedgerow_tests::{Host, Running, wait_until};

use super::below;
use crate::kept::{Kept, Lots, SETTINGS, crawl};

#[test]
fn a_vault_that_tells_nothing_is_looked_at() {
    let kept = Kept::small();
    let running = kept.start_with(&["--poll=1"]);
    running.hear("looking for changes every 1 s (as set)");
    kept.garden.write("Lane/Reeds.md", "polled");
    wait_until("an edit is seen", || running.get("/Lane/Reeds").holds("polled"));
    kept.garden.write("New/Note.md", "new");
    fs::rename(kept.garden.at("Lane/Boat.md"), kept.garden.at("New/Ship.md")).unwrap();
    wait_until("a rename is seen", || running.get("/Lane/Boat").header("location") == "/New/Ship");
    kept.garden.write("Lane/Reeds.md", "---\npublish: false\n---\nzzcanary");
    wait_until("it is withdrawn", || running.get("/Lane/Reeds").status == 404);
    kept.settle(&running, &["/Lane/Reeds".to_owned(), "/New/Note".to_owned()]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_vault_that_outgrows_the_watches_of_the_system_is_looked_at_and_that_is_told() {
    let kept = Kept::small();
    let apart = ["unshare", "--user", "--map-root-user", "sh", "-c"];
    let few = "echo 8 > /proc/sys/user/max_inotify_watches";
    if !Command::new(apart[0]).args(&apart[1..]).arg(few).output().is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: this machine lets nobody count watches");
        return;
    }
    let running = Running::of(below(&apart, few, &kept));
    let told = "looking for changes every 2 s";
    kept.garden.write("Lane/Reeds.md", "an edit that is told of");
    wait_until("an edit is seen", || running.get("/Lane/Reeds").holds("an edit that is told of"));
    assert!(!running.heard().iter().any(|line| line.contains(told)), "{:?}", running.heard());
    for n in 0..12 {
        kept.garden.write(&format!("Deep {n}/Note.md"), "one folder more");
    }
    running.hear(told);
    kept.garden.write("Deep 11/Note.md", "an edit that nobody tells of");
    wait_until("an edit is seen", || running.get("/Deep-11/Note").holds("an edit that nobody tells of"));
    kept.settle(&running, &[]);
    assert_eq!(running.heard().iter().filter(|line| line.contains(told)).count(), 1, "{:?}", running.heard());
}

#[test]
fn files_that_change_and_vanish_while_they_are_read_leave_nothing_behind() {
    let kept = Kept::small();
    let is_over = AtomicBool::new(false);
    let mut lots = Lots::new(7);
    std::thread::scope(|scope| {
        let churn = scope.spawn(|| {
            let mut n = 0_usize;
            while !is_over.load(Ordering::Relaxed) {
                n += 1;
                let (place, other) = (lots.below(12), lots.below(12));
                let (path, to) = (format!("Churn/{place}.md"), format!("Churn/Deep {}/{other}.md", n % 3));
                match lots.below(6) {
                    0 => kept.garden.write(&path, "word ".repeat(lots.below(20_000)) + "[[Boat]]"),
                    1 => kept.garden.write(&path, ""),
                    2 => _ = fs::remove_file(kept.garden.at(&path)),
                    3 => {
                        fs::create_dir_all(kept.garden.at(&to).parent().unwrap()).unwrap();
                        let _ = fs::rename(kept.garden.at(&path), kept.garden.at(&to));
                    }
                    4 => _ = fs::remove_dir_all(kept.garden.at(&format!("Churn/Deep {}", n % 3))),
                    _ => kept.garden.write(&format!("Private/{place}.md"), format!("zzcanary {n}")),
                }
            }
            n
        });
        let running = kept.start();
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(3) {
            crawl(&running, &[]);
        }
        is_over.store(true, Ordering::Relaxed);
        let n_edits = churn.join().unwrap();
        eprintln!("{n_edits} edits while it started and ran");
        kept.settle(&running, &[]);
    });
}

/// Copies a folder with the times of its files.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

#[test]
fn a_vault_that_goes_and_comes_back_has_lost_nothing() {
    let kept = Kept::small();
    let running = kept.start();
    fs::rename(kept.garden.at("Lane/Boat.md"), kept.garden.at("Lane/Ship.md")).unwrap();
    let leads = || running.get("/Lane/Boat").header("location") == "/Lane/Ship";
    wait_until("a rename is seen", leads);
    let root = kept.garden.root();
    let aside = root.with_file_name("aside");

    fs::rename(root, &aside).unwrap();
    running.hear("readers see the garden as it was");
    assert!(leads() && running.get("/Lane/Ship").status == 200);
    crawl(&running, &[]);
    fs::rename(&aside, root).unwrap();
    kept.garden.write("Lane/Reeds.md", "after it came back");
    wait_until("an edit is seen", || running.get("/Lane/Reeds").holds("after it came back"));
    assert!(leads());
    kept.settle(&running, &[]);

    copy(root, &aside);
    fs::remove_dir_all(root).unwrap();
    crawl(&running, &[]);
    copy(&aside, root);
    wait_until("it is all there again", || running.get("/Lane/Reeds").holds("after it came back") && leads());
    kept.settle(&running, &[]);

    // The folder stays, and all that is in it goes for a while.
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    wait_until("the garden is empty", || running.get("/Lane/Ship").status == 404);
    assert!(Command::new("cp").arg("-a").arg(aside.join(".")).arg(root).status().unwrap().success());
    wait_until("it is all there again", || running.get("/Lane/Ship").status == 200 && leads());
    kept.settle(&running, &[]);
    running.kill();
    let past = kept.past();
    let running = kept.start();
    kept.assert_cold(&running, past, &["/Lane/Boat".to_owned()]);
    assert_eq!(running.get("/Lane/Boat").header("location"), "/Lane/Ship");
}

#[test]
fn a_vault_that_comes_back_without_its_settings_is_as_private_as_after_a_start() {
    let kept = Kept::small();
    let running = kept.start();
    let root = kept.garden.root();
    let aside = root.with_file_name("aside without settings");
    fs::rename(root, &aside).unwrap();
    running.hear("readers see the garden as it was");
    // Long enough for every look at what is not there.
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(running.get("/Lane/Boat").status, 200);
    fs::remove_file(aside.join("hedgerow.toml")).unwrap();
    fs::rename(&aside, root).unwrap();
    wait_until("what no settings publish is private", || running.get("/Lane/Boat").status == 404);

    // Neither does something that cannot be read speak for what comes after it.
    fs::create_dir(kept.garden.at("hedgerow.toml")).unwrap();
    running.hear("the last good settings stay in force");
    fs::remove_dir(kept.garden.at("hedgerow.toml")).unwrap();
    kept.garden.write("hedgerow.toml", SETTINGS);
    wait_until("it is public again", || running.get("/Lane/Boat").status == 200);
    fs::remove_file(kept.garden.at("hedgerow.toml")).unwrap();
    fs::create_dir(kept.garden.at("hedgerow.toml")).unwrap();
    wait_until("it is told again", || {
        running.heard().iter().filter(|line| line.contains("the last good settings stay in force")).count() == 2
    });
    assert_eq!(running.get("/Lane/Boat").status, 200);
    fs::remove_dir(kept.garden.at("hedgerow.toml")).unwrap();
    wait_until("what no settings publish is private", || running.get("/Lane/Boat").status == 404);
    assert!(running.stop_with("-TERM").success());
}

#[test]
fn an_edit_is_seen_whatever_the_clock_says() {
    let kept = Kept::small();
    let path = kept.garden.at("Lane/Reeds.md");
    let set = |time: SystemTime| File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let day = Duration::from_secs(24 * 60 * 60);
    let now = SystemTime::now();
    let times = [now + 400 * day, SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH - 30 * day, now - 10 * day, now];
    let running = kept.start();
    for (n, time) in times.into_iter().enumerate() {
        fs::write(&path, format!("edit {n}a")).unwrap();
        set(time);
        wait_until("an edit is seen", || running.get("/Lane/Reeds").holds(&format!("edit {n}a")));
        // As long as before, and of the same time.
        fs::write(&path, format!("edit {n}b")).unwrap();
        set(time);
        wait_until("an edit is seen", || running.get("/Lane/Reeds").holds(&format!("edit {n}b")));
        kept.settle(&running, &[]);
    }
    wait_until("it is remembered", || kept.past().is_some());
    assert!(running.stop_with("-TERM").success());
    fs::write(&path, "edit 4c").unwrap();
    set(now);
    let past = kept.past();
    let running = kept.start();
    assert!(running.get("/Lane/Reeds").holds("edit 4c"));
    kept.assert_cold(&running, past, &[]);
}

#[test]
fn two_programs_on_one_vault_are_both_right() {
    let kept = Kept::small();
    let (first, second) = (kept.start(), kept.start());
    let names = ["Boat", "Boat 1", "Boat 2", "Boat 3", "Boat 4", "Boat 5"].map(|name| format!("Lane/{name}.md"));
    for (n, names) in names.windows(2).enumerate() {
        fs::rename(kept.garden.at(&names[0]), kept.garden.at(&names[1])).unwrap();
        kept.garden.write("Lane/Reeds.md", format!("edit {n}"));
        for running in [&first, &second] {
            wait_until("an edit is seen", || running.get("/Lane/Reeds").holds(&format!("edit {n}")));
        }
    }
    let seeds: Vec<String> = ["/Lane/Boat", "/Lane/Boat-1", "/Lane/Boat-3"].map(str::to_owned).to_vec();
    kept.settle(&first, &seeds);
    kept.settle(&second, &seeds);
    assert_eq!(second.get("/Lane/Boat").header("location"), "/Lane/Boat-5");
    first.kill();
    // Who is left writes.
    fs::rename(kept.garden.at("Lane/Boat 5.md"), kept.garden.at("Lane/Ship.md")).unwrap();
    wait_until("a rename is seen", || second.get("/Lane/Boat").header("location") == "/Lane/Ship");
    kept.settle(&second, &seeds);
    second.kill();
    let past = kept.past();
    let third = kept.start();
    kept.assert_cold(&third, past, &seeds);
    assert_eq!(third.get("/Lane/Boat-2").header("location"), "/Lane/Ship");
}
