//! The section of Markdown about parsing and rendering.

use std::fmt::Write;

use super::Times;
use super::texts::Texts;
use crate::figures::{grouped, megabytes, number};
use crate::machine::Machine;

/// Writes the section, from its heading to the empty line behind it.
pub(crate) fn section(name: &str, before: &Machine, texts: &Texts, times: &Times, html: [usize; 2]) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = head(&mut text, name, before, texts, html);
    let _ = table(&mut text, texts, times);
    text
}

fn head(
    text: &mut String,
    name: &str,
    machine: &Machine,
    texts: &Texts,
    [alone, garden]: [usize; 2],
) -> std::fmt::Result {
    writeln!(text, "## {name} ({} notes)\n", grouped(texts.notes.len() as u64))?;
    writeln!(
        text,
        "{} of public Markdown; comrak makes {} of HTML of it, Hedgerow {}. Measured on {}: {} ({} cores, one of them used), {}; \
         load average {} before and {} after.\n",
        megabytes(texts.n_bytes as u64),
        megabytes(alone as u64),
        megabytes(garden as u64),
        machine.date,
        machine.processor,
        machine.n_cores,
        machine.system,
        machine.load,
        Machine::now().load,
    )
}

fn table(text: &mut String, texts: &Texts, times: &Times) -> std::fmt::Result {
    writeln!(text, "| one thread | MB/s | median (ms) | min | max | rounds |")?;
    writeln!(text, "| --- | ---: | ---: | ---: | ---: | ---: |")?;
    for (name, series) in [
        ("comrak alone: parse", &times.alone_parse),
        ("comrak alone: parse and write HTML", &times.alone),
        ("Hedgerow: parse", &times.parse),
        ("Hedgerow: join", &times.join),
        ("Hedgerow: render", &times.render),
        ("Hedgerow: the whole", &times.whole),
    ] {
        let speed = number(texts.n_bytes as f64 / 1e3 / series.median());
        let [median, min, max] = [series.median(), series.min(), series.max()].map(number);
        writeln!(text, "| {name} | {speed} | {median} | {min} | {max} | {} |", series.len())?;
    }
    let [median, min, max] = [times.share.median(), times.share.min(), times.share.max()].map(number);
    writeln!(text, "\nThe whole is {median} as fast as comrak alone (median of the rounds; {min} to {max}).\n")
}
