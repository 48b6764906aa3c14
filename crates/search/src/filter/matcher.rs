//! Looks for a pattern in one text after the other.

use unicode_normalization::UnicodeNormalization;

use crate::query::{GaveUp, Pattern, QueryWord, Run, Wording};
use crate::words::{WordKind, Words, folded};

/// A pattern, ready to be looked for.
pub(super) struct Matcher<'p> {
    root: Node<'p>,
    sought: Vec<Sought<'p>>,
    text: Text,
    /// Look at characters and not at words.
    is_literal: bool,
}

enum Node<'p> {
    All(Vec<Node<'p>>),
    Any(Vec<Node<'p>>),
    Not(Box<Node<'p>>),
    /// The number of the words in [`Matcher::sought`].
    Words(usize),
    Regular(Box<Run<'p>>),
}

/// Words that stand together.
struct Sought<'p> {
    wording: &'p Wording,
    /// Each word as typed, where letter case counts and the script has it.
    spelt: Vec<Option<String>>,
    /// The typed text in compared form.
    literal: String,
}

/// The words of a text.
#[derive(Default)]
struct Text {
    folded: String,
    words: Vec<FoundWord>,
}

struct FoundWord {
    position: usize,
    is_dense: bool,
    /// Its place in the text.
    start: usize,
    end: usize,
    /// Where its compared form ends among all.
    folded_end: usize,
}

impl<'p> Matcher<'p> {
    /// Looks for words: from their start, in compared form (rules S-01 and S-12).
    pub(super) fn of_words(pattern: &'p Pattern) -> Self {
        Self::new(pattern, false)
    }

    /// Looks for what was typed anywhere in a text, also within words.
    pub(super) fn of_characters(pattern: &'p Pattern) -> Self {
        Self::new(pattern, true)
    }

    fn new(pattern: &'p Pattern, is_literal: bool) -> Self {
        let mut sought = Vec::new();
        let root = Node::of(pattern, &mut sought);
        Self { root, sought, text: Text::default(), is_literal }
    }

    /// Tells whether a text holds the pattern.
    pub(super) fn is_in(&mut self, text: &str) -> Result<bool, GaveUp> {
        let found: Vec<bool> = if self.sought.is_empty() {
            Vec::new()
        } else if self.is_literal {
            let folded = folded(text);
            let is_in = |sought: &Sought<'_>| match sought.wording.is_cased {
                true => text.nfc().collect::<String>().contains(sought.literal.as_str()),
                false => folded.contains(sought.literal.as_str()),
            };
            self.sought.iter().map(is_in).collect()
        } else {
            self.text.read(text);
            self.sought.iter().map(|sought| sought.is_in(&self.text, text)).collect()
        };
        self.root.holds(text, &found)
    }
}

impl<'p> Node<'p> {
    fn of(pattern: &'p Pattern, sought: &mut Vec<Sought<'p>>) -> Self {
        match pattern {
            Pattern::All(parts) => Self::All(parts.iter().map(|part| Self::of(part, sought)).collect()),
            Pattern::Any(parts) => Self::Any(parts.iter().map(|part| Self::of(part, sought)).collect()),
            Pattern::Not(part) => Self::Not(Box::new(Self::of(part, sought))),
            Pattern::Words(wording) => {
                sought.push(Sought::of(wording));
                Self::Words(sought.len() - 1)
            }
            Pattern::Regular(regular) => Self::Regular(Box::new(regular.run())),
        }
    }

    fn holds(&mut self, text: &str, found: &[bool]) -> Result<bool, GaveUp> {
        match self {
            Self::All(parts) => {
                for part in parts {
                    if !part.holds(text, found)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Any(parts) => {
                for part in parts {
                    if part.holds(text, found)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(part) => part.holds(text, found).map(|holds| !holds),
            Self::Words(number) => Ok(found[*number]),
            Self::Regular(run) => run.is_in(text),
        }
    }
}

impl<'p> Sought<'p> {
    fn of(wording: &'p Wording) -> Self {
        let typed = wording.text.as_str();
        let mut spelt: Vec<Option<String>> = vec![None; wording.clause.words.len()];
        if wording.is_cased {
            let mut words = Words::new(typed);
            let mut folded = String::new();
            while let Some(word) = words.next_into(&mut folded) {
                let is_it = |sought: &QueryWord| sought.position == word.position && !sought.is_dense;
                let place = wording.clause.words.iter().position(is_it);
                if let (WordKind::Word, Some(place)) = (word.kind, place) {
                    spelt[place] = Some(typed[word.start..word.end].nfc().collect());
                }
            }
        }
        let literal = if wording.is_cased { typed.nfc().collect() } else { folded(typed) };
        Self { wording, spelt, literal }
    }

    fn is_in(&self, words: &Text, text: &str) -> bool {
        let sought = &self.wording.clause.words;
        let Some(first) = sought.first() else { return false };
        (0..words.words.len()).any(|start| {
            let from = words.words[start].position;
            self.fits(0, words, start, text)
                && sought.iter().enumerate().skip(1).all(|(at, word)| {
                    let place = from + (word.position - first.position);
                    (start..words.words.len())
                        .take_while(|&next| words.words[next].position <= place)
                        .any(|next| words.words[next].position == place && self.fits(at, words, next, text))
                })
        })
    }

    /// Tells whether a word of the text is the one that is sought.
    fn fits(&self, at: usize, words: &Text, number: usize, text: &str) -> bool {
        let clause = &self.wording.clause;
        let (sought, found) = (&clause.words[at], &words.words[number]);
        if sought.is_dense != found.is_dense {
            return false;
        }
        let may_go_on = clause.is_prefix && at + 1 == clause.words.len() && !sought.is_dense;
        let same = |found: &str, sought: &str| if may_go_on { found.starts_with(sought) } else { found == sought };
        same(words.folded(number), &sought.folded)
            && self.spelt[at].as_ref().is_none_or(|spelt| {
                let written = &text[found.start..found.end];
                if written.is_ascii() { same(written, spelt) } else { same(&written.nfc().collect::<String>(), spelt) }
            })
    }
}

impl Text {
    fn read(&mut self, text: &str) {
        self.folded.clear();
        self.words.clear();
        let mut words = Words::new(text);
        let mut folded = String::new();
        while let Some(word) = words.next_into(&mut folded) {
            if word.kind == WordKind::Accented {
                continue;
            }
            self.folded.push_str(&folded);
            self.words.push(FoundWord {
                position: word.position,
                is_dense: matches!(word.kind, WordKind::Single | WordKind::Pair | WordKind::Sign),
                start: word.start,
                end: word.end,
                folded_end: self.folded.len(),
            });
        }
    }

    fn folded(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.words[before].folded_end);
        &self.folded[start..self.words[number].folded_end]
    }
}

#[cfg(test)]
mod tests {
    use super::Matcher;
    use crate::query::{Expression, Filter, Query};

    /// Looks for the pattern of `line:(…)`.
    fn check(pattern: &str, text: &str, expected: bool) {
        let query = Query::parse(&format!("line:({pattern})"));
        let Expression::Filter(Filter::In { pattern: found, .. }) = query.expression() else { panic!("{query:?}") };
        assert_eq!(Matcher::of_words(found).is_in(text), Ok(expected), "{pattern:?} in {text:?}");
        // What was looked at before changes nothing.
        let mut used = Matcher::of_words(found);
        for before in ["", "other words, 水と火", text] {
            let _ = used.is_in(before);
        }
        assert_eq!(used.is_in(text), Ok(expected));
    }

    #[test]
    fn s_01_words_are_found_from_their_start() {
        check("gard", "a garden", true);
        check("arden", "a garden", false);
        check("rain garden", "garden and rain", true);
        check("rain garden", "rain", false);
        check("-rain", "rainbow", true);
        check("-rain", "rain", false);
        check("a OR b", "b", true);
        check("don't", "I don’t", true);
        check("don't", "don and t", false);
    }

    #[test]
    fn s_02_phrases_are_whole_words_in_order() {
        check("\"slow river\"", "The slow, river", true);
        check("\"slow riv\"", "slow river", false);
        check("\"slow river\"", "river slow", false);
        check("\"a b a c\"", "a b a b a c", true);
    }

    #[test]
    fn s_12_diacritics_may_be_left_out_and_dense_scripts_are_found_inside() {
        check("cafe", "Café", true);
        check("café", "CAFE", true);
        check("strasse", "Straße", true);
        check("械学", "機械学習", true);
        check("\"機械学習\"", "機械学習", true);
        check("機学", "機械学習", false);
        check("水", "水と火", true);
        check("第3章", "第3章", true);
        check("ａｂ", "abc", true);
    }

    #[test]
    fn s_05_letter_case_counts_where_it_is_asked_for() {
        check("match-case:BlueKettle", "a BlueKettle", true);
        check("match-case:BlueKettle", "a bluekettle", false);
        check("match-case:Blue", "BlueKettle", true);
        check("match-case:\"Blue kettle\"", "Blue kettle", true);
        check("match-case:\"Blue kettle\"", "Blue Kettle", false);
        check("match-case:Éa", "E\u{301}ab", true);
        check("match-case:(A ignore-case:B)", "A b", true);
        check("match-case:機械", "機械", true);
    }

    #[test]
    fn s_07_expressions_stand_beside_words() {
        check("/^a.c$/ x", "abc\nx", true);
        check("x -/a.c/", "abc x", false);
        check("x -/a.c/", "x", true);
    }
}
