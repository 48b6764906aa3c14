//! What search must find: the judged questions about `notes-example` and the little vaults in many languages.
//!
//! Every question is asked, of both halves. The floors are just below what is reached; whoever makes search better raises them.

use std::path::{Path, PathBuf};

use hedgerow::PublishMode;
use hedgerow_tests::{Corpus, Evaluation, Measures};

use crate::notes_example;

/// Of each kind of question about `notes-example`: MRR@10 and nDCG@10 at least.
const FLOORS: [(&str, f64, f64); 8] = [
    ("title", 0.97, 0.97),
    ("typing", 0.97, 0.97),
    ("slip", 0.95, 0.95),
    ("slips", 0.9, 0.9),
    ("row", 0.97, 0.97),
    ("rare", 0.97, 0.97),
    ("script", 0.93, 0.93),
    ("question", 0.65, 0.62),
];

/// Of the phrases in each language so many must have their note among the first three.
const PHRASES: f64 = 0.95;

/// Of each other kind of question in all languages together so many must.
const OTHERS: [(&str, f64); 6] =
    [("inflected", 0.95), ("folded", 0.97), ("part", 0.97), ("mixed", 0.97), ("slip", 0.93), ("title", 0.97)];

/// The languages that have a vault.
const LANGUAGES: [&str; 14] = ["ar", "de", "el", "fi", "fr", "he", "hi", "ja", "ko", "ru", "th", "tr", "vi", "zh"];

fn questions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("search")
}

fn asked(corpus: &Corpus, file: &Path) -> Evaluation {
    let questions = corpus.questions(file).unwrap();
    Evaluation::of(&|question| corpus.ask(question, 10), &questions)
}

fn show(what: &str, measures: &Measures) -> String {
    let [mrr, three, ndcg] = [measures.mrr(), measures.success(3), measures.ndcg()];
    format!("{what}: MRR@10 {mrr:.3}, success@3 {three:.3}, nDCG@10 {ndcg:.3}")
}

#[test]
fn the_judged_questions_about_the_example_find_their_notes() {
    let corpus = Corpus::open(&notes_example(), None).unwrap();
    let evaluation = asked(&corpus, &questions().join("notes-example.tsv"));
    let kinds: Vec<&str> = evaluation.kinds.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, FLOORS.map(|(kind, ..)| kind), "each kind has its floor");
    let mut missed = Vec::new();
    for (kind, mrr, ndcg) in FLOORS {
        let measures = evaluation.kind(kind);
        assert!(measures.n_questions() >= 10, "there are enough questions of the kind `{kind}`");
        if measures.mrr() < mrr || measures.ndcg() < ndcg {
            missed.push(show(kind, &measures));
        }
    }
    assert!(missed.is_empty(), "below the floor: {missed:#?}");
}

#[test]
fn questions_in_every_language_find_their_notes() {
    let (mut all, mut missed) = (Evaluation::default(), Vec::new());
    for language in LANGUAGES {
        let vault = questions().join("scripts").join(language);
        let corpus = Corpus::open(&vault, Some(PublishMode::All)).unwrap();
        let evaluation = asked(&corpus, &vault.with_extension("tsv"));
        evaluation.kinds.iter().for_each(|(kind, measures)| all.add(kind.clone(), measures));
        let phrases = evaluation.kind("phrase");
        assert!(phrases.n_questions() >= 20, "there are enough phrases in `{language}`: {}", phrases.n_questions());
        if phrases.success(3) < PHRASES {
            missed.push(show(&format!("phrases of `{language}`"), &phrases));
        }
    }
    for (kind, floor) in OTHERS {
        let measures = all.kind(kind);
        assert!(measures.n_questions() >= 30, "there are enough questions of the kind `{kind}`");
        if measures.success(3) < floor {
            missed.push(show(kind, &measures));
        }
    }
    assert_eq!(all.kinds.len(), OTHERS.len() + 1, "each kind has its floor");
    assert!(missed.is_empty(), "below the floor: {missed:#?}");
}
