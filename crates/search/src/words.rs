//! The words of a text, in the form in which they are compared.
//!
//! Letters and digits make words, everything else parts them. A word is compared without letter case, width, ligatures
//! and diacritics. Scripts that do not part their words by spaces (Han, kana, Thai and their like, and Hangul, whose
//! particles stick to the word) are cut into characters and pairs of neighbours, which needs no dictionary and finds a
//! word wherever it stands. A word with diacritics comes a second time with them, at the same place, so that who types
//! them finds notes with them first.

use hedgerow_model::{Key, is_unparted};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut: nobody types them, and encoded data would fill the index.
const MAX_WORD: usize = 96;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// A word, folded.
    Word,
    /// The word before once more, with its diacritics.
    Accented,
    /// One character of a dense script.
    Single,
    /// Two neighbouring characters of a dense script.
    Pair,
    /// A picture sign, such as an emoji.
    Sign,
    /// A part of the word before, which is put together LikeThis.
    Part,
}

/// A place in a text; its words in compared form are in the buffer of [`Words::next_into`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte.
    pub(crate) start: usize,
    /// The byte behind the last one.
    pub(crate) end: usize,
    /// Number of the word in its text; several pieces may share one.
    pub(crate) position: usize,
    /// What it is.
    pub(crate) kind: WordKind,
}

/// Walks over the words of a text.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
    position: usize,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// Nothing is owed.
    Between,
    /// The word in this range has diacritics and is to come again with them.
    Accented { start: usize, end: usize },
    /// The parts of the word before are to come from here.
    Parts { start: usize, end: usize },
    /// Inside a run of a dense script that ends here.
    Dense { run_end: usize },
    /// The same, and the character that starts here was given alone; its pair comes next.
    Pair { start: usize, run_end: usize },
}

impl<'t> Words<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, position: 0, state: State::Between }
    }

    /// Writes the next word's compared form into the buffer and returns its place.
    pub(crate) fn next_into(&mut self, folded: &mut String) -> Option<Word> {
        folded.clear();
        match self.state {
            State::Accented { start, end } => {
                self.state = parts_of(self.text, start, end);
                folded.push_str(Key::of(&compatible(&self.text[start..end])).as_str());
                cut(folded);
                return Some(Word { start, end, position: self.position - 1, kind: WordKind::Accented });
            }
            State::Parts { start, end } => {
                let part_end = part_end(&self.text[start..end]).map_or(end, |at| start + at);
                self.state = if part_end < end { State::Parts { start: part_end, end } } else { State::Between };
                fold_into(&self.text[start..part_end], folded);
                return Some(Word { start, end: part_end, position: self.position - 1, kind: WordKind::Part });
            }
            State::Pair { start, run_end } => {
                let end = self.cluster_end(self.at, run_end);
                self.state = State::Dense { run_end };
                fold_into(&self.text[start..end], folded);
                return Some(Word { start, end, position: self.position - 1, kind: WordKind::Pair });
            }
            State::Dense { run_end } if self.at < run_end => return Some(self.single(run_end, folded)),
            State::Dense { .. } | State::Between => self.state = State::Between,
        }
        self.skip_breaks()?;
        let start = self.at;
        match self.class_at(start) {
            Class::Sign => Some(self.sign(start, folded)),
            Class::Dense => {
                let run_end = self.run_end(start, |class| matches!(class, Class::Dense | Class::Joiner));
                Some(self.single(run_end, folded))
            }
            _ => Some(self.word(start, folded)),
        }
    }

    fn word(&mut self, start: usize, folded: &mut String) -> Word {
        let ascii_end = self.ascii_end(start);
        let end = self.run_end(ascii_end, |class| matches!(class, Class::Letter | Class::Joiner));
        let word = &self.text[start..end];
        self.state = parts_of(self.text, start, end);
        if end == ascii_end {
            folded.push_str(word);
            folded.make_ascii_lowercase();
        } else {
            fold_into(word, folded);
            let accented = Key::of(&compatible(word));
            if accented.as_str() != folded {
                self.state = State::Accented { start, end };
            }
        }
        cut(folded);
        self.at = end;
        self.position += 1;
        Word { start, end, position: self.position - 1, kind: WordKind::Word }
    }

    /// A picture sign stands where the next word does, so that it parts no words that belong together.
    fn sign(&mut self, start: usize, folded: &mut String) -> Word {
        let c = self.char_at(start);
        folded.push(c);
        self.at = start + c.len_utf8();
        Word { start, end: self.at, position: self.position, kind: WordKind::Sign }
    }

    fn single(&mut self, run_end: usize, folded: &mut String) -> Word {
        let start = self.at;
        let end = self.cluster_end(start, run_end);
        fold_into(&self.text[start..end], folded);
        self.at = end;
        self.position += 1;
        self.state = if end < run_end { State::Pair { start, run_end } } else { State::Between };
        Word { start, end, position: self.position - 1, kind: WordKind::Single }
    }

    /// Moves to the next character that starts a word.
    fn skip_breaks(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some(());
                }
                self.at += 1;
            } else if matches!(self.class_at(self.at), Class::Letter | Class::Dense | Class::Sign) {
                return Some(());
            } else {
                self.at += self.char_at(self.at).len_utf8();
            }
        }
        None
    }

    fn ascii_end(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start..];
        start + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len())
    }

    /// Returns where a run of characters of the wanted classes ends.
    fn run_end(&self, start: usize, is_wanted: impl Fn(Class) -> bool) -> usize {
        let rest = &self.text[start..];
        rest.char_indices().find(|&(_, c)| !is_wanted(Class::of(c))).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// Returns the end of the character at `start` with the marks that sit on it.
    fn cluster_end(&self, start: usize, run_end: usize) -> usize {
        let mut chars = self.text[start..run_end].char_indices().skip(1);
        chars.find(|&(_, c)| !sits_on_another(c)).map_or(run_end, |(at, _)| start + at)
    }

    fn char_at(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or_default()
    }

    fn class_at(&self, at: usize) -> Class {
        Class::of(self.char_at(at))
    }
}

