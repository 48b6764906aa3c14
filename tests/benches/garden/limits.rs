//! What the machine itself needs for the same files, in the same run: to read them, and comrak (the Markdown library) alone.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use comrak::{Arena, parse_document};
use rayon::prelude::*;

use crate::Failed;
use crate::figures::Series;
use crate::format::alone;
use crate::format::stopwatch::Stopwatch;
use crate::source::Source;

const N_ROUNDS: usize = 5;

/// A vault of less Markdown is gone through several times a round, or the clock's own steps would show.
const BYTES_OF_A_ROUND: u64 = 10_000_000;

/// Times in milliseconds for all public notes, which are in the system's cache.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    /// The files are opened and read, on all cores.
    pub(crate) reading: Series,
    /// Their texts are read into trees, on all cores.
    pub(crate) comrak: Series,
    /// Both on one thread, in processor time.
    pub(crate) spent: Series,
}

pub(crate) fn measure(vault: &Path, source: &Source) -> Result<Limits, Failed> {
    let files: Vec<PathBuf> = source.notes.iter().map(|note| vault.join(&note.path)).collect();
    let mut limits = Limits::default();
    let n_passes = (BYTES_OF_A_ROUND / source.n_bytes.max(1)).max(1) as u32;
    for _ in 0..N_ROUNDS {
        let (mut reading, mut comrak) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..n_passes {
            let started = Instant::now();
            let texts: Vec<String> = files.par_iter().map(|file| read(file)).collect::<Result<_, _>>()?;
            reading += started.elapsed();
            let started = Instant::now();
            texts.par_iter().for_each(|text| parse(text));
            comrak += started.elapsed();
        }
        limits.reading.push_time(reading / n_passes);
        limits.comrak.push_time(comrak / n_passes);

        let watch = Stopwatch::start();
        for _ in 0..n_passes {
            for file in &files {
                parse(&read(file)?);
            }
        }
        limits.spent.push_time(watch.elapsed() / n_passes);
    }
    Ok(limits)
}

fn read(file: &Path) -> Result<String, String> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn parse(text: &str) {
    let arena = Arena::new();
    black_box(parse_document(&arena, text, &alone::options()));
}
