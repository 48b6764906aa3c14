//! Many readers at once.

use std::fmt::Write;

use super::Report;
use crate::figures::{grouped, number};
use crate::load::Load;

impl Report {
    pub(super) fn saturated(&self, text: &mut String) -> std::fmt::Result {
        let Load { n_connections, ours, bare, n_bytes, .. } = &self.load;
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

    pub(super) fn paced(&self, text: &mut String) -> std::fmt::Result {
        writeln!(
            text,
            "| at half the saturating rate (ms) | most a second | sent a second | p50 | p99 | p99.9 | max | answers |"
        )?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for paced in &self.load.paced {
            let [p50, p99, p999, max] = [50.0, 99.0, 99.9, 100.0].map(|at| number(paced.times.percentile(at)));
            let [most, sent] = [paced.most, paced.wanted].map(number);
            let (name, n) = (paced.name, grouped(paced.times.len() as u64));
            writeln!(text, "| {name} | {most} | {sent} | {p50} | {p99} | {p999} | {max} | {n} |")?;
        }
        writeln!(text)
    }
}
