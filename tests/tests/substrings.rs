//! In scripts that are written without spaces any piece of a text finds the notes that hold it.

use std::collections::BTreeSet;
use std::path::Path;

use hedgerow::PublishMode;
use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use hedgerow_tests::Corpus;
use hedgerow_tests::seeded::Seeded;
use rayon::prelude::*;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

const N_PIECES: usize = 1_000;

/// A note and all of its words that search looks at, in the form in which they are compared.
struct Text {
    path: NotePath,
    parts: Vec<String>,
}

impl Text {
    fn of(note: &PublicNote) -> Self {
        let mut parts = vec![note.title().to_owned()];
        parts.extend(note.aliases().iter().cloned());
        parts.extend(note.tags().iter().map(|tag| tag.text().to_owned()));
        parts.extend(note.headings().iter().map(|heading| heading.text.to_owned()));
        parts.extend(note.sections().flat_map(|section| section.text.lines()).map(ToOwned::to_owned));
        parts.iter_mut().for_each(|part| *part = comparable(part));
        Self { path: note.path().clone(), parts }
    }

    fn holds(&self, piece: &str) -> bool {
        self.parts.iter().any(|part| part.contains(piece))
    }
}

/// Makes wide and narrow letters alike. The Thai letter that this would part in two stays whole, as everybody types it.
fn comparable(text: &str) -> String {
    const SARA_AM: &str = "\u{E33}";
    text.split(SARA_AM).map(|part| part.nfkc().collect::<String>()).collect::<Vec<_>>().join(SARA_AM)
}

/// Draws a piece of two to six letters of a run.
fn piece(texts: &[Text], run: &Regex, seeded: &mut Seeded) -> Option<String> {
    let text = seeded.pick(texts);
    let part: &String = seeded.pick(&text.parts);
    let runs: Vec<&str> = run.find_iter(part).map(|run| run.as_str()).collect();
    if runs.is_empty() {
        return None;
    }
    let letters: Vec<char> = seeded.pick(&runs).chars().collect();
    let length = (2 + seeded.below(5)).min(letters.len());
    let from = seeded.below(letters.len() - length + 1);
    Some(letters[from..from + length].iter().collect())
}

/// Returns what is missed, and what is found in quotes though it is not there.
fn wrong(corpus: &Corpus, texts: &[Text], piece: &str) -> Vec<String> {
    let holders = texts.iter().filter(|text| text.holds(piece)).map(|text| text.path.clone());
    let holders: BTreeSet<NotePath> = holders.collect();
    let quoted = format!("\"{piece}\"");
    let find = |query: &str| BTreeSet::from_iter(corpus.ask(query, texts.len()));
    let (found, found_quoted) = (find(piece), find(&quoted));
    let missed = holders.difference(&found).map(|path| format!("{piece}: not found in {path}"));
    let missed_quoted = holders.difference(&found_quoted).map(|path| format!("{quoted}: not found in {path}"));
    let too_much = found_quoted.difference(&holders).map(|path| format!("{quoted}: found in {path}"));
    missed.chain(missed_quoted).chain(too_much).collect()
}

/// Asks for pieces of runs of letters, as they are and in quotes.
fn check(language: &str, run: &str) {
    let vault = Path::new(env!("CARGO_MANIFEST_DIR")).join("search/scripts").join(language);
    let corpus = Corpus::open(&vault, Some(PublishMode::All)).unwrap();
    let texts: Vec<Text> = corpus.notes().map(Text::of).collect();
    let (run, mut seeded) = (Regex::new(run).unwrap(), Seeded::new(47));
    let mut pieces = Vec::new();
    while pieces.len() < N_PIECES {
        pieces.extend(piece(&texts, &run, &mut seeded));
    }
    let wrong: Vec<String> = pieces.par_iter().flat_map_iter(|piece| wrong(&corpus, &texts, piece)).collect();
    let shown = wrong[..wrong.len().min(20)].join("\n");
    assert!(wrong.is_empty(), "{} answers to {N_PIECES} pieces are wrong:\n{shown}", wrong.len());
}

#[test]
fn any_piece_of_a_chinese_text_finds_the_notes_that_hold_it() {
    check("zh", r"\p{Han}{2,}");
}

#[test]
fn any_piece_of_a_japanese_text_finds_the_notes_that_hold_it() {
    check("ja", r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]{2,}");
}

#[test]
fn any_piece_of_a_thai_text_finds_the_notes_that_hold_it() {
    check("th", r"\p{Thai}{2,}");
}
