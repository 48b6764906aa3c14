//! Mixed load for a while: readers, searches, open pages, edits and renames, with memory and file handles flat.
//!
//! `HEDGEROW_SOAK` sets for how many seconds (4). A long run says how things stand each minute.

use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hedgerow_tests::{Host, Running, encoded, wait_until};

use crate::kept::{Kept, Lots};
use crate::noninterference::setting;

const N_NOTES: usize = 300;

/// Pages that are open at once.
const N_STREAMS: usize = 24;

/// How much more memory of its own the program may have in the last quarter than in the second one, in KiB, besides a tenth.
const MAX_GROWTH: usize = 16 << 10;

/// How many more files.
const MAX_MORE_FILES: usize = 16;

/// What the program takes at one moment.
#[derive(Clone, Copy, Debug)]
struct Sample {
    at: Duration,
    /// All memory, and that which no file backs, in KiB.
    resident: usize,
    anonymous: usize,
    n_files: usize,
}

impl Sample {
    fn of(running: &Running, at: Duration) -> Self {
        let status = fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim().trim_end_matches(" kB").parse().unwrap()
        };
        let n_files = fs::read_dir(format!("/proc/{}/fd", running.id())).unwrap().count();
        Self { at, resident: of("VmRSS:"), anonymous: of("RssAnon:"), n_files }
    }
}

/// How often each thing was done.
#[derive(Debug, Default)]
struct Counts {
    pages: AtomicUsize,
    searches: AtomicUsize,
    edits: AtomicUsize,
    streams: AtomicUsize,
    events: AtomicUsize,
}

struct Load<'l> {
    kept: &'l Kept,
    running: &'l Running,
    counts: &'l Counts,
    is_over: &'l AtomicBool,
}

/// A note has three places and goes from one to the next, so that what is remembered has an end.
fn path(note: usize, place: usize) -> String {
    format!("{}/Note {note}.md", ["Lane", "Pond", "Lane/Deep"][place % 3])
}

fn text(lots: &mut Lots) -> String {
    let words: String = (0..120).map(|_| format!("word{} ", lots.below(3000))).collect();
    let links: String = (0..4).map(|_| format!("[[Note {}]] ", lots.below(N_NOTES))).collect();
    let private = if lots.one_in(10) { "---\npublish: false\n---\nzzcanary " } else { "" };
    format!("{private}{words}\n\n{links} #tag{}\n", lots.below(20))
}

