//! The section of Markdown that says what was measured.

mod answers;
mod living;
mod readers;
mod start;
mod summary;

use std::fmt::Write;

use crate::edits::Edits;
use crate::figures::{Series, grouped, megabytes, number};
use crate::first_answer::Starts;
use crate::kept::Kept;
use crate::limits::Limits;
use crate::load::Load;
use crate::machine::Machine;
use crate::pages::Pages;
use crate::program::Program;
use crate::searches::Kind;
use crate::served::Memory;
use crate::source::Source;

/// All that was measured of one vault.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) before: Machine,
    pub(crate) name: String,
    pub(crate) program: Program,
    pub(crate) source: Source,
    pub(crate) limits: Limits,
    pub(crate) starts: Starts,
    pub(crate) kept: Kept,
    pub(crate) pages: Pages,
    pub(crate) searches: Vec<Kind>,
    pub(crate) load: Load,
    pub(crate) memory_at_the_end: Memory,
    /// Nothing where no edits were asked for.
    pub(crate) edits: Option<Edits>,
}

impl Report {
    /// Writes the section, from its heading to the empty line behind it.
    pub(crate) fn section(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.head(&mut text);
        let _ = self.summary(&mut text);
        let _ = self.start(&mut text);
        let _ = self.memory_and_disk(&mut text);
        let _ = self.edits(&mut text);
        let _ = self.answers(&mut text);
        let _ = self.gathered(&mut text);
        let _ = self.saturated(&mut text);
        let _ = self.paced(&mut text);
        text
    }

    fn head(&self, text: &mut String) -> std::fmt::Result {
        let Self { before: machine, source, .. } = self;
        let n_notes = grouped(source.notes.len() as u64);
        let load_after = Machine::now().load;
        let counted = self.pages.counted.split(", ready").next().unwrap_or_default();
        writeln!(text, "## {} ({n_notes} notes)\n", self.name)?;
        writeln!(
            text,
            "{counted}; {} of public Markdown with {} links. Measured on {}: {} ({} cores), {} of memory, {}; \
             load average {} before and {load_after} after. The program is {} large.\n",
            megabytes(source.n_bytes),
            grouped(source.n_links as u64),
            machine.date,
            machine.processor,
            machine.n_cores,
            megabytes(machine.memory),
            machine.system,
            machine.load,
            megabytes(self.program.n_bytes),
        )
    }
}

fn times(text: &mut String, name: &str, series: &Series) -> std::fmt::Result {
    let [p50, p95, p99, max] = [50.0, 95.0, 99.0, 100.0].map(|at| number(series.percentile(at)));
    writeln!(text, "| {name} | {p50} | {p95} | {p99} | {max} | {} |", grouped(series.len() as u64))
}
