//! A vault on disk, the folder where the program keeps what it remembers of it, and what a cold start would make of both.

use std::path::Path;
use std::process::Command;

use hedgerow_publish::Past;
use hedgerow_store::{Places, State};
use hedgerow_tests::{Crawl, Living, Running, TempGarden, wait_until};
use tempfile::TempDir;

use crate::PROGRAM;

/// Stands in everything that is private, and in nothing else.
pub(crate) const SECRET: &str = "zzcanary";

/// Searches for all kinds of things. None holds the secret, which an answer would repeat; two find what begins like it.
const SEARCHES: [&str; 9] =
    ["river", "heron", "zzc", "zzcana", "tag:moss", "a", "\"the river\"", "river -heron", "path:Lane"];

/// A vault and what is kept of it between two runs.
pub(crate) struct Kept {
    pub(crate) garden: TempGarden,
    home: TempDir,
}

impl Kept {
    pub(crate) fn of(garden: TempGarden) -> Self {
        Self { garden, home: tempfile::tempdir().unwrap() }
    }

    /// A small garden with something private of each kind.
    pub(crate) fn small() -> Self {
        Self::of(small())
    }

    /// Where the program keeps things.
    pub(crate) fn state(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Running::command(PROGRAM, self.garden.root(), arguments);
        command.arg("--state").arg(self.state());
        command
    }

    pub(crate) fn start(&self) -> Running {
        self.start_with(&[])
    }

    pub(crate) fn start_with(&self, arguments: &[&str]) -> Running {
        Running::of(self.command(arguments))
    }

    /// Reads what is remembered on the disk.
    pub(crate) fn past(&self) -> Option<Past> {
        let places = Places::of(self.garden.root(), Some(self.state())).unwrap();
        let bytes = State::open(&places).load().ok()??;
        Some(Past::from_bytes(&bytes).expect("what was written can be read"))
    }

    /// Waits until all that there is to remember of the files is on the disk.
    pub(crate) fn wait_until_remembered(&self) {
        wait_until("it is remembered", || {
            let past = self.past();
            past.is_some() && Living::open(self.garden.root(), past.clone()).garden().past() == past.unwrap()
        });
    }

    /// All answers of a garden grown from the files and what is remembered, with nothing else taken over from before.
    pub(crate) fn cold(&self, past: Option<Past>, seeds: &[String]) -> Crawl {
        without_lengths(Crawl::of_garden(&Living::open(self.garden.root(), past), questions(seeds)))
    }

    /// Holds that the program answers as a cold start, which remembers this, would; and tells nothing private.
    pub(crate) fn assert_cold(&self, running: &Running, past: Option<Past>, seeds: &[String]) {
        let warm = crawl(running, seeds);
        let difference = warm.difference(&self.cold(past, seeds));
        assert_eq!(difference, None, "a cold start answers otherwise; it said {:?}", running.heard());
    }

    /// Waits until the program answers as a cold start would that remembers what is on the disk.
    pub(crate) fn settle(&self, running: &Running, seeds: &[String]) {
        let mut last = None;
        let started = std::time::Instant::now();
        wait_until("it answers as a cold start does", || {
            last = crawl(running, seeds).difference(&self.cold(self.past(), seeds));
            let is_late = started.elapsed() > std::time::Duration::from_secs(60);
            assert!(!is_late, "a cold start answers otherwise: {last:?}; it said {:?}", running.heard());
            last.is_none()
        });
    }
}

/// Asks for everything, and holds that nothing of it is private.
pub(crate) fn crawl(running: &Running, seeds: &[String]) -> Crawl {
    let crawl = without_lengths(Crawl::of_garden(running, questions(seeds)));
    assert_eq!(crawl.holding(SECRET), Vec::<String>::new(), "it is private");
    assert!(crawl.answers.len() > 30, "the crawl got around: {}", crawl.answers.len());
    crawl
}

/// On the way through a port an answer without a body loses its length.
pub(crate) fn without_lengths(mut crawl: Crawl) -> Crawl {
    crawl.answers.values_mut().for_each(|answer| answer.headers.retain(|(name, _)| name != "content-length"));
    crawl
}

fn questions(seeds: &[String]) -> Vec<String> {
    let searches = SEARCHES.iter().flat_map(|query| {
        let query = hedgerow_tests::encoded(query);
        [format!("/-/api/search?limit=50&q={query}"), format!("/-/search?q={query}")]
    });
    searches.chain(seeds.iter().cloned()).collect()
}

/// All notes are public, but for a folder and those that say otherwise.
pub(crate) const SETTINGS: &str = "[site]\ntitle = \"Banks\"\n[publish]\nmode = \"all\"\nexclude = [\"Private\"]\n";

fn small() -> TempGarden {
    TempGarden::of([
        ("hedgerow.toml", SETTINGS),
        ("index.md", "# Home\n[[Boat]], [[Heron]] and [[Reeds|the reeds]] by the river. [[Otter]]"),
        ("Lane/Boat.md", "A boat on the river. ![[map.png]] See [[Heron]]. #moss"),
        ("Lane/Heron.md", "---\naliases: [Wader]\n---\nThe heron stands by the river, and [[Boat]] drifts. #moss/deep"),
        ("Lane/Reeds.md", "## Stems\nReeds, reeds. ![[Heron]]"),
        ("map.png", "picture"),
        ("chart.png", "zzcanary picture"),
        (
            "Otter.md",
            "---\npublish: false\naliases: [zzcanary-alias]\n---\nzzcanary otter ![[chart.png]] [[Boat]] #zzcanary",
        ),
        ("Private/zzcanary name.md", "zzcanary river heron [[Heron]]"),
        ("Private/Boat.md", "zzcanary shadow"),
    ])
}

/// Draws numbers, always the same ones after the same start.
pub(crate) struct Lots(u64);

impl Lots {
    pub(crate) fn new(seed: usize) -> Self {
        Self(seed as u64 ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// Draws a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % end as u64).unwrap()
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Draws a time up to so many milliseconds.
    pub(crate) fn pause(&mut self, milliseconds: usize) -> std::time::Duration {
        std::time::Duration::from_micros(self.below(milliseconds * 1000 + 1) as u64)
    }
}
