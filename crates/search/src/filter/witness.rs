//! The place in a note that shows that a condition is so: a hit that no plain word has found has its extract from there.

use std::ops::Range;

use hedgerow_publish::PublicNote;

use super::matcher::Matcher;
use crate::query::{Expression, Filter, Pattern, Regular, Scope};
use crate::snippet::{Passage, Stretch};

/// Longer notes are not looked through to their end: of each hit that is shown it is done again.
const MAX_TEXT: usize = 256 * 1024;

/// Knows the conditions of a query that can be shown: those that ask for a text in which a pattern is found.
pub(crate) struct Witness<'q> {
    sought: Vec<(Scope, &'q Pattern)>,
}

impl<'q> Witness<'q> {
    pub(crate) fn of(conditions: &[&'q Expression]) -> Self {
        let mut sought = Vec::new();
        conditions.iter().for_each(|condition| gather(condition, &mut sought));
        Self { sought }
    }

    /// Returns the first place that one of the conditions is about; `passages` are those of the note.
    pub(crate) fn find(&self, note: &PublicNote, passages: &[Passage<'_>]) -> Option<Stretch> {
        self.sought.iter().find_map(|(scope, pattern)| match scope {
            Scope::Note | Scope::Content => in_passages(pattern, passages, true),
            Scope::Heading => in_passages(pattern, passages, false),
            Scope::Line | Scope::Block | Scope::Section | Scope::Task(_) => in_texts(*scope, pattern, note, passages),
            Scope::Path | Scope::Name | Scope::Title | Scope::Tag => None,
        })
    }
}

/// Whatever is excluded shows nothing.
fn gather<'q>(condition: &'q Expression, sought: &mut Vec<(Scope, &'q Pattern)>) {
    match condition {
        Expression::All(parts) | Expression::Any(parts) => parts.iter().for_each(|part| gather(part, sought)),
        Expression::Filter(Filter::In { scope, pattern }) => sought.push((*scope, pattern)),
        Expression::Not(_) | Expression::Text(_) | Expression::Filter(_) => {}
    }
}

/// Looks for the expressions of a pattern, each for itself.
fn in_passages(pattern: &Pattern, passages: &[Passage<'_>], is_text_too: bool) -> Option<Stretch> {
    let mut finders: Vec<_> = expressions(pattern).into_iter().filter_map(Regular::finder).collect();
    let mut n_left = MAX_TEXT;
    for (passage, Passage { heading, text }) in passages.iter().enumerate() {
        let heading = heading.map(|heading| (heading, true));
        let text = is_text_too.then_some((*text, false));
        for (text, is_heading) in heading.into_iter().chain(text) {
            n_left = n_left.checked_sub(text.len())?;
            if let Some(place) = finders.iter_mut().find_map(|finder| finder.place(text)) {
                return Some(Stretch { passage, is_heading, place });
            }
        }
    }
    None
}

/// Looks for the first line, block, section or task that holds the pattern, and in it for what the pattern names.
fn in_texts(scope: Scope, pattern: &Pattern, note: &PublicNote, passages: &[Passage<'_>]) -> Option<Stretch> {
    let mut matcher = Matcher::of_words(pattern);
    let (mut n_left, mut found) = (MAX_TEXT, None);
    let looked = scope.try_any(note, &mut |text| {
        let Some(left) = n_left.checked_sub(text.len()) else { return Ok(true) };
        n_left = left;
        let holds = matcher.is_in(text)?;
        found = holds.then(|| text.to_owned());
        Ok(holds)
    });
    let text = looked.ok().and(found)?;
    let mut places = expressions(pattern).into_iter().filter_map(Regular::finder);
    let place = places.find_map(|mut finder| finder.place(&text)).unwrap_or(0..text.len());
    placed(&text, place, passages)
}

/// Finds a text of a note among its passages; where it stands otherwise there, the line of it that matters.
fn placed(text: &str, place: Range<usize>, passages: &[Passage<'_>]) -> Option<Stretch> {
    let line_start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[place.start..].find('\n').map_or(text.len(), |at| place.start + at);
    let in_line = place.start - line_start..place.end.min(line_end) - line_start;
    let (line, all) = (&text[line_start..line_end], text.trim_end());
    let whole = (all, place.start..place.end.min(all.len()));
    [whole, (line, in_line)].into_iter().filter(|(_, place)| !place.is_empty()).find_map(|(sought, place)| {
        passages.iter().enumerate().find_map(|(passage, within)| {
            let heading = within.heading.filter(|heading| *heading == sought).map(|_| (0, true));
            let (at, is_heading) = heading.or_else(|| within.text.find(sought).map(|at| (at, false)))?;
            Some(Stretch { passage, is_heading, place: at + place.start..at + place.end })
        })
    })
}

/// Returns the regular expressions of a pattern that a text is wanted for.
fn expressions(pattern: &Pattern) -> Vec<&Regular> {
    match pattern {
        Pattern::All(parts) | Pattern::Any(parts) => parts.iter().flat_map(expressions).collect(),
        Pattern::Regular(regular) => vec![regular],
        Pattern::Words(_) | Pattern::Not(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Passage, Witness};
    use crate::filter::tests::garden;
    use crate::query::Query;
    use crate::snippet::Highlighter;

    /// Tells which section of a note is shown for conditions alone, and what of it.
    fn check(text: &str, query: &str, expected: &str) {
        let garden = garden(&format!("-- A.md\n{text}"));
        let note = &garden.notes()[0];
        let passages: Vec<Passage<'_>> = note
            .sections()
            .map(|section| Passage { heading: section.heading.map(|heading| heading.text), text: section.text })
            .collect();
        let query = Query::parse(query);
        let witness = Witness::of(&query.conditions());
        let snippet = Highlighter::new(&[]).snippet_or(&passages, || witness.find(note, &passages));
        let heading = snippet.section.and_then(|at| passages[at].heading).unwrap_or_default();
        assert_eq!(format!("{heading}|{}", snippet.html), expected, "{query:?} in {text}");
    }

    const NOTE: &str = "Begun in <b>1987</b> & \"left\".\n\n## Fen\n\nReeds, 2024-03-05.\n\n- [x] Cut the sedge\n- [ ] Phone *Ada*\n\n\
        ## Moss 12\n\nSphagnum grows.\nIt holds **much** water.";

    #[test]
    fn an_expression_shows_where_it_matched() {
        check(NOTE, r"/\d{4}-\d\d/", "Fen|Reeds, <mark>2024-03</mark>-05. Cut the sedge Phone Ada");
        check(NOTE, r"content:/& .l/", "|Begun in 1987 <mark>&amp; &quot;l</mark>eft&quot;.");
        check(NOTE, r"heading:/\d+/", "Moss 12|Sphagnum grows. It holds much water.");
        check(NOTE, r"line:/^It/", "Moss 12|Sphagnum grows. <mark>It</mark> holds much water.");
        check(NOTE, r"block:/grows\.\sIt/", "Moss 12|Sphagnum <mark>grows.</mark> It holds much water.");
        check(NOTE, r"section:/water/i", "Moss 12|Sphagnum grows. It holds much <mark>water</mark>.");
        check(NOTE, "x* OR /mu.h/", "Moss 12|Sphagnum grows. It holds <mark>much</mark> water.");
        check("日本語。", "/本./", "|日<mark>本語</mark>。");
    }

    #[test]
    fn a_task_or_a_line_without_words_is_shown_as_a_whole() {
        check(NOTE, "task:\"\"", "Fen|Reeds, 2024-03-05. <mark>Cut the sedge</mark> Phone Ada");
        check(NOTE, "task-todo:\"\"", "Fen|Reeds, 2024-03-05. Cut the sedge <mark>Phone Ada</mark>");
        check(NOTE, "task-todo:/A./", "Fen|Reeds, 2024-03-05. Cut the sedge Phone <mark>Ad</mark>a");
        check(NOTE, "line:(-begun -fen -reeds)", "Fen|Reeds, 2024-03-05. <mark>Cut the sedge</mark> Phone Ada");
    }

    #[test]
    fn what_shows_nothing_leaves_the_beginning() {
        let beginning = "|Begun in 1987 &amp; &quot;left&quot;.";
        for query in ["-/zebra/", "path:/A/", "title:/A/", "tag:/x/", "/z/", "/x*/", "/$/", "is:orphan", "line:/z/"] {
            check(NOTE, query, beginning);
        }
    }

    #[test]
    fn a_long_match_is_cut_like_any_passage() {
        let text = format!("{} a{}z {}", "word ".repeat(100), "bc ".repeat(200), "word ".repeat(100));
        let garden = garden(&format!("-- A.md\n{text}"));
        let note = &garden.notes()[0];
        let passages = [Passage { heading: None, text: note.sections().next().unwrap().text }];
        let query = Query::parse("/a(bc )+z/");
        let stretch = Witness::of(&query.conditions()).find(note, &passages);
        let html = Highlighter::new(&[]).snippet_or(&passages, || stretch).html;
        assert!(html.contains("<mark>abc bc") && html.ends_with("</mark>…"), "{html}");
        assert!(html.chars().count() < 240, "{html}");
    }
}
