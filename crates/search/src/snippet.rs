//! The passage of a note that fits a query best.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use crate::unit::Unit;
use crate::words::{WordKind, Words};

/// How long a passage is, in characters.
const LENGTH: usize = 180;

/// So much of it may stand before the first word that was found.
const LEAD: usize = 50;

/// How far a cut moves to reach the border of a word.
const SLACK: usize = 20;

/// More text than this is not looked through.
const MAX_TEXT: usize = 2_000_000;

/// A part of a note in which a passage may stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passage<'n> {
    pub(crate) heading: Option<&'n str>,
    pub(crate) text: &'n str,
}

/// What a condition is about in one of the passages of a note: something in its heading or in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) passage: usize,
    pub(crate) is_heading: bool,
    pub(crate) place: Range<usize>,
}

/// The passage that was chosen.
#[derive(Debug, Default)]
pub(crate) struct Snippet {
    /// Escaped text with `<mark>`.
    pub(crate) html: String,
    /// The number of the passage it was taken from, if a word of the query stands in it or its heading.
    pub(crate) section: Option<usize>,
}

/// Knows the words of a query, and finds them in texts.
pub(crate) struct Highlighter {
    words: HashMap<String, usize>,
    prefixes: Vec<(String, usize)>,
    n_words: usize,
}

/// A word of the query in a text.
#[derive(Clone, Copy, Debug)]
struct Match {
    start: usize,
    end: usize,
    /// The same in characters.
    start_char: usize,
    end_char: usize,
    word: usize,
}

/// How well a stretch of text fits, better ones greater: words found with those of the heading, words found in the text
/// itself, how close they stand.
type Fit = (usize, usize, Reverse<usize>);

/// The first and the last word of a stretch.
type Ends = (Match, Match);

impl Highlighter {
    /// Words of one unit are as good as each other, but those of a phrase are all wanted.
    pub(crate) fn new(units: &[Unit]) -> Self {
        let mut found = Self { words: HashMap::new(), prefixes: Vec::new(), n_words: 0 };
        for unit in units {
            let first = found.n_words;
            found.n_words += unit.n_words();
            for (word, at) in unit.placed_words() {
                found.words.entry(word.to_owned()).or_insert(first + at.min(unit.n_words().saturating_sub(1)));
            }
            if let Some(start) = unit.start() {
                found.prefixes.push((start.to_owned(), found.n_words.saturating_sub(1)));
            }
        }
        found
    }

    /// Tells whether every word of the query stands in a text; false for a query without words.
    pub(crate) fn all_in(&self, text: &str) -> bool {
        self.n_words > 0 && self.count(text, &mut vec![false; self.n_words]) == self.n_words
    }

    /// Returns a whole text as HTML with the words of the query marked.
    pub(crate) fn marked(&self, text: &str) -> String {
        self.mark(text, 0, text.len(), None)
    }

