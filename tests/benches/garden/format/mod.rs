//! Parsing and rendering, beside the Markdown library alone: the same texts, in the same process, on one thread, in turns.
//!
//! No file is read and nothing is served here. Each round makes everything anew, so that no body is one that was kept.

pub(crate) mod alone;
mod garden;
mod report;
pub(crate) mod stopwatch;
mod texts;

use std::path::Path;

use crate::Failed;
use crate::figures::Series;
use crate::machine::Machine;
use crate::options::Options;

use texts::Texts;

/// A vault of less Markdown is gone through several times a round, or the clock's own steps would show.
const BYTES_OF_A_ROUND: usize = 10_000_000;

/// What was measured of one vault, in milliseconds for all of its public notes.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// The library reads the texts.
    alone_parse: Series,
    /// The library reads the texts and writes HTML.
    alone: Series,
    /// The notes are read: front matter, facts, links.
    parse: Series,
    /// The gate, names, links, addresses, backlinks: everything between the notes and a garden.
    join: Series,
    /// Each body is rendered.
    render: Series,
    /// The three before.
    whole: Series,
    /// How fast the whole is, the library alone being 1: by round.
    share: Series,
}

/// Measures a vault and returns the section of Markdown that says what came out, with its name.
pub(crate) fn measure(vault: &Path, options: &Options) -> Result<(String, String), Failed> {
    let before = Machine::now();
    let texts = Texts::read(vault, options.mode()?)?;
    // All that runs on several threads elsewhere has this one only.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let (times, n_bytes_of_html) = one_thread.install(|| rounds(&texts, options.rounds));
    let name = format!("{}, parsing and rendering", options.name(vault));
    let section = report::section(&name, &before, &texts, &times, n_bytes_of_html);
    Ok((name, section))
}

fn rounds(texts: &Texts, n_rounds: u8) -> (Times, [usize; 2]) {
    let n_passes = (BYTES_OF_A_ROUND / texts.n_bytes.max(1)).max(1);
    let mut times = Times::default();
    let mut n_bytes_of_html = [0, 0];
    // One more round comes first and is not counted: what is made once for all is made there.
    for round in 0..=n_rounds {
        let mut of_round = Times::default();
        for _ in 0..n_passes {
            n_bytes_of_html = [alone::pass(texts, &mut of_round), garden::pass(texts, &mut of_round)];
        }
        if round > 0 {
            times.push(&of_round);
        }
    }
    (times, n_bytes_of_html)
}

impl Times {
    /// Takes the mean of a round's passes.
    fn push(&mut self, round: &Self) {
        let whole = round.parse.mean() + round.join.mean() + round.render.mean();
        self.alone_parse.push(round.alone_parse.mean());
        self.alone.push(round.alone.mean());
        self.parse.push(round.parse.mean());
        self.join.push(round.join.mean());
        self.render.push(round.render.mean());
        self.whole.push(whole);
        self.share.push(round.alone.mean() / whole);
    }
}