impl Load<'_> {
    fn go_on(&self) -> bool {
        !self.is_over.load(Ordering::Relaxed)
    }

    fn read(&self, lots: &mut Lots) {
        while self.go_on() {
            let url = match lots.below(12) {
                0 => "/".to_owned(),
                1 => "/-/graph".to_owned(),
                2 => "/feed.xml".to_owned(),
                3 => format!("/-/tags/tag{}", lots.below(20)),
                _ => format!("/{}", path(lots.below(N_NOTES), lots.below(3)).trim_end_matches(".md").replace(' ', "-")),
            };
            let answer = self.running.get(&url);
            assert!([200, 308, 404].contains(&answer.status), "{url}: {answer:?}");
            self.counts.pages.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn search(&self, lots: &mut Lots) {
        while self.go_on() {
            let query = match lots.below(3) {
                0 => format!("word{}", lots.below(3000)),
                1 => format!("wor word{}", lots.below(3000)),
                _ => format!("tag:tag{} note", lots.below(20)),
            };
            assert_eq!(self.running.get(&format!("/-/api/search?q={}", encoded(&query))).status, 200);
            self.counts.searches.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn edit(&self, lots: &mut Lots) {
        let garden = &self.kept.garden;
        let mut places = vec![0; N_NOTES];
        while self.go_on() {
            let note = lots.below(N_NOTES);
            let place = &mut places[note];
            if lots.one_in(3) {
                let (from, to) = (path(note, *place), path(note, *place + 1));
                fs::create_dir_all(garden.at(&to).parent().unwrap()).unwrap();
                fs::rename(garden.at(&from), garden.at(&to)).unwrap();
                *place += 1;
            } else {
                garden.write(&path(note, *place), text(lots));
            }
            self.counts.edits.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(lots.pause(200));
        }
    }

    /// Has pages open, and now and then another one instead.
    fn listen(&self, lots: &mut Lots) {
        let mut open = Vec::new();
        while self.go_on() {
            let mut stream = self.running.connect().unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
            let note = path(lots.below(N_NOTES), lots.below(3)).trim_end_matches(".md").replace(' ', "-");
            let request =
                format!("GET /-/events?page=/{note}&tag=x HTTP/1.1\r\nhost: {}\r\n\r\n", self.running.address());
            stream.write_all(request.as_bytes()).unwrap();
            self.counts.streams.fetch_add(1, Ordering::Relaxed);
            open.push(stream);
            let mut heard = [0; 4096];
            for stream in &mut open {
                let n_heard = stream.read(&mut heard).unwrap_or(0);
                let n_events = String::from_utf8_lossy(&heard[..n_heard]).matches("data:").count();
                self.counts.events.fetch_add(n_events, Ordering::Relaxed);
            }
            if open.len() == N_STREAMS {
                open.remove(lots.below(N_STREAMS));
            }
        }
    }
}

/// The one in the middle.
fn median(samples: &[Sample], of: impl Fn(&Sample) -> usize) -> usize {
    let mut values: Vec<usize> = samples.iter().map(of).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

#[test]
#[cfg(target_os = "linux")]
fn under_mixed_load_memory_and_files_stay_as_they_are() {
    let time = Duration::from_secs(setting("HEDGEROW_SOAK", 4).try_into().unwrap());
    let kept = Kept::small();
    let mut lots = Lots::new(5);
    (0..N_NOTES).for_each(|note| kept.garden.write(&path(note, 0), text(&mut lots)));
    let running = kept.start();
    let (counts, is_over) = (Counts::default(), AtomicBool::new(false));
    let load = Load { kept: &kept, running: &running, counts: &counts, is_over: &is_over };
    let mut samples = Vec::new();
    std::thread::scope(|scope| {
        let load = &load;
        for seed in 0..2 {
            scope.spawn(move || load.read(&mut Lots::new(seed)));
        }
        scope.spawn(move || load.search(&mut Lots::new(2)));
        scope.spawn(move || load.edit(&mut Lots::new(3)));
        scope.spawn(move || load.listen(&mut Lots::new(4)));
        let started = Instant::now();
        let mut next_told = Duration::ZERO;
        while started.elapsed() < time {
            std::thread::sleep(Duration::from_millis(100).max(time / 1000));
            let sample = Sample::of(&running, started.elapsed());
            samples.push(sample);
            if sample.at >= next_told {
                let Sample { at, resident, anonymous, n_files } = sample;
                eprintln!("{:5} s: {resident} KiB, {anonymous} of its own, {n_files} files; {counts:?}", at.as_secs());
                next_told += Duration::from_secs(60);
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let quarter = samples.len() / 4;
    let (early, late) = (&samples[quarter..2 * quarter], &samples[3 * quarter..]);
    let of = |of: fn(&Sample) -> usize| (median(early, of), median(late, of));
    let (memory, files) = (of(|sample| sample.anonymous), of(|sample| sample.n_files));
    eprintln!(
        "memory of its own, KiB: {} early, {} late; files: {} early, {} late; {counts:?}",
        memory.0, memory.1, files.0, files.1
    );
    assert!(memory.1 < memory.0 + memory.0 / 10 + MAX_GROWTH, "memory grows: {memory:?}");
    assert!(files.1 < files.0 + MAX_MORE_FILES, "files are not closed: {files:?}");
    let done = [&counts.pages, &counts.searches, &counts.edits, &counts.streams];
    assert!(done.iter().all(|count| count.load(Ordering::Relaxed) > 0), "all of it was done: {counts:?}");
    kept.settle(&running, &[]);
    wait_until("all connections are closed", || Sample::of(&running, time).n_files < files.0.max(40));
}
