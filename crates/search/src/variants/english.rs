//! What English words are called besides: forms that no rule leads to, and words that mean nearly the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::language::Language;

/// Words with others, as they stand in a file.
type Table = HashMap<&'static str, Vec<&'static str>>;

static FORMS: LazyLock<Table> = LazyLock::new(|| {
    let mut forms = Table::new();
    for line in lines(include_str!("../../words/en-forms.txt")) {
        for word in line.split(' ') {
            forms.entry(word).or_default().extend(line.split(' ').filter(|other| *other != word));
        }
    }
    forms
});

static MEANINGS: LazyLock<Table> = LazyLock::new(|| {
    let lines = lines(include_str!("../../words/en-meanings.txt"));
    let entries = lines.filter_map(|line| line.split_once(": "));
    entries.map(|(word, others)| (word, others.split(' ').collect())).collect()
});

/// The meanings again, by the stems of their words; of words of one stem the first of the alphabet.
static MEANINGS_OF_STEMS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let Some(stemmer) = Language::ENGLISH.stemmer() else { return HashMap::new() };
    let mut words: Vec<&str> = MEANINGS.keys().copied().collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    words.into_iter().map(|word| (stemmer.stem(word).into_owned(), word)).collect()
});

/// Before such an end stand so many letters; four is no way to write for.
const MIN_START: usize = 3;

/// What the British and the Americans write in other ways at the end of a word.
const SPELLINGS: [(&str, &str); 16] = [
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("elled", "eled"),
    ("elling", "eling"),
    ("eller", "eler"),
    ("ence", "ense"),
];

/// Returns the other forms and spellings of a word.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms: Vec<String> = FORMS.get(word).into_iter().flatten().map(|&form| form.to_owned()).collect();
    for (british, american) in SPELLINGS {
        for (one, other) in [(british, american), (american, british)] {
            if let Some(start) = word.strip_suffix(one).filter(|start| start.len() >= MIN_START) {
                forms.push(format!("{start}{other}"));
            }
        }
    }
    forms
}

/// Returns the words that mean nearly the same as a word, or as another of its stem.
pub(super) fn meanings(word: &str) -> &'static [&'static str] {
    let of_stem = || {
        let stem = Language::ENGLISH.stemmer()?.stem(word).into_owned();
        MEANINGS.get(MEANINGS_OF_STEMS.get(&stem)?)
    };
    MEANINGS.get(word).or_else(of_stem).map_or(&[], Vec::as_slice)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::{FORMS, MEANINGS, forms, lines, meanings};

    #[test]
    fn forms_lead_to_each_other() {
        assert_eq!(forms("wrote"), ["write", "written"]);
        assert_eq!(forms("indices"), ["index", "indexes"]);
        assert_eq!(forms("colour"), ["color"]);
        assert_eq!(forms("organizing"), ["organising"]);
        assert_eq!(forms("labelled"), ["labeled"]);
        assert!(forms("river").is_empty() && forms("four").is_empty());
    }

    #[test]
    fn a_word_means_what_its_stem_means() {
        assert!(meanings("picture").contains(&"image"));
        assert_eq!(meanings("pictures"), meanings("picture"));
        assert!(meanings("xylophone").is_empty());
    }

    #[test]
    fn the_tables_are_in_order_and_well_formed() {
        for file in [include_str!("../../words/en-forms.txt"), include_str!("../../words/en-meanings.txt")] {
            let lines: Vec<&str> = lines(file).collect();
            assert!(lines.is_sorted() && lines.len() > 100);
            assert!(lines.iter().all(|line| line.chars().all(|letter| matches!(letter, 'a'..='z' | ' ' | ':'))));
        }
        assert_eq!(lines(include_str!("../../words/en-meanings.txt")).count(), MEANINGS.len());
        assert!(MEANINGS.iter().all(|(word, others)| !others.is_empty() && !others.contains(word)));
        assert!(FORMS.values().all(|others| !others.is_empty()));
    }
}