/// Tells whether a word is put together of parts, such as `CamelCase` or `HTMLParser`.
fn parts_of(text: &str, start: usize, end: usize) -> State {
    match part_end(&text[start..end]) {
        Some(_) => State::Parts { start, end },
        None => State::Between,
    }
}

/// Returns where the first part of a word ends and another begins: at a capital after a small letter, and at the last of several
/// capitals before a small one.
fn part_end(word: &str) -> Option<usize> {
    let is_capital = |c: char| c.is_uppercase();
    let mut chars = word.char_indices().peekable();
    let (_, mut before) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        let starts_part = is_capital(c)
            && (before.is_lowercase()
                || (is_capital(before) && chars.peek().is_some_and(|(_, next)| next.is_lowercase())));
        if starts_part {
            return Some(at);
        }
        before = c;
    }
    None
}

/// What a character does to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Makes words.
    Letter,
    /// Is a word, or half of one.
    Dense,
    /// Is a picture.
    Sign,
    /// Belongs to the character before it.
    Joiner,
    /// Parts words.
    Break,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_ascii() => {
                if c.is_ascii_alphanumeric() {
                    Self::Letter
                } else {
                    Self::Break
                }
            }
            _ if is_spelt_out(c) => Self::Dense,
            _ if is_joiner(c) => Self::Joiner,
            _ if is_unparted(c) => Self::Dense,
            _ if is_sign(c) => Self::Sign,
            _ if c.is_alphanumeric() => Self::Letter,
            _ => Self::Break,
        }
    }
}

fn is_joiner(c: char) -> bool {
    is_invisible(c) || (c >= '\u{300}' && is_combining_mark(c))
}

/// Vowel signs and tones of Thai, Lao, Burmese and Khmer. In these scripts each sign is typed, and is a piece for itself: a
/// text is then found by any piece of it, also by one that ends before a sign.
fn is_spelt_out(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}') && is_combining_mark(c)
}

/// Pictures that people put into titles and tags: the blocks of Unicode with the emoji, without colours of skin.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1FAFF}')
}

/// Soft hyphens, joiners and variation selectors: they stand inside words and mean nothing for a search.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Marks, the vowels and finals of a Hangul syllable written in parts, and the sound marks of narrow kana.
fn sits_on_another(c: char) -> bool {
    (is_joiner(c) && !is_spelt_out(c)) || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{FF9E}' | '\u{FF9F}')
}

/// Tells whether a word is in compared form, without diacritics.
pub(crate) fn is_folded(word: &str) -> bool {
    if word.is_ascii() {
        return true;
    }
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded == word
}

