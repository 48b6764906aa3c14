//! How long pages and searches take, one question after the other.

use std::fmt::Write;

use super::{Report, times};
use crate::figures::{Series, number};

impl Report {
    pub(super) fn answers(&self, text: &mut String) -> std::fmt::Result {
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

    pub(super) fn gathered(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "| gathered from all notes | first (ms) | again (ms) | sent (KB) | unpacked (KB) |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: |")?;
        for page in &self.pages.gathered {
            let [first, again] = [page.first, page.again].map(|time| number(time.as_secs_f64() * 1000.0));
            let [sent, plain] = [page.sent, page.plain].map(|bytes| number(bytes as f64 / 1e3));
            writeln!(text, "| `{}` | {first} | {again} | {sent} | {plain} |", page.address)?;
        }
        writeln!(text)
    }
}
