//! The language of a text, and the stems of its words.
//!
//! The language is what the note says, or else what its letters and its most frequent small words tell. Statistics of three
//! letters, as libraries use them, were tried: they take some 80 µs a note, a fifth of a whole start, and take one in two English
//! passages of 120 letters for another language, for names are not English to them.

use std::collections::HashMap;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};
use hedgerow_publish::PublicNote;

use crate::words::{WordKind, Words};

/// So many words of a text are looked at.
const MAX_WORDS: usize = 96;

/// So many small words of a language must be among them.
const MIN_FOUND: usize = 3;

/// A language whose words have stems; or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Language(u8);

/// By their code of two letters, with the words by which a text is known; those of a script of their own need none.
const LANGUAGES: [(&str, Algorithm, &str); 21] = [
    (
        "en",
        Algorithm::English,
        "the of and to is that it for you with this are was not have from by can will be an which your",
    ),
    (
        "de",
        Algorithm::German,
        "der die das und ist nicht ein eine mit von zu auf den dem des im sich auch wird sind als fur ich",
    ),
    (
        "fr",
        Algorithm::French,
        "le la les et est des une du dans pour que qui pas sur avec ce il au plus nous vous sont",
    ),
    ("es", Algorithm::Spanish, "el los las y es que en una por con para del se como pero mas lo son esta sin"),
    ("it", Algorithm::Italian, "il che di e per una con non sono della del nel gli anche come piu alla si ma dei"),
    ("pt", Algorithm::Portuguese, "o os um uma que nao com para dos das em por mais como mas ao seu sao foi e"),
    ("nl", Algorithm::Dutch, "het een van en dat niet zijn op te voor met aan ook maar wordt bij naar deze wat"),
    ("sv", Algorithm::Swedish, "och att det som en ar inte pa for med av jag till den om ett har kan sig"),
    ("da", Algorithm::Danish, "og det er ikke en til af som der at med jeg et den har kan fra ved ogsa"),
    ("no", Algorithm::Norwegian, "og det er ikke en til av som at med jeg et den har kan fra ved ogsa pa"),
    ("fi", Algorithm::Finnish, "ja on ei se etta kun mutta han ovat oli joka niin myos voi tai kuin jos sen olla"),
    ("tr", Algorithm::Turkish, "ve bir bu da de icin ile cok daha gibi ne olarak kadar en her ama olan var sonra"),
    ("ro", Algorithm::Romanian, "si este nu un o in de la cu pe care din pentru mai sunt sau ca al ale prin"),
    ("hu", Algorithm::Hungarian, "es a az nem hogy egy is van meg de csak ha mint vagy ez azt volt lehet ezt"),
    ("ca", Algorithm::Catalan, "els les i es que una amb per del no mes com pero seva aquest han son dels"),
    (
        "id",
        Algorithm::Indonesian,
        "yang dan di ini itu dengan untuk dari tidak pada adalah dalam akan juga ke bisa oleh",
    ),
    ("ru", Algorithm::Russian, ""),
    ("el", Algorithm::Greek, ""),
    ("ar", Algorithm::Arabic, ""),
    ("hi", Algorithm::Hindi, ""),
    ("ta", Algorithm::Tamil, ""),
];

static SMALL_WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (at, (_, _, small)) in LANGUAGES.iter().enumerate() {
        small.split(' ').filter(|word| !word.is_empty()).for_each(|word| *words.entry(word).or_default() |= 1 << at);
    }
    words
});

/// Words with which questions are asked, beside the small words of each language.
const ASKING: &str = "how do does did i my me we our what where which when why who whose can could should would will shall may be been am \
    so if at as its about there their them they some any without one than then only just all also other more most very much get \
    wie was wo wann warum wer welche kann ich mein comment quoi ou quand pourquoi qui quel puis je mon como donde cuando quien que";

/// Tells whether a word says little of what is asked for.
pub(crate) fn is_small(word: &str) -> bool {
    static WORDS: LazyLock<std::collections::HashSet<&str>> = LazyLock::new(|| ASKING.split_whitespace().collect());
    WORDS.contains(word) || SMALL_WORDS.contains_key(word)
}

impl Language {
    /// The first of the table.
    pub(crate) const ENGLISH: Self = Self(0);

    /// Words of which nothing is known.
    pub(crate) const NONE: Self = Self(u8::MAX);

