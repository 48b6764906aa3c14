//! The section of Markdown that says what was measured.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::Failed;
use crate::figures::{Series, grouped, megabytes, number};
use crate::first_answer::Starts;
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
    pub(crate) starts: Starts,
    pub(crate) pages: Pages,
    pub(crate) searches: Vec<Kind>,
    pub(crate) load: Load,
    pub(crate) memory_at_the_end: Memory,
}

impl Report {
    /// Writes the section, from its heading to the empty line behind it.
    pub(crate) fn section(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.head(&mut text);
        let _ = self.start_and_memory(&mut text);
        let _ = self.answers(&mut text);
        let _ = self.gathered(&mut text);
        let _ = self.many_readers(&mut text);
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

    fn start_and_memory(&self, text: &mut String) -> std::fmt::Result {
        let Starts { warm, cold, memory } = &self.starts;
        writeln!(text, "| start of the process to … (ms) | median | min | max | starts |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: |")?;
        for (name, series) in [
            ("first right page, files in the system's cache", &warm.page),
            ("first right search after it", &warm.search),
            ("first right page, files not in the cache", &cold.page),
            ("first right search after it, files not in the cache", &cold.search),
        ] {
            let [median, min, max] = [series.median(), series.min(), series.max()].map(number);
            writeln!(text, "| {name} | {median} | {min} | {max} | {} |", series.len())?;
        }
        let check = number(self.pages.check.as_secs_f64() * 1000.0);
        writeln!(text, "| the author's check is told, in the background | {check} | | | 1 |\n")?;
        let fetched = [&cold.fetched, &warm.fetched].map(|series| megabytes(series.median() as u64));
        writeln!(text, "From the disk came {} without and {} with the cache (median).\n", fetched[0], fetched[1])?;

        writeln!(text, "| memory | resident | peak |\n| --- | ---: | ---: |")?;
        for (name, memory) in [
            ("after the first answers", memory),
            ("after the check, which renders every note", &self.pages.memory_after_the_check),
            ("after every page was read once", &self.pages.memory_after_all),
            ("at the end", &self.memory_at_the_end),
        ] {
            writeln!(text, "| {name} | {} | {} |", megabytes(memory.resident), megabytes(memory.peak))?;
        }
        writeln!(text)
    }

    fn answers(&self, text: &mut String) -> std::fmt::Result {
        let pages = &self.pages;
        writeln!(text, "| answers (ms), one connection | p50 | p95 | p99 | max | answers |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: | ---: |")?;
        times(text, "page, first visit, while the check runs", &pages.during_the_check)?;
        times(text, "page, first visit", &pages.first)?;
        times(text, "page, next visit", &pages.again)?;
        for kind in &self.searches {
            times(text, &format!("search: {}", kind.name), &kind.times)?;
        }
        let mut all = Series::default();
        self.searches.iter().for_each(|kind| all.extend(kind.times.clone()));
        times(text, "search: all of these", &all)?;
        writeln!(text)?;
        let sizes = |series: &Series| [50.0, 99.0, 100.0].map(|at| number(series.percentile(at) / 1e3));
        let ([p50, p99, max], [plain, plain_99, plain_max]) = (sizes(&pages.sent), sizes(&pages.plain));
        writeln!(
            text,
            "A page is {p50} KB on the wire (p99 {p99}, max {max}), {plain} KB unpacked (p99 {plain_99}, max {plain_max} \
             of {} pages). The slowest first visit took {} ms and sent {} KB.",
            pages.plain.len(),
            number(pages.slowest.0),
            number(pages.slowest.1 as f64 / 1e3),
        )?;
        let mut sent = Series::default();
        self.searches.iter().for_each(|kind| sent.extend(kind.sent.clone()));
        let [p50, _, max] = sizes(&sent);
        let slowest = self.searches.iter().map(|kind| &kind.slowest).max_by(|a, b| a.0.total_cmp(&b.0));
        let slowest = slowest.map_or("", |(_, query)| query);
        let n_empty: usize = self.searches.iter().map(|kind| kind.n_empty).sum();
        writeln!(
            text,
            "An answer to a search is {p50} KB (max {max}); {n_empty} of {} found nothing; the slowest was for `{slowest}`.\n",
            all.len()
        )
    }

    fn gathered(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "| gathered from all notes | first (ms) | again (ms) | sent (KB) | unpacked (KB) |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: |")?;
        for page in &self.pages.gathered {
            let [first, again] = [page.first, page.again].map(|time| number(time.as_secs_f64() * 1000.0));
            let [sent, plain] = [page.sent, page.plain].map(|bytes| number(bytes as f64 / 1e3));
            writeln!(text, "| `{}` | {first} | {again} | {sent} | {plain} |", page.address)?;
        }
        writeln!(text)
    }

    fn many_readers(&self, text: &mut String) -> std::fmt::Result {
        let Load { n_connections, ours, bare, n_bytes } = &self.load;
        let size = number(*n_bytes as f64 / 1e3);
        writeln!(
            text,
            "| one page of {size} KB, {n_connections} connections | answers a second | p50 (ms) | p99 (ms) |"
        )?;
        writeln!(text, "| --- | ---: | ---: | ---: |")?;
        for (name, rate) in [("Hedgerow", ours), ("a bare handler with the same bytes", bare)] {
            let [p50, p99] = [50.0, 99.0].map(|at| number(rate.times.percentile(at)));
            writeln!(text, "| {name} | {} | {p50} | {p99} |", number(rate.per_second))?;
        }
        writeln!(text)
    }
}

fn times(text: &mut String, name: &str, series: &Series) -> std::fmt::Result {
    let [p50, p95, p99, max] = [50.0, 95.0, 99.0, 100.0].map(|at| number(series.percentile(at)));
    writeln!(text, "| {name} | {p50} | {p95} | {p99} | {max} | {} |", grouped(series.len() as u64))
}

/// Puts a section into `crates/BENCHMARKS.md`: in place of the one of the same name, or at the end.
pub(crate) fn write(name: &str, section: &str) -> Result<(), Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("crates").join("BENCHMARKS.md");
    let page = fs::read_to_string(&file)?;
    let heading = format!("## {name} (");
    let from = page.find(&heading).unwrap_or(page.len());
    let rest = page.get(from + heading.len()..).unwrap_or_default();
    let behind = rest.find("\n## ").map_or("", |end| &rest[end + 1..]);
    let before = page[..from].trim_end();
    fs::write(&file, format!("{before}\n\n{section}{behind}").trim_end().to_owned() + "\n")?;
    Ok(())
}
