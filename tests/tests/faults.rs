//! Nothing is lost, leaked or stale after a fault: the real program, killed, short of disk, or with a vault that moves under it.
//!
//! `HEDGEROW_KILLS` sets how often the program is killed (20), `HEDGEROW_SEED` when.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use hedgerow_tests::{Host, Running, TempGarden};

use crate::kept::{Kept, Lots};
use crate::noninterference::setting;

mod state;
mod vault;

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

/// Runs the program below a shell that prepares its world, in which `$STATE` is where it keeps things.
fn below(shell: &[&str], script: &str, kept: &Kept) -> Command {
    let program = kept.command(&[]);
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg(format!("{script} && exec \"$0\" \"$@\""));
    command.arg(program.get_program()).args(program.get_args()).env("STATE", kept.state());
    command
}
