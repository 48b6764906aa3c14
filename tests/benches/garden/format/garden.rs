//! The garden: every note parsed, all of them joined, every body rendered.

use std::hint::black_box;
use std::sync::Arc;

use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Harvest, PublicGarden};

use super::Times;
use super::stopwatch::Stopwatch;
use super::texts::Texts;

/// Grows a garden of its own and asks for every body. Returns how much HTML that is.
pub(crate) fn pass(texts: &Texts, times: &mut Times) -> usize {
    let sources = texts.notes.clone();
    let watch = Stopwatch::start();
    let parse = |(path, text)| Arc::new(Note::parse(path, text, FileDates::default()));
    let notes: Vec<Arc<Note>> = sources.into_iter().map(parse).collect();
    times.parse.push_time(watch.elapsed());

    let watch = Stopwatch::start();
    let harvest = Harvest::new(&notes, &texts.assets);
    let garden = PublicGarden::grow(&harvest, &texts.options);
    times.join.push_time(watch.elapsed());

    let watch = Stopwatch::start();
    let n_bytes = garden.notes().iter().map(|note| black_box(garden.body(note.id())).html.len()).sum();
    times.render.push_time(watch.elapsed());
    n_bytes
}