/// Drops letter case, width, ligatures and diacritics.
fn fold_into(word: &str, folded: &mut String) {
    let key = Key::of(&compatible(word));
    let start = folded.len();
    let mut before = ' ';
    for c in key.as_str().nfd() {
        // The Cyrillic short i is a letter of its own.
        if is_diacritic(c) && !(c == '\u{306}' && before == '\u{438}') {
            continue;
        }
        before = c;
        match c {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
    }
    if !folded[start..].is_ascii() {
        let composed: String = folded[start..].nfc().collect();
        folded.truncate(start);
        folded.push_str(&composed);
    }
}

/// Returns a whole text as words are compared: without letter case, width, ligatures and diacritics.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Compatibility forms become the usual ones, and what cannot be seen goes.
fn compatible(word: &str) -> String {
    word.chars().filter(|&c| !is_invisible(c)).nfkc().collect()
}

/// Marks that a reader leaves out while typing. The vowel signs of Indic scripts and the sound marks of kana stay.
fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}' | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' // Hebrew points
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' // Arabic vowel marks and the stretching line
    )
}

fn cut(folded: &mut String) {
    if folded.len() > MAX_WORD {
        let end = (0..=MAX_WORD).rev().find(|&end| folded.is_char_boundary(end)).unwrap_or(0);
        folded.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::{WordKind, Words};

    fn check(text: &str, expected: &str) {
        let mut words = Words::new(text);
        let mut folded = String::new();
        let mut found = Vec::new();
        while let Some(word) = words.next_into(&mut folded) {
            let sign = match word.kind {
                WordKind::Word => "",
                WordKind::Accented => "=",
                WordKind::Single => "'",
                WordKind::Pair => "\"",
                WordKind::Part => "+",
                WordKind::Sign => "*",
            };
            found.push(format!("{sign}{folded}@{}", word.position));
            assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end) && word.start < word.end);
        }
        assert_eq!(found.join(" "), expected, "words of {text:?}");
    }

    #[test]
    fn ascii_words_are_parted_by_everything_else() {
        check("Don't split_me, v2.0!", "don@0 t@1 split@2 me@3 v2@4 0@5");
        check("", "");
        check(" -- ", "");
    }

    #[test]
    fn words_that_are_put_together_come_with_their_parts() {
        check("SearchIndex x", "searchindex@0 +search@0 +index@0 x@1");
        check("HTMLParser", "htmlparser@0 +html@0 +parser@0");
        check("ÉcoleNormale", "ecolenormale@0 =écolenormale@0 +ecole@0 +normale@0");
        check("NASA McX iOS", "nasa@0 mcx@1 +mc@1 +x@1 ios@2 +i@2 +os@2");
    }

    #[test]
    fn the_short_i_is_no_i_with_a_mark() {
        check("йод ёлка", "йод@0 елка@1 =ёлка@1");
    }

    #[test]
    fn diacritics_case_width_and_ligatures_fold() {
        check("Café CAFE\u{301}", "cafe@0 =café@0 cafe@1 =café@1");
        check("Straße ＡＢＣ ﬁn", "strasse@0 abc@1 fin@2");
        check("Łódź Ærø", "lodz@0 =łódź@0 aero@1 =ærø@1");
        check("Λόγος ΛΟΓΟΣ", "λογοσ@0 =λόγοσ@0 λογοσ@1");
        check("Ёлка", "елка@0 =ёлка@0");
    }

    #[test]
    fn invisible_characters_do_not_part_a_word() {
        check("Donau\u{AD}dampf", "donaudampf@0");
        check("\u{FEFF}start", "start@0");
    }

    #[test]
    fn dense_scripts_are_cut_into_characters_and_pairs() {
        check("機械学習", "'機@0 \"機械@0 '械@1 \"械学@1 '学@2 \"学習@2 '習@3");
        check("水", "'水@0");
        check("第3章 ok", "'第@0 3@1 '章@2 ok@3");
        check("한글", "'한@0 \"한글@0 '글@1");
        check("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "'한@0 \"한글@0 '글@1");
        check("ｶﾞ", "'ガ@0");
    }

    #[test]
    fn picture_signs_stand_where_the_next_word_does() {
        check(
            "\u{1F331} seed\u{1F331}\u{FE0F}ling \u{1F44D}\u{1F3FD}",
            "*\u{1F331}@0 seed@0 *\u{1F331}@1 ling@1 *\u{1F44D}@2",
        );
        check("a → b ✓ c", "a@0 b@1 *✓@2 c@2");
    }

    #[test]
    fn vowel_signs_stay() {
        check("हिन्दी", "हिन्दी@0");
        check("ไทย", "'ไ@0 \"ไท@0 'ท@1 \"ทย@1 'ย@2");
        check("ก่อ", "'ก@0 \"ก่@0 '่@1 \"่อ@1 'อ@2");
    }

    #[test]
    fn a_very_long_word_is_cut() {
        check(&"a".repeat(300), &format!("{}@0", "a".repeat(96)));
    }
}
