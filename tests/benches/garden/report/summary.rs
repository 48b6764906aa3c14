//! What was measured, beside what is aimed at.

use std::fmt::Write;

use super::Report;
use crate::figures::number;
use crate::goals::{AGAINST_BARE, Goals};

impl Report {
    pub(super) fn summary(&self, text: &mut String) -> std::fmt::Result {
        let goals = Goals::of(self.source.notes.len());
        let paced = |name: &str| self.load.paced.iter().find(|paced| paced.name == name);
        let tail = |name: &str| paced(name).map_or(0.0, |paced| paced.times.percentile(99.0));
        let seconds = |milliseconds: f64| milliseconds / 1000.0;
        writeln!(text, "| what, on {} cores | goal | measured |\n| --- | ---: | ---: |", self.before.n_cores)?;
        let mut row =
            |what: &str, goal: String, measured: f64| writeln!(text, "| {what} | {goal} | {} |", number(measured));
        let most = |goal: f64| format!("≤ {goal}");
        row(
            "start to the first right page, nothing kept (s)",
            most(goals.first_start),
            seconds(self.starts.first.page.median()),
        )?;
        row(
            "start to the first right page, with what the last run kept (s)",
            most(goals.next_start),
            seconds(self.starts.again.page.median()),
        )?;
        if let Some(text) = self.edits.as_ref().and_then(|edits| edits.kinds.first()) {
            row(
                "an edit of a text to visible everywhere, p95 (ms)",
                most(goals.edit),
                text.everywhere.percentile(95.0),
            )?;
        }
        row(
            "memory after every page was read once (MB)",
            most(goals.memory),
            self.pages.memory_after_all.resident as f64 / 1e6,
        )?;
        row(
            "one page from memory, answers a second against the bare handler",
            format!("≥ {AGAINST_BARE}"),
            self.load.ours.per_second / self.load.bare.per_second,
        )?;
        row("a page at half the saturating load, p99 (ms)", most(goals.page), tail("any page"))?;
        row("a search at half the saturating load, p99 (ms)", most(goals.search), tail("search"))?;
        writeln!(text)
    }
}
