//! The Markdown library alone.

use std::hint::black_box;

use comrak::{Arena, Options, format_html, parse_document};

use super::Times;
use super::stopwatch::Stopwatch;
use super::texts::Texts;

/// Reads every text, then reads every text and writes its HTML. Returns how much HTML that is.
pub(crate) fn pass(texts: &Texts, times: &mut Times) -> usize {
    let options = options();
    let watch = Stopwatch::start();
    for (_, text) in &texts.notes {
        let arena = Arena::new();
        black_box(parse_document(&arena, text, &options));
    }
    times.alone_parse.push_time(watch.elapsed());

    let watch = Stopwatch::start();
    let mut n_bytes = 0;
    for (_, text) in &texts.notes {
        let arena = Arena::new();
        let root = parse_document(&arena, text, &options);
        let mut html = String::new();
        format_html(root, &options, &mut html).expect("writing to a string cannot fail");
        n_bytes += black_box(html).len();
    }
    times.alone.push_time(watch.elapsed());
    n_bytes
}

/// What Hedgerow switches on, and that the library passes over front matter and lets raw HTML through as it is: else it
/// would have other work to do.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.autolink = true;
    extension.footnotes = true;
    extension.front_matter_delimiter = Some("---".to_owned());
    extension.highlight = true;
    extension.inline_footnotes = true;
    extension.math_dollars = true;
    extension.ofm_callouts = true;
    extension.ofm_comments = true;
    extension.strikethrough = true;
    extension.subscript = true;
    extension.table = true;
    extension.tasklist = true;
    extension.wikilinks_title_after_pipe = true;
    options.parse.escaped_char_spans = true;
    options.parse.relaxed_tasklist_matching = true;
    options.render.r#unsafe = true;
    options
}
