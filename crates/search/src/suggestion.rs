//! Did you mean …?

use crate::answer::Suggestion;
use crate::lexicon::Lexicon;
use crate::query::Query;
use crate::snippet::escape;
use crate::unit::{Form, Kind, Unit};

/// Puts in the place of each word that nobody has the one that was most likely meant; nothing where there is none.
pub(crate) fn of(text: &str, units: &[Unit], lexicon: &Lexicon<'_>) -> tantivy::Result<Option<Suggestion>> {
    let mut query = text.to_owned();
    let mut meant: Vec<String> = Vec::new();
    for unit in units {
        let Some(word) = unit.word() else { continue };
        let completions = unit.start().map(|start| lexicon.starting(start, 1, |_| true)).transpose()?;
        if lexicon.knows(word)? || completions.is_some_and(|words| !words.is_empty()) {
            continue;
        }
        let Some(other) = best(unit) else { continue };
        if let Some(at) = find(&query, word) {
            query.replace_range(at, &other);
            meant.push(other);
        }
    }
    // A word before a colon may have become an operator, which asks for something else.
    let n_plain = |text: &str| Query::parse(text).bag().len();
    let n_parted = meant.iter().filter(|other| other.contains(' ')).count();
    if meant.is_empty() || n_plain(&query) != n_plain(text) + n_parted {
        return Ok(None);
    }
    Ok(Some(Suggestion { html: marked(&query, &meant), query }))
}

fn best(unit: &Unit) -> Option<String> {
    let slips = unit.readings.iter().filter(|reading| reading.kind == Kind::Slip);
    slips.flat_map(|reading| &reading.forms).find_map(|form| match form {
        Form::Word { word, .. } => Some(word.clone()),
        Form::Phrase { words, .. } => Some(words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")),
        Form::Start { .. } => None,
    })
}

/// Finds a word in a text, whatever its letters' case.
fn find(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
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
