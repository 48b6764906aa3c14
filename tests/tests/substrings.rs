//! In scripts that are written without spaces any piece of a text finds the notes that hold it.

use std::collections::BTreeSet;
use std::path::Path;

use hedgerow::PublishMode;
use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use hedgerow_tests::Corpus;
use hedgerow_tests::seeded::Seeded;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const N_PIECES: usize = 1_000;

/// Vaults with the letters whose runs are cut into pieces.
const SCRIPTS: [(&str, &str); 3] =
    [("zh", r"\p{Han}{2,}"), ("ja", r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]{2,}"), ("th", r"\p{Thai}{2,}")];

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
        parts.iter_mut().for_each(|part| *part = part.nfkc().collect());
        Self { path: note.path().clone(), parts }
    }

    fn holds(&self, piece: &str) -> bool {
        self.parts.iter().any(|part| part.contains(piece))
    }
}

/// Draws a piece of two to six letters; it neither begins nor ends between a letter and its mark.
fn piece(texts: &[Text], run: &Regex, seeded: &mut Seeded) -> Option<String> {
    let text = seeded.pick(texts);
    let runs: Vec<&str> = run.find_iter(seeded.pick(&text.parts)).map(|run| run.as_str()).collect();
    if runs.is_empty() {
        return None;
    }
    let letters: Vec<char> = seeded.pick(&runs).chars().collect();
    let length = (2 + seeded.below(5)).min(letters.len());
    let from = seeded.below(letters.len() - length + 1);
    let is_mark = |at: usize| letters.get(at).is_some_and(|letter| is_combining_mark(*letter));
    (!is_mark(from) && !is_mark(from + length)).then(|| letters[from..from + length].iter().collect())
}

#[test]
fn any_piece_of_a_text_finds_the_notes_that_hold_it() {
    for (language, run) in SCRIPTS {
        let vault = Path::new(env!("CARGO_MANIFEST_DIR")).join("search/scripts").join(language);
        let corpus = Corpus::open(&vault, Some(PublishMode::All)).unwrap();
        let texts: Vec<Text> = corpus.notes().map(Text::of).collect();
        let (run, mut seeded) = (Regex::new(run).unwrap(), Seeded::new(47));
        let (mut n_pieces, mut wrong) = (0, Vec::new());
        while n_pieces < N_PIECES {
            let Some(piece) = piece(&texts, &run, &mut seeded) else { continue };
            n_pieces += 1;
            let holders: BTreeSet<NotePath> =
                texts.iter().filter(|text| text.holds(&piece)).map(|text| text.path.clone()).collect();
            let find = |query: &str| BTreeSet::from_iter(corpus.ask(query, texts.len()));
            let (found, quoted) = (find(&piece), find(&format!("\"{piece}\"")));
            if !found.is_superset(&holders) {
                wrong.push(format!("{piece}: {holders:?} hold it, found are {found:?}"));
            }
            if quoted != holders {
                wrong.push(format!("\"{piece}\": {holders:?} hold it, found are {quoted:?}"));
            }
        }
        assert!(
            wrong.is_empty(),
            "{language}: {} of {N_PIECES} pieces, {:#?}",
            wrong.len(),
            &wrong[..wrong.len().min(5)]
        );
    }
}
