//! How long it takes from a save to what readers see.

use std::fmt::Write;

use super::Report;
use crate::figures::number;

impl Report {
    pub(super) fn edits(&self, text: &mut String) -> std::fmt::Result {
        let Some(edits) = &self.edits else { return Ok(()) };
        writeln!(
            text,
            "| a save to what readers see (ms) | p50 | p95 | p99 | max | page alone, p50 | p95 | saves | behind |"
        )?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for kind in &edits.kinds {
            let [p50, p95, p99, max] = [50.0, 95.0, 99.0, 100.0].map(|at| number(kind.everywhere.percentile(at)));
            let [page, page_95] = [50.0, 95.0].map(|at| number(kind.page.percentile(at)));
            let (name, n) = (kind.name, kind.everywhere.len());
            writeln!(
                text,
                "| {name} | {p50} | {p95} | {p99} | {max} | {page} | {page_95} | {n} | {} |",
                kind.n_behind
            )?;
        }
        writeln!(text)
    }
}
