//! Nothing is lost, leaked or stale after a fault: the real program, killed, short of disk, or with a vault that moves under it.
//!
//! `HEDGEROW_KILLS` sets how often the program is killed (20), `HEDGEROW_SEED` when.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use hedgerow_store::{Places, State};
use hedgerow_tests::{Host, Running, TempGarden, wait_until};

use crate::kept::{Kept, Lots, SETTINGS, crawl};
use crate::noninterference::setting;

/// An address that leads elsewhere for so long leads there after a power cut too.
const REMEMBERED: Duration = Duration::from_secs(3);

/// A note that is renamed, edited, withdrawn and brought back.
struct Wanderer {
    number: usize,
    path: String,
    n_moves: usize,
    n_edits: usize,
    is_public: bool,
    /// Addresses that lead to it, since when; and those that are still to be met.
    old: Vec<(String, Option<Instant>)>,
    /// Its old addresses while it is private.
    withdrawn: Vec<String>,
}

impl Wanderer {
    fn new(number: usize) -> Self {
        let path = format!("Lane/Wanderer {number}.md");
        Self { number, path, n_moves: 0, n_edits: 0, is_public: true, old: Vec::new(), withdrawn: Vec::new() }
    }

    fn url(&self) -> String {
        format!("/{}", self.path.trim_end_matches(".md").replace(' ', "-"))
    }

    fn text(&self) -> String {
        let number = self.number;
        let body = (0..40).map(|n| format!("word{number}x{n} of the river\n")).collect::<String>();
        let edits = (0..self.n_edits).map(|n| format!("Edit {n}.\n")).collect::<String>();
        match self.is_public {
            true => format!("{body}{edits}[[Boat]] #moss\n"),
            false => format!("---\npublish: false\n---\nzzcanary\n{body}{edits}"),
        }
    }

    fn save(&self, garden: &TempGarden) {
        // As editors do.
        garden.write(&format!("{}~", self.path), self.text());
        fs::rename(garden.at(&format!("{}~", self.path)), garden.at(&self.path)).unwrap();
    }

    fn edit(&mut self, garden: &TempGarden, lots: &mut Lots) {
        match lots.below(6) {
            0 | 1 if self.is_public => {
                self.old.push((self.url(), None));
                self.n_moves += 1;
                let folder = ["Lane", "Pond", "Lane/Deep"][lots.below(3)];
                let path = format!("{folder}/Wanderer {} {}.md", self.number, self.n_moves);
                fs::create_dir_all(garden.at(folder)).unwrap();
                fs::rename(garden.at(&self.path), garden.at(&path)).unwrap();
                self.path = path;
                if lots.one_in(3) {
                    self.n_edits += 1;
                    self.save(garden);
                }
            }
            2 => {
                self.is_public = !self.is_public;
                // What is forgotten does not come back, unless nobody noticed.
                self.withdrawn = std::mem::take(&mut self.old).into_iter().map(|(url, _)| url).collect();
                self.save(garden);
            }
            _ => {
                self.n_edits += 1;
                self.save(garden);
            }
        }
    }

    /// Asks where the old addresses lead now.
    fn look(&mut self, running: &Running) {
        for (url, since) in &mut self.old {
            let leads = matches!(running.get(url).status, 301 | 308);
            *since = leads.then(|| since.unwrap_or_else(Instant::now));
        }
    }
}

#[test]
fn a_program_that_is_killed_at_any_moment_forgets_nothing_and_tells_nothing() {
    let n_kills = setting("HEDGEROW_KILLS", 20);
    let mut lots = Lots::new(setting("HEDGEROW_SEED", 4));
    let kept = Kept::small();
    let mut notes: Vec<Wanderer> = (0..8).map(Wanderer::new).collect();
    notes.iter().for_each(|note| note.save(&kept.garden));
    let (mut n_asked, mut n_forgotten, mut n_in_start) = (0, 0, 0);
    let mut is_certain = false;
    for _ in 0..n_kills {
        while lots.one_in(3) {
            // Killed while it starts, at whatever it was.
            let mut starting = kept
                .command(&[])
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(lots.pause(250));
            starting.kill().unwrap();
            starting.wait().unwrap();
            n_in_start += 1;
        }
        let past = kept.past();
        let running = kept.start();
        let seeds: Vec<String> =
            notes.iter().flat_map(|note| note.old.iter().map(|(url, _)| url.clone()).chain([note.url()])).collect();
        kept.assert_cold(&running, past, &seeds);
        for note in &mut notes {
            if !note.is_public {
                for url in note.withdrawn.iter().chain([&note.url()]) {
                    assert_eq!(running.get(url).status, 404, "{url}");
                }
                continue;
            }
            for (url, since) in &note.old {
                let answer = running.get(url);
                if since.is_some_and(|since| is_certain || since.elapsed() > REMEMBERED) {
                    assert_eq!(answer.header("location"), note.url(), "{url} {answer:?}");
                    n_asked += 1;
                }
            }
            note.look(&running);
            n_forgotten += note.old.iter().filter(|(_, since)| since.is_none()).count();
            note.old.retain(|(_, since)| since.is_some());
        }
        for _ in 0..lots.below(7) {
            let at = lots.below(notes.len());
            notes[at].edit(&kept.garden, &mut lots);
            std::thread::sleep(lots.pause(80));
        }
        is_certain = lots.one_in(2);
        if is_certain {
            kept.wait_until_remembered();
        }
        notes.iter_mut().for_each(|note| note.look(&running));
        running.kill();
        if lots.one_in(4) {
            // Edits while nobody looks.
            let at = lots.below(notes.len());
            notes[at].edit(&kept.garden, &mut lots);
        }
    }
    eprintln!(
        "killed {n_kills} times at work and {n_in_start} times in the start; {n_asked} old addresses asked for, {n_forgotten} too young"
    );
    assert!(n_asked > n_kills, "old addresses were asked for: {n_asked}");
    let running = kept.start();
    kept.settle(&running, &[]);
    assert!(running.stop_with("-TERM").success());
}

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

/// Runs the program below a shell that prepares its world, in which `$STATE` is where it keeps things.
fn below(shell: &[&str], script: &str, kept: &Kept) -> Command {
    let program = kept.command(&[]);
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(format!("{script} && exec \"$0\" \"$@\""));
    command.arg(program.get_program()).args(program.get_args()).env("STATE", kept.state());
    command
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