    /// Returns the language of a BCP 47 tag.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let primary = match primary.as_str() {
            "nb" | "nn" => "no",
            other => other,
        };
        LANGUAGES.iter().position(|(code, ..)| *code == primary).map_or(Self::NONE, |at| Self(at as u8))
    }

    /// Returns the language of a note: the one it names, else the one it looks like.
    pub(crate) fn of(note: &PublicNote) -> Self {
        match note.lang() {
            Some(tag) => Self::of_tag(tag),
            None => Self::of_text(note.sections().map(|section| section.text)),
        }
    }

    fn of_text<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut found = [0_usize; LANGUAGES.len()];
        let (mut n_words, mut folded) = (0, String::new());
        for text in texts {
            let mut words = Words::new(text);
            while let Some(word) = words.next_into(&mut folded) {
                if word.kind != WordKind::Word {
                    continue;
                }
                n_words += 1;
                if let Some(by_script) = folded.chars().next().and_then(Self::of_letter) {
                    found[by_script] += 1;
                } else if let Some(&languages) = SMALL_WORDS.get(folded.as_str()) {
                    (0..LANGUAGES.len()).filter(|at| languages >> at & 1 == 1).for_each(|at| found[at] += 1);
                }
                if n_words == MAX_WORDS {
                    return Self::most_of(&found);
                }
            }
        }
        Self::most_of(&found)
    }

    /// The language that has most; of equal ones the one that stands first in the table.
    fn most_of(found: &[usize; LANGUAGES.len()]) -> Self {
        let most = found.iter().copied().max().unwrap_or(0);
        let at = found.iter().position(|&n| n == most).unwrap_or(0);
        if most < MIN_FOUND { Self::NONE } else { Self(at as u8) }
    }

    fn of_letter(letter: char) -> Option<usize> {
        let code = match letter {
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "el",
            '\u{400}'..='\u{4FF}' => "ru",
            '\u{600}'..='\u{6FF}' => "ar",
            '\u{900}'..='\u{97F}' => "hi",
            '\u{B80}'..='\u{BFF}' => "ta",
            _ => return None,
        };
        LANGUAGES.iter().position(|(other, ..)| *other == code)
    }

    /// Returns the number by which it is kept.
    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// Returns the language of a number; of an unknown one none.
    pub(crate) fn of_number(number: u8) -> Self {
        if usize::from(number) < LANGUAGES.len() { Self(number) } else { Self::NONE }
    }

    /// Returns what makes the stems of its words; nothing where none is known.
    pub(crate) fn stemmer(self) -> Option<Stemmer> {
        LANGUAGES.get(usize::from(self.0)).map(|(_, algorithm, _)| Stemmer::new(*algorithm))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_text_tells_its_language_by_small_words_or_letters() {
        for (text, tag) in [
            ("The roses of the garden are for you and not for the wind.", "en"),
            ("Die Rosen im Garten sind nicht für den Wind, und das ist gut.", "de"),
            ("Les roses du jardin ne sont pas pour le vent, et c'est bien.", "fr"),
            ("Ruusut ja tuuli: se on hyvä, mutta ei niin kuin sade, joka oli eilen.", "fi"),
            ("Bahçe için bir çiçek ve bu çok güzel bir gül gibi.", "tr"),
            ("Розы в саду не для ветра", "ru"),
            ("Τα ρόδα του κήπου", "el"),
            ("ورود الحديقة ليست للريح", "ar"),
            ("बगीचे के गुलाब हवा के लिए नहीं", "hi"),
        ] {
            assert_eq!(Language::of_text([text].into_iter()), Language::of_tag(tag), "{text}");
        }
        for text in ["", "Kubernetes Docker Postgres", "木の花", "fn main() { x += 1 }"] {
            assert_eq!(Language::of_text([text].into_iter()), Language::NONE, "{text}");
        }
    }

    #[test]
    fn a_tag_is_read_by_its_first_part() {
        assert_eq!(Language::of_tag("pt-BR"), Language::of_tag("PT"));
        assert_ne!(Language::of_tag("de_CH"), Language::NONE);
        assert_eq!(Language::of_tag("nb-NO"), Language::of_tag("no"));
        assert_eq!(Language::of_tag("tlh"), Language::NONE);
        assert_eq!(Language::of_number(Language::of_tag("fi").number()), Language::of_tag("fi"));
        assert_eq!(Language::of_number(200), Language::NONE);
    }

    #[test]
    fn words_of_one_stem_are_of_one_stem() {
        let stemmer = Language::of_tag("en").stemmer().unwrap();
        assert_eq!(stemmer.stem("linking"), stemmer.stem("links"));
        assert!(Language::NONE.stemmer().is_none());
    }
}