    /// Chooses the passage in which most words of the query stand closest together; the first of equal ones. Where no word of the query
    /// stands in any passage it is the one that something else is about.
    pub(crate) fn snippet_or(&self, passages: &[Passage<'_>], other: impl FnOnce() -> Option<Stretch>) -> Snippet {
        let mut best: Option<(Fit, usize, Option<Ends>)> = None;
        let mut n_bytes = 0;
        for (at, passage) in passages.iter().enumerate() {
            let mut in_heading = vec![false; self.n_words];
            let n_in_heading = passage.heading.map_or(0, |heading| self.count(heading, &mut in_heading));
            let matches = if n_bytes < MAX_TEXT { self.matches(passage.text) } else { Vec::new() };
            n_bytes += passage.text.len();
            let stretch = self.closest(&matches, &in_heading, n_in_heading);
            let (fit, ends) = stretch.unwrap_or(((n_in_heading, 0, Reverse(0)), None));
            if fit.0 > 0 && best.as_ref().is_none_or(|(best_fit, ..)| fit > *best_fit) {
                best = Some((fit, at, ends));
            }
        }
        let chosen = best.map(|(_, at, ends)| (at, ends.map(|(first, last)| first.start..last.end), None));
        let chosen = chosen.or_else(|| {
            let Stretch { passage, is_heading, place } = other()?;
            let place = Some(place).filter(|_| !is_heading);
            Some((passage, place.clone(), place))
        });
        let Some((at, around, marked)) = chosen else {
            let first = passages.iter().find(|passage| !passage.text.is_empty());
            let html = first.map_or_else(String::new, |first| self.cut(first.text, 0..0, None));
            return Snippet { html, section: None };
        };
        let shown = passages[at..].iter().find(|passage| !passage.text.is_empty()).unwrap_or(&passages[at]);
        let html = self.cut(shown.text, around.unwrap_or_default(), marked);
        Snippet { html, section: passages[at].heading.map(|_| at) }
    }

    /// Counts the words of the query in a text and notes which they are.
    fn count(&self, text: &str, found: &mut [bool]) -> usize {
        for hit in self.matches(text) {
            found[hit.word] = true;
        }
        found.iter().filter(|&&found| found).count()
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let mut matches = Vec::new();
        if self.n_words == 0 {
            return matches;
        }
        let mut words = Words::new(text);
        let mut folded = String::new();
        let (mut seen_bytes, mut seen_chars) = (0, 0);
        while let Some(word) = words.next_into(&mut folded) {
            let Some(number) = self.number(&folded, word.kind) else { continue };
            seen_chars += text[seen_bytes..word.start].chars().count();
            seen_bytes = word.start;
            let end_char = seen_chars + text[word.start..word.end].chars().count();
            let (start, end) = (word.start, word.end);
            matches.push(Match { start, end, start_char: seen_chars, end_char, word: number });
        }
        matches
    }

    fn number(&self, folded: &str, kind: WordKind) -> Option<usize> {
        match kind {
            WordKind::Accented => None,
            WordKind::Part | WordKind::Single | WordKind::Pair | WordKind::Sign => self.words.get(folded).copied(),
            WordKind::Word => self.words.get(folded).copied().or_else(|| {
                let completed = self.prefixes.iter().find(|(prefix, _)| folded.starts_with(prefix.as_str()));
                completed.map(|&(_, number)| number)
            }),
        }
    }

    /// Finds the stretch with most different words, and among those the shortest.
    fn closest(&self, matches: &[Match], in_heading: &[bool], n_in_heading: usize) -> Option<(Fit, Option<Ends>)> {
        let mut best: Option<(Fit, Option<Ends>)> = None;
        let mut seen = vec![0; self.n_words];
        for (at, first) in matches.iter().enumerate() {
            let (mut n_found, mut n_new) = (0, 0);
            let mut last = *first;
            for next in matches[at..].iter().take_while(|next| next.end_char - first.start_char <= LENGTH) {
                // A word was met in this round if it carries the round's number.
                if seen[next.word] != at + 1 {
                    seen[next.word] = at + 1;
                    n_found += 1;
                    n_new += usize::from(!in_heading[next.word]);
                    last = *next;
                }
            }
            let length = if n_found > 1 { last.end_char - first.start_char } else { 0 };
            let fit = (n_in_heading + n_new, n_found, Reverse(length));
            if best.as_ref().is_none_or(|(best_fit, _)| fit > *best_fit) {
                best = Some((fit, Some((*first, last))));
            }
        }
        best
    }

    /// Cuts the passage out of its text, around what was found or from the start.
    fn cut(&self, text: &str, around: Range<usize>, marked: Option<Range<usize>>) -> String {
        let first = around.start;
        // Words that were found stand close to each other; what else was found may be longer than a passage.
        let last = around.end.min(forth(text, first, LENGTH));
        let n_found = text[first..last].chars().count();
        let lead = LEAD.min(LENGTH.saturating_sub(n_found) / 2);
        let mut start = back(text, first, lead);
        let mut end = forth(text, last, LENGTH.saturating_sub(n_found + text[start..first].chars().count()));
        if end == text.len() {
            // The text ends early: show more of what stands before.
            start = back(text, first, LENGTH.saturating_sub(text[first..].chars().count()).max(lead));
        }
        start = word_border_after(text, start, first);
        end = word_border_before(text, end, last);
        self.mark(text, start, end, marked)
    }

    /// Writes a part of a text, in which the words of the query are marked, or something else.
    fn mark(&self, text: &str, start: usize, end: usize, marked: Option<Range<usize>>) -> String {
        let shown = &text[start..end];
        let mut html = String::with_capacity(shown.len() + 64);
        if start > 0 {
            html.push('…');
        }
        let mut done = 0;
        let marks = match marked {
            Some(marked) => vec![(marked.start.max(start) - start, marked.end.min(end).max(start) - start)],
            None => joined(&self.matches(shown)),
        };
        for (from, to) in marks {
            escape(&shown[done..from], &mut html);
            html.push_str("<mark>");
            escape(&shown[from..to], &mut html);
            html.push_str("</mark>");
            done = to;
        }
        escape(&shown[done..], &mut html);
        let kept = html.trim_end().len();
        html.truncate(kept);
        if end < text.len() {
            // One ellipsis, not four dots. (A semicolon may end an entity.)
            let kept = html.trim_end_matches(['.', ',', ':', '…']).len();
            html.truncate(kept);
            html.push('…');
        }
        html
    }
}

/// Joins matches that touch or overlap, as the pairs of dense scripts do.
fn joined(matches: &[Match]) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(matches.len());
    for hit in matches {
        match joined.last_mut() {
            Some((_, end)) if hit.start <= *end => *end = hit.end.max(*end),
            _ => joined.push((hit.start, hit.end)),
        }
    }
    joined
}

