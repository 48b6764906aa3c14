//! Did you mean …?

use crate::answer::Suggestion;
use crate::lexicon::Lexicon;
use crate::query::Query;
use crate::snippet::escape;
use crate::unit::{Form, Kind, Unit};
use crate::variants::Slips;

/// Puts in the place of each word that nobody has the one that was most likely meant; nothing where there is none. `spelt` tells how
/// a word is spelt in the notes, if otherwise than it is compared.
pub(crate) fn of(
    text: &str,
    units: &[Unit],
    lexicon: &Lexicon<'_>,
    spelt: impl Fn(&str) -> Option<String>,
) -> tantivy::Result<Option<Suggestion>> {
    let mut query = text.to_owned();
    let mut meant: Vec<String> = Vec::new();
    let (mut n_parted, mut n_joined) = (0, 0);
    let mut is_joined = false;
    for (at, unit) in units.iter().enumerate() {
        // It went into the word before.
        if std::mem::take(&mut is_joined) {
            continue;
        }
        for (word, other) in others(unit, lexicon)? {
            let beside = |at: Option<usize>| units.get(at?)?.word();
            let (before, behind) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
            let is_whole = |first: &str, second: &str| other.strip_prefix(first).is_some_and(|rest| rest == second);
            let joins_before = before.filter(|before| is_whole(before, &word));
            let joins_behind = behind.filter(|behind| is_whole(&word, behind));
            let (first, last) = (joins_before.unwrap_or(&word), joins_behind.unwrap_or(&word));
            let place = find(&query, first).zip(find(&query, last));
            let Some((start, end)) = place.map(|(first, last)| (first.start, last.end)).filter(|at| at.0 < at.1) else {
                continue;
            };
            let words = other.split(' ').map(|word| spelt(word).unwrap_or_else(|| word.to_owned()));
            let other = words.collect::<Vec<_>>().join(" ");
            query.replace_range(start..end, &other);
            n_parted += usize::from(other.contains(' '));
            n_joined += usize::from(joins_before.is_some() || joins_behind.is_some());
            is_joined = joins_behind.is_some();
            meant.push(other);
        }
    }
    // A word before a colon may have become an operator, which asks for something else.
    let n_plain = |text: &str| Query::parse(text).bag().iter().map(|clause| clause.words.len()).sum::<usize>();
    if meant.is_empty() || n_plain(&query) + n_joined != n_plain(text) + n_parted {
        return Ok(None);
    }
    Ok(Some(Suggestion { html: marked(&query, &meant), query }))
}

/// Returns the words of a unit that nobody has, each with the one that was most likely meant.
fn others(unit: &Unit, lexicon: &Lexicon<'_>) -> tantivy::Result<Vec<(String, String)>> {
    let Some(word) = unit.word() else { return of_phrase(unit, lexicon) };
    let completions = unit.start().map(|start| lexicon.starting(start, 1, |_| true)).transpose()?;
    if lexicon.knows(word)? || completions.is_some_and(|words| !words.is_empty()) {
        return Ok(Vec::new());
    }
    let slips = unit.readings.iter().filter(|reading| reading.kind == Kind::Slip);
    let best = slips.flat_map(|reading| &reading.forms).next().and_then(plain);
    Ok(best.map(|other| (word.to_owned(), other)).into_iter().collect())
}

/// A phrase must stand as it was typed, and was read as nothing else so far.
fn of_phrase(unit: &Unit, lexicon: &Lexicon<'_>) -> tantivy::Result<Vec<(String, String)>> {
    let mut others = Vec::new();
    for word in unit.words() {
        if word.chars().any(hedgerow_model::is_unparted) || lexicon.knows(word)? {
            continue;
        }
        let slips = Slips::of(lexicon, word, None, None)?;
        if let Some(Form::Word { word: other, .. }) = slips.forms(1).chain(slips.forms(2)).next() {
            others.push((word.to_owned(), other));
        }
    }
    Ok(others)
}

fn plain(form: &Form) -> Option<String> {
    match form {
        Form::Word { word, .. } => Some(word.clone()),
        Form::Phrase { words, .. } => Some(words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")),
        Form::Start { .. } => None,
    }
}

/// Finds a word in a text, whatever its letters' case.
pub(crate) fn find(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let mut words = crate::words::Words::new(text);
    let mut folded = String::new();
    while let Some(found) = words.next_into(&mut folded) {
        if folded == word {
            return Some(found.start..found.end);
        }
    }
    None
}

fn marked(query: &str, meant: &[String]) -> String {
    let mut html = String::new();
    let mut rest = query;
    for word in meant {
        let Some((before, behind)) = rest.split_once(word.as_str()) else { continue };
        escape(before, &mut html);
        html.push_str("<em>");
        escape(word, &mut html);
        html.push_str("</em>");
        rest = behind;
    }
    escape(rest, &mut html);
    html
}
