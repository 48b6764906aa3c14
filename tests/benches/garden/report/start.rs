//! How long starts take, and what is in memory and on the disk then.

use std::fmt::Write;

use super::Report;
use crate::figures::{megabytes, number};
use crate::first_answer::Starts;

impl Report {
    pub(super) fn start(&self, text: &mut String) -> std::fmt::Result {
        let Starts { first, from_disk, again } = &self.starts;
        writeln!(text, "| start of the process to … (ms) | median | min | max | starts |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: |")?;
        for (name, series) in [
            ("first right page, nothing kept", &first.page),
            ("first right search after it", &first.search),
            ("processor time for both", &first.spent),
            ("first right page, nothing kept, files not in the system's cache", &from_disk.page),
            ("first right search after it, files not in the system's cache", &from_disk.search),
            ("first right page, with what the last run kept", &again.page),
            ("first right search after it, with what the last run kept", &again.search),
            ("processor time for both, with what the last run kept", &again.spent),
        ] {
            let [median, min, max] = [series.median(), series.min(), series.max()].map(number);
            writeln!(text, "| {name} | {median} | {min} | {max} | {} |", series.len())?;
        }
        let check = number(self.pages.check.as_secs_f64() * 1000.0);
        writeln!(text, "| the author's check is told, in the background | {check} | | | 1 |\n")?;
        let fetched = [from_disk, first].map(|start| megabytes(start.fetched.median() as u64));
        writeln!(
            text,
            "From the disk came {} without and {} with the system's cache (median).\n",
            fetched[0], fetched[1]
        )?;
        self.limits(text)
    }

    /// How much of a start is what any program would have to do.
    fn limits(&self, text: &mut String) -> std::fmt::Result {
        let (limits, start) = (&self.limits, &self.starts.first);
        let speed = |milliseconds: f64| number(self.source.n_bytes as f64 / 1e3 / milliseconds);
        writeln!(text, "| the machine itself, the public notes in the system's cache | median (ms) | MB/s | share |")?;
        writeln!(text, "| --- | ---: | ---: | ---: |")?;
        let (reading, comrak, spent) = (limits.reading.median(), limits.comrak.median(), limits.spent.median());
        for (name, time, of) in [
            ("reading the files, all cores", reading, start.page.median()),
            ("comrak alone on the texts, all cores", comrak, start.page.median()),
            ("both, one thread, processor time", spent, start.spent.median()),
        ] {
            writeln!(text, "| {name} | {} | {} | {} |", number(time), speed(time), number(time / of))?;
        }
        writeln!(
            text,
            "\nThe share is that of a start with nothing kept: reading and comrak are {} of its time, and {} of its processor time.\n",
            number((reading + comrak) / start.page.median()),
            number(spent / start.spent.median())
        )
    }

    pub(super) fn memory_and_disk(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "| memory | resident | peak |\n| --- | ---: | ---: |")?;
        let after_edits = self.edits.iter().map(|edits| ("another run, after the edits", &edits.memory));
        for (name, memory) in [
            ("after the first answers", &self.starts.first.memory),
            ("after the first answers, with what the last run kept", &self.starts.again.memory),
            ("after the check", &self.pages.memory_after_the_check),
            ("after every page was read once", &self.pages.memory_after_all),
            ("at the end", &self.memory_at_the_end),
        ]
        .into_iter()
        .chain(after_edits)
        {
            writeln!(text, "| {name} | {} | {} |", megabytes(memory.resident), megabytes(memory.peak))?;
        }
        writeln!(text, "\n| kept on the disk | size | of the Markdown |\n| --- | ---: | ---: |")?;
        for (name, &bytes) in &self.kept.0 {
            let share = number(bytes as f64 / self.source.n_bytes as f64);
            writeln!(text, "| `{name}` | {} | {share} |", megabytes(bytes))?;
        }
        writeln!(text)
    }
}