/// Goes back some characters.
fn back(text: &str, from: usize, n_chars: usize) -> usize {
    text[..from].char_indices().rev().take(n_chars).last().map_or(from, |(at, _)| at)
}

/// Goes forth some characters.
fn forth(text: &str, from: usize, n_chars: usize) -> usize {
    text[from..].char_indices().nth(n_chars).map_or(text.len(), |(at, _)| from + at)
}

/// Moves the start of a passage behind the next space, if one is near; into no word that was found.
fn word_border_after(text: &str, start: usize, limit: usize) -> usize {
    if start == 0 || text[..start].ends_with(char::is_whitespace) {
        return start;
    }
    let near = text[start..limit].char_indices().take(SLACK).find(|(_, c)| c.is_whitespace());
    near.map_or_else(|| whole_character(text, start), |(at, c)| start + at + c.len_utf8())
}

/// Moves the end of a passage before the last space, if one is near.
fn word_border_before(text: &str, end: usize, limit: usize) -> usize {
    if end == text.len() || text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    let near = text[limit..end].char_indices().rev().take(SLACK).find(|(_, c)| c.is_whitespace());
    near.map_or_else(|| whole_character(text, end).max(limit), |(at, _)| limit + at)
}

/// Moves a cut out of a character that is made of several, such as a letter and its accents or a joined emoji.
fn whole_character(text: &str, at: usize) -> usize {
    let mut at = at;
    while let Some(c) = text[at..].chars().next() {
        let is_inside = unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
            || text[..at].ends_with('\u{200D}');
        if !is_inside {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Escapes text for HTML; white space becomes single spaces.
pub(crate) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if c.is_whitespace() || c.is_control() => {
                if !html.ends_with(' ') {
                    html.push(' ');
                }
            }
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Highlighter, Passage};
    use crate::unit::Unit;

    /// Writes passages as `# heading` lines and text between them.
    fn snippet(note: &str, query: &str) -> (String, Option<String>) {
        let parts = note.split("# ").enumerate().map(|(at, part)| match part.split_once('\n') {
            Some((heading, text)) if at > 0 => Passage { heading: Some(heading), text: text.trim() },
            _ => Passage { heading: None, text: part.trim() },
        });
        let passages: Vec<Passage<'_>> = parts.collect();
        let found = Highlighter::new(&Unit::all_of(query)).snippet_or(&passages, || None);
        (found.html, found.section.and_then(|at| passages[at].heading).map(str::to_owned))
    }

    fn check(note: &str, query: &str, expected: &str, section: Option<&str>) {
        let found = snippet(note, query);
        assert_eq!((found.0.as_str(), found.1.as_deref()), (expected, section), "{query:?} in {note:?}");
    }

    #[test]
    fn words_are_marked_and_everything_is_escaped() {
        check("a <b> & \"c\" chain's", "chain", "a &lt;b&gt; &amp; &quot;c&quot; <mark>chain</mark>&#39;s", None);
        check("<script>", "script", "&lt;<mark>script</mark>&gt;", None);
        check("Cafés du monde", "cafe", "<mark>Cafés</mark> du monde", None);
        check("x\n\n  y", "x", "<mark>x</mark> y", None);
    }

    #[test]
    fn the_section_where_the_words_are_closest_is_shown() {
        let note = "intro rule# One\nchain and then a rule# Two\nthe chain rule# Three\nchain";
        check(note, "chain rule", "the <mark>chain</mark> <mark>rule</mark>", Some("Two"));
        check(note, "intro", "<mark>intro</mark> rule", None);
        check(note, "three", "chain", Some("Three"));
    }

    #[test]
    fn without_a_match_the_start_of_the_text_is_shown() {
        check("# One\nfirst words", "nowhere", "first words", None);
        check("", "nowhere", "", None);
    }

    #[test]
    fn long_texts_are_cut_at_words() {
        let filler = "lorem ipsum dolor sit amet ".repeat(40);
        let (html, _) = snippet(&format!("{filler}needle {filler}"), "needle");
        assert!(html.starts_with('…') && html.ends_with('…'), "{html}");
        assert!(html.contains("<mark>needle</mark>"), "{html}");
        let plain = html.replace("<mark>", "").replace("</mark>", "").replace('…', "");
        assert!((150..=200).contains(&plain.chars().count()), "{} characters: {plain}", plain.chars().count());
        let known = ["lorem", "ipsum", "dolor", "sit", "amet", "needle"];
        assert!(plain.split(' ').all(|word| known.contains(&word)), "a word was cut: {plain}");
    }

    #[test]
    fn texts_without_spaces_are_cut_between_characters() {
        let filler = "あいうえおか\u{3099}".repeat(100);
        let (html, _) = snippet(&format!("{filler}機械学習{filler}"), "機械学習");
        assert!(html.contains("<mark>機械学習</mark>"), "{html}");
        assert!(html.chars().count() < 240, "{html}");
        let (html, _) = snippet(&"x".repeat(100_000), "xx");
        assert!(html.contains("<mark>"), "{} bytes", html.len());
    }

    #[test]
    fn a_match_at_the_very_end_shows_what_stands_before() {
        let (html, _) = snippet(&format!("{}needle", "word ".repeat(100)), "needle");
        assert!(html.ends_with("<mark>needle</mark>") && html.chars().count() > 150, "{html}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_and_no_query_breaks_a_snippet(
            heading in "\\PC{0,12}",
            text in proptest::collection::vec("[a-c]{1,3}|\\PC{1,40}|<b>|&amp;|[\u{300}\u{200d}\u{0e33}ガ機한]{1,90}", 0..30),
            query in "[a-c]{1,3}( [a-c]{1,2})?|\\PC{0,20}|[ガ機한]{1,4}",
        ) {
            let text = text.join(" ");
            let passages = [Passage { heading: None, text: "" }, Passage { heading: Some(&heading), text: &text }];
            let html = Highlighter::new(&Unit::all_of(&query)).snippet_or(&passages, || None).html;
            let plain = html.replace("<mark>", "").replace("</mark>", "");
            proptest::prop_assert!(!plain.contains(['<', '>', '"', '\'']), "{}", html);
            proptest::prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
            proptest::prop_assert!(plain.chars().count() < 1500, "{}", html);
        }
    }
}
