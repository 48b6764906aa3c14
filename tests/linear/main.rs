//! Linear time: for every construct, four times the text takes about four times as long (F-20).
//!
//! Measured is the processor time of one thread that does all the work, never the clock, so a busy machine changes
//! little; and what is bounded is a ratio: how much dearer a byte becomes when the text is four times as long. In linear
//! time that is 1, in quadratic time 4. Each stage is held by itself, so that none hides behind a slower one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![allow(clippy::print_stderr, reason = "what a long test did is worth a line")]

mod blocks;
mod front;
mod html;
mod inline;
mod many_files;
mod math;

use std::sync::Arc;
use std::time::Duration;

use hedgerow_model::{AssetPath, NotePath};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions, RenderOptions, audit};
use hedgerow_site::{Site, SiteOptions};

/// A byte may become this much dearer in a text four times as long: 3.2 times the time for twice the text.
const MAX_GROWTH: f64 = 3.2 * 3.2 / 4.0;

/// A stage that takes less than this on the long text is too short to measure, and to matter.
const MIN_TIME: Duration = Duration::from_millis(60);

/// A program that was not optimised is a good deal slower, and shows the same growth on shorter texts.
const SHORTER: usize = if cfg!(debug_assertions) { 8 } else { 1 };

/// The stack of a thread that nobody asked for a larger one.
const STACK: usize = 2 << 20;

/// Files by path; `Host.md` is the one whose page is made.
pub(crate) type Files = Vec<(String, String)>;

/// A construct: its name, how often it stands in the long text, and how to write it that often.
pub(crate) type Construct = (&'static str, usize, fn(usize) -> Files);

/// A note of one text.
pub(crate) fn host(text: String) -> Files {
    vec![("Host.md".to_owned(), text), ("Note.md".to_owned(), "# Heading\ntext ^id\n".to_owned())]
}

/// Makes the page of each construct, of the long text and of a quarter of it, and compares.
pub(crate) fn hold(constructs: &[Construct]) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().unwrap();
    let mut slow = Vec::new();
    for &(name, n, make) in constructs {
        slow.extend(pool.install(|| slow_stages(name, (n / SHORTER).max(8), make)));
    }
    assert!(slow.is_empty(), "not in linear time:\n{}", slow.join("\n"));
}

fn slow_stages(name: &str, n: usize, make: fn(usize) -> Files) -> Vec<String> {
    let (short, long) = (make(n / 4), make(n));
    let (short_len, long_len) = (len(&short), len(&long));
    let mut times = [stages(&short), stages(&long)];
    let slow = |times: &[Stages; 2]| -> Vec<String> {
        let each = times[0].iter().zip(&times[1]);
        let each = each.map(|((stage, short_time), (_, long_time))| {
            let per_byte = |time: &Duration, len: usize| time.as_secs_f64() / len as f64;
            let growth = per_byte(long_time, long_len) / per_byte(short_time, short_len).max(f64::MIN_POSITIVE);
            (*stage, *short_time, *long_time, growth)
        });
        each.filter(|(_, _, long_time, growth)| *long_time >= MIN_TIME && *growth > MAX_GROWTH)
            .map(|(stage, short_time, long_time, growth)| {
                format!("{name}, {stage}: {short_len} bytes {short_time:.1?}, {long_len} bytes {long_time:.1?}, growth {growth:.1}")
            })
            .collect()
    };
    // What disturbs a measurement makes it longer: the shortest of a few is the truest.
    for _ in 0..3 {
        if slow(&times).is_empty() {
            break;
        }
        for (times, files) in times.iter_mut().zip([&short, &long]) {
            for (best, again) in times.iter_mut().zip(stages(files)) {
                best.1 = best.1.min(again.1);
            }
        }
    }
    if std::env::var_os("HEDGEROW_TIMES").is_some() {
        let line = |times: &Stages| {
            times.iter().map(|(stage, time)| format!("{stage} {time:.1?}")).collect::<Vec<_>>().join(", ")
        };
        eprintln!("{name}: {short_len} bytes: {}; {long_len} bytes: {}", line(&times[0]), line(&times[1]));
    }
    slow(&times)
}

fn len(files: &Files) -> usize {
    files.iter().map(|(path, text)| path.len() + text.len()).sum()
}

type Stages = [(&'static str, Duration); 5];

/// Reads, joins and renders files, and makes the page of one; returns how long each took.
fn stages(files: &Files) -> Stages {
    let options = PublishOptions {
        policy: Policy::new(Mode::All, &[], &[], None).unwrap(),
        render: RenderOptions { show_properties: vec!["up".to_owned()], ..RenderOptions::default() },
        ..PublishOptions::default()
    };
    let ((notes, assets), reading) = timed(|| read(files));
    let (garden, joining) = timed(|| Arc::new(PublicGarden::grow(&Harvest::new(&notes, &assets), &options)));
    // Front matter that is in doubt hides the note: then there is nothing to render.
    let Some(host) = garden.notes().iter().find(|note| note.path().as_str() == "Host.md").map(|note| note.id()) else {
        let none = Duration::ZERO;
        return [("parse", reading), ("join", joining), ("render", none), ("page", none), ("check", none)];
    };
    let (html_len, rendering) = timed(|| garden.body(host).html.len());
    assert!(html_len < 512 * len(files) + (8 << 20), "the page is out of proportion: {html_len} bytes");
    let (_, page) = timed(|| {
        let site = Site::new(Arc::clone(&garden), SiteOptions::default());
        (site.note_page(host), site.tags_page(), site.feed())
    });
    let (_, checking) = timed(|| audit(&notes, &assets, &garden).len());
    [("parse", reading), ("join", joining), ("render", rendering), ("page", page), ("check", checking)]
}

fn read(files: &Files) -> (Vec<Arc<Note>>, Vec<AssetPath>) {
    let (mut notes, mut assets) = (Vec::new(), Vec::new());
    for (path, text) in files {
        match NotePath::new(path) {
            Ok(path) => notes.push(Arc::new(Note::parse(path, text.clone(), FileDates::default()))),
            Err(_) => assets.push(AssetPath::new(path).unwrap()),
        }
    }
    notes.sort_by(|a: &Arc<Note>, b| a.path().cmp(b.path()));
    assets.sort();
    (notes, assets)
}

/// Does something and returns how much of the processor this thread took for it.
fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let start = processor_time();
    let made = act();
    (made, processor_time().saturating_sub(start))
}

#[cfg(target_os = "linux")]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

/// Elsewhere the texts are read all the same: none may crash or hang.
#[cfg(not(target_os = "linux"))]
fn processor_time() -> Duration {
    Duration::ZERO
}

#[test]
#[cfg(target_os = "linux")]
fn a_construct_in_quadratic_time_is_noticed() {
    // Links to headings that are not there look at every heading.
    fn quadratic(n: usize) -> Files {
        host(format!("{}\n", "#".repeat(n)))
    }
    let (short, long) = (quadratic(100), quadratic(400));
    let busy = |n: usize| timed(|| std::hint::black_box((0..n * n * 40).fold(0_usize, |a, b| a ^ b))).1;
    let per_byte = |time: Duration, files: &Files| time.as_secs_f64() / len(files) as f64;
    let growth = per_byte(busy(4_000), &long) / per_byte(busy(1_000), &short);
    assert!(growth > MAX_GROWTH, "four times the text in sixteen times the time: {growth}");
}
