//! Words of the same stem.

use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::unit::Form;
use crate::variants::english;

/// Shorter words are left as they are.
const MIN_LETTERS: usize = 3;

/// Words of a stem that have fewer letters in common at their start are not looked for: too many others start so.
const MIN_START: usize = 3;

/// What is written together with the word behind it, and part of no stem: articles, conjunctions and prepositions.
const ARABIC: [&str; 9] = ["ال", "وال", "بال", "كال", "فال", "لل", "و", "ب", "ل"];
const HEBREW: [&str; 12] = ["ה", "ו", "ב", "ל", "מ", "כ", "ש", "וה", "שה", "מה", "כש", "וב"];

/// Finds the words of the garden that have the stem of a word, in the notes of each language by its own rules.
pub(super) fn of(lexicon: &Lexicon<'_>, word: &str, worth: f32) -> tantivy::Result<Vec<Form>> {
    let mut forms = Vec::new();
    if word.chars().count() < MIN_LETTERS {
        return Ok(forms);
    }
    for &language in &lexicon.shelf.languages {
        let others =
            lexicon.shelf.known.of_stem.found(&(word.to_owned(), language), || others(lexicon, word, language))?;
        forms.extend(others.iter().map(|word| Form::Word { word: word.clone(), worth, language: Some(language) }));
    }
    for other in with_and_without_prefix(word) {
        if lexicon.knows(&other)? {
            forms.push(Form::Word { word: other, worth, language: None });
        }
    }
    Ok(forms)
}

/// Finds the other forms of a word in a language, each once.
fn others(lexicon: &Lexicon<'_>, word: &str, language: Language) -> tantivy::Result<Vec<String>> {
    let mut others = same(lexicon, word, language)?;
    if language == Language::ENGLISH {
        for form in english::forms(word) {
            others.extend(same(lexicon, &form, language)?);
            others.push(form);
        }
        others.sort_unstable();
        others.dedup();
    }
    others.retain(|other| other != word);
    Ok(others)
}

/// Finds the other words that have the stem of a word by the rules of a language.
fn same(lexicon: &Lexicon<'_>, word: &str, language: Language) -> tantivy::Result<Vec<String>> {
    let Some(stemmer) = language.stemmer() else { return Ok(Vec::new()) };
    let stem = stemmer.stem(word).into_owned();
    let Some(start) = start(word, &stem) else { return Ok(Vec::new()) };
    let is_of_stem = |other: &str| other != word && stemmer.stem(other) == stem;
    Ok(lexicon.starting(start, usize::MAX, is_of_stem)?.into_iter().map(|other| other.to_owned()).collect())
}

/// Returns what the words of a stem start with: the stem without its last letter, for that may change.
fn start<'w>(word: &'w str, stem: &str) -> Option<&'w str> {
    let n_common = word.chars().zip(stem.chars()).take_while(|(one, other)| one == other).count();
    let n_sure = stem.chars().count().saturating_sub(1).max(MIN_START);
    let n = n_common.min(n_sure);
    (n >= MIN_START).then(|| word.char_indices().nth(n).map_or(word, |(end, _)| &word[..end]))
}

fn with_and_without_prefix(word: &str) -> Vec<String> {
    let prefixes: &[&str] = match word.chars().next().unwrap_or_default() {
        '\u{620}'..='\u{6FF}' => &ARABIC,
        '\u{5D0}'..='\u{5EA}' => &HEBREW,
        _ => return Vec::new(),
    };
    let mut others: Vec<String> = Vec::new();
    let bare = prefixes.iter().filter_map(|prefix| word.strip_prefix(prefix));
    for bare in bare.filter(|bare| bare.chars().count() >= MIN_LETTERS - 1).chain([word]) {
        others.push(bare.to_owned());
        others.extend(prefixes.iter().map(|prefix| format!("{prefix}{bare}")));
    }
    others.sort_unstable();
    others.dedup();
    others.retain(|other| other != word);
    others
}

#[cfg(test)]
mod tests {
    use super::{start, with_and_without_prefix};

    #[test]
    fn what_words_of_a_stem_start_with() {
        for (word, stem, expected) in [
            ("studies", "studi", Some("stud")),
            ("linking", "link", Some("lin")),
            ("run", "run", Some("run")),
            ("happily", "happi", Some("happ")),
            ("книги", "книг", Some("кни")),
            ("fly", "fli", None),
            ("ox", "ox", None),
        ] {
            assert_eq!(start(word, stem), expected, "{word}");
        }
    }

    #[test]
    fn an_article_before_a_word_is_no_part_of_it() {
        assert!(with_and_without_prefix("الكتاب").contains(&"كتاب".to_owned()));
        assert!(with_and_without_prefix("كتاب").contains(&"والكتاب".to_owned()));
        assert!(with_and_without_prefix("הספר").contains(&"ספר".to_owned()));
        assert!(with_and_without_prefix("book").is_empty());
    }
}
