//! `hedgerow search`.

use anstyle::Style;
use hedgerow_search::{Answer, Hit, Query, SearchIndex};

use super::snippet;
use crate::args::SearchArguments;
use crate::console::{Console, Stop};
use crate::count::counted;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::reading::Opened;
use crate::report::printable;

/// Answers a query as the site does.
pub(crate) fn search(arguments: &SearchArguments, console: &mut Console<'_>) -> Result<Exit, Stop> {
    let opened = Opened::new(&arguments.vault, &arguments.overrides)?;
    let progress = Progress::start(console.is_err_terminal);
    let language = opened.settings.site.language.clone();
    let garden = opened.read(&progress).grow(&progress);
    progress.step("indexing notes", None);
    let index =
        SearchIndex::build(&garden, &language).map_err(|error| Failure::new(format!("cannot search: {error}")))?;
    drop(progress);
    let answer = index.search(&Query::parse(&arguments.query).window(0, arguments.limit));
    for hit in &answer.hits {
        print(hit, &index, console)?;
    }
    writeln!(console.out, "{}", summary(&answer, &arguments.query))?;
    Ok(Exit::Success)
}

fn print(hit: &Hit, index: &SearchIndex, console: &mut Console<'_>) -> Result<(), Stop> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let garden = index.garden();
    let note = garden.note(hit.note);
    let fragment = hit.section.as_ref().map(|section| section.anchor.fragment()).unwrap_or_default();
    writeln!(console.out, "{bold}{}{bold:#}", printable(note.title()))?;
    write!(console.out, "  {dim}{}{fragment}{dim:#}", garden.base().href(note.url()))?;
    if let Some(section) = &hit.section {
        write!(console.out, "  in: {}", printable(&section.heading))?;
    }
    writeln!(console.out)?;
    if !hit.snippet.is_empty() {
        writeln!(console.out, "  {}", snippet::for_terminal(&hit.snippet))?;
    }
    writeln!(console.out)?;
    Ok(())
}

fn summary(answer: &Answer, query: &str) -> String {
    let query = printable(query);
    match (answer.total + answer.n_partial, answer.total == 0) {
        (0, _) => format!("no public note has `{query}`"),
        (total, true) => format!("no public note has all of `{query}`; {} have some of it", counted(total, "note")),
        (total, false) if total > answer.hits.len() => {
            format!("{} have `{query}`, the best {} are above", counted(total, "note"), answer.hits.len())
        }
        (1, false) => format!("1 note has `{query}`"),
        (total, false) => format!("{} have `{query}`", counted(total, "note")),
    }
}
