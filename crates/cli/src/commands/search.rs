//! `hedgerow search`.

use anstyle::Style;
use hedgerow_search::{Answer, Hit, Query, SearchIndex};
use hedgerow_server::AnswerJson;

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
    let opened = Opened::new(&arguments.sought.vault, &arguments.overrides)?;
    let progress = Progress::start(console.is_err_terminal);
    let language = opened.settings.site.language.clone();
    let garden = opened.read(&progress).grow(&progress);
    progress.step("indexing notes", None);
    let index =
        SearchIndex::build(&garden, &language).map_err(|error| Failure::new(format!("cannot search: {error}")))?;
    drop(progress);
    let query =
        Query::parse(&arguments.sought.query).sorted_by(arguments.sort.into()).window(0, arguments.limit).with_facets();
    let answer = index.search(&query);
    for notice in &answer.notices {
        writeln!(console.err, "{}", printable(notice))?;
    }
    if arguments.json {
        let window = (0, arguments.limit);
        let completions = index.complete(&query);
        let answer = AnswerJson::of(&garden, query.text(), query.sort(), window, &answer);
        console.write_json(&answer.with_completions(&completions))?;
        return Ok(Exit::Success);
    }
    for (at, hit) in answer.hits.iter().enumerate() {
        if Some(at) == answer.first_partial() {
            writeln!(console.out, "{}\n", partial_heading(&answer))?;
        }
        print(hit, &index, console)?;
    }
    writeln!(console.out, "{}", summary(&answer, &arguments.sought.query))?;
    if let Some(suggestion) = &answer.suggestion {
        writeln!(console.out, "did you mean `{}`?", printable(&suggestion.query))?;
    }
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
    if !hit.missing.is_empty() {
        writeln!(console.out, "  {dim}without: {}{dim:#}", printable(&hit.missing.join(", ")))?;
    }
    writeln!(console.out)?;
    Ok(())
}

fn partial_heading(answer: &Answer) -> &'static str {
    if answer.total == 0 { "no note has all of it; these have some:" } else { "these have some of it:" }
}

fn summary(answer: &Answer, query: &str) -> String {
    let query = printable(query);
    let n_shown = answer.hits.len();
    let above =
        |n_found: usize| if n_found > n_shown { format!("; the best {n_shown} are above") } else { String::new() };
    let have = |n: usize| format!("{} {}", counted(n, "note"), if n == 1 { "has" } else { "have" });
    match (answer.total, answer.n_partial) {
        (0, 0) => format!("no public note has `{query}`"),
        (0, some) => format!("no public note has all of `{query}`; {} some of it{}", have(some), above(some)),
        (all, 0) => format!("{} `{query}`{}", have(all), above(all)),
        (all, some) => format!("{} `{query}`, {some} more some of it{}", have(all), above(all + some)),
    }
}

#[cfg(test)]
mod tests {
    use hedgerow_search::Answer;

    use super::summary;

    #[test]
    fn the_last_line_counts_what_was_found() {
        for (total, n_partial, expected) in [
            (0, 0, "no public note has `a\\u{1b}b`"),
            (1, 0, "1 note has `a\\u{1b}b`; the best 0 are above"),
            (2, 0, "2 notes have `a\\u{1b}b`; the best 0 are above"),
            (0, 1, "no public note has all of `a\\u{1b}b`; 1 note has some of it; the best 0 are above"),
            (2, 3, "2 notes have `a\\u{1b}b`, 3 more some of it; the best 0 are above"),
        ] {
            let answer = Answer { total, n_partial, ..Answer::default() };
            assert_eq!(summary(&answer, "a\u{1b}b"), expected);
        }
    }
}
