//! What a reader asks for.

use hedgerow_model::{Key, Tag};

use crate::words::{WordKind, Words};

/// More text than this is cut off.
const MAX_BYTES: usize = 10_000;

/// More words than this are left out: each costs a look-up in every field.
const MAX_WORDS: usize = 48;

/// A query, and the window of answers that is wanted.
///
/// All words are wanted, and the last one may be unfinished. `"words in quotes"` must stand together, `-word` must not
/// stand in the note, `#tag` or `tag:tag` asks for a tag or one nested in it. Nothing a reader types is an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    text: String,
    pub(crate) wanted: Vec<Clause>,
    pub(crate) unwanted: Vec<Clause>,
    pub(crate) tags: Vec<Key>,
    pub(crate) unwanted_tags: Vec<Key>,
    pub(crate) has_facets: bool,
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

/// Words that must stand together: a phrase, or a single word.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Clause {
    pub(crate) words: Vec<QueryWord>,
    /// The last word may be unfinished.
    pub(crate) is_prefix: bool,
}

/// A word in compared form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryWord {
    pub(crate) folded: String,
    /// The word with its diacritics, if it was typed with any.
    pub(crate) accented: Option<String>,
    /// Its place among the words of the clause.
    pub(crate) position: usize,
    /// Taken from a script without spaces; such a word is never unfinished.
    pub(crate) is_dense: bool,
}

impl Query {
    /// Reads what was typed. Text beyond 10,000 bytes is cut off.
    pub fn parse(text: &str) -> Self {
        let mut query = Self {
            text: cut(text).to_owned(),
            wanted: Vec::new(),
            unwanted: Vec::new(),
            tags: Vec::new(),
            unwanted_tags: Vec::new(),
            has_facets: false,
            offset: 0,
            limit: 10,
        };
        let atoms: Vec<Atom<'_>> = Atoms { rest: cut(text) }.collect();
        let mut n_words = 0;
        for (at, atom) in atoms.iter().enumerate() {
            if let Some(tag) = atom.tag() {
                let tags = if atom.is_unwanted { &mut query.unwanted_tags } else { &mut query.tags };
                if !tags.contains(tag.key()) && tags.len() < MAX_WORDS {
                    tags.push(tag.key().clone());
                }
                continue;
            }
            let mut clause = Clause::of(atom.text);
            clause.words.truncate(MAX_WORDS - n_words);
            n_words += clause.words.len();
            if clause.words.is_empty() {
                continue;
            }
            let is_last = at + 1 == atoms.len();
            clause.is_prefix =
                is_last && !atom.is_quoted && !atom.is_unwanted && clause.words.last().is_some_and(|w| !w.is_dense);
            let clauses = if atom.is_unwanted { &mut query.unwanted } else { &mut query.wanted };
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        query
    }

    /// Sets which of the matching notes are wanted: `limit` of them, after the best `offset`. Without it the best ten.
    #[must_use]
    pub fn window(self, offset: usize, limit: usize) -> Self {
        Self { offset, limit, ..self }
    }

    /// Asks for [`crate::Facets`] too.
    #[must_use]
    pub fn with_facets(self) -> Self {
        Self { has_facets: true, ..self }
    }

    /// Returns the text as typed, cut where it was too long.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the plain words, in the order in which they were typed.
    pub(crate) fn bag(&self) -> Vec<&Clause> {
        self.wanted.iter().collect()
    }

    /// Tells whether nothing is asked for. Such a query has no hits.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.tags.is_empty()
    }
}

impl Clause {
    fn of(text: &str) -> Self {
        let mut found: Vec<(QueryWord, WordKind)> = Vec::new();
        let mut words = Words::new(text);
        let mut folded = String::new();
        while let Some(word) = words.next_into(&mut folded) {
            if word.kind == WordKind::Part {
                continue;
            }
            if word.kind == WordKind::Accented {
                if let Some((last, _)) = found.last_mut() {
                    last.accented = Some(folded.clone());
                }
                continue;
            }
            let is_dense = word.kind != WordKind::Word;
            let word_in_query = QueryWord { folded: folded.clone(), accented: None, position: word.position, is_dense };
            found.push((word_in_query, word.kind));
        }
        // In a run of a dense script the pairs say it all; a character alone is asked for only where it stands alone.
        let starts_pair: Vec<usize> = pair_positions(&found);
        found.retain(|(word, kind)| {
            *kind != WordKind::Single
                || !(starts_pair.contains(&word.position)
                    || word.position.checked_sub(1).is_some_and(|before| starts_pair.contains(&before)))
        });
        Self { words: found.into_iter().map(|(word, _)| word).collect(), is_prefix: false }
    }
}

fn pair_positions(found: &[(QueryWord, WordKind)]) -> Vec<usize> {
    found.iter().filter(|(_, kind)| *kind == WordKind::Pair).map(|(word, _)| word.position).collect()
}

/// A piece of a query between spaces or quotes.
struct Atom<'q> {
    text: &'q str,
    is_quoted: bool,
    is_unwanted: bool,
}

impl Atom<'_> {
    fn tag(&self) -> Option<Tag> {
        let is_tag =
            self.text.starts_with('#') || self.text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("tag:"));
        if self.is_quoted || !is_tag {
            return None;
        }
        Tag::new(if self.text.starts_with('#') { self.text } else { &self.text[4..] })
    }
}

/// Walks over the pieces of a query.
struct Atoms<'q> {
    rest: &'q str,
}

impl<'q> Iterator for Atoms<'q> {
    type Item = Atom<'q>;

    fn next(&mut self) -> Option<Atom<'q>> {
        self.rest = self.rest.trim_start();
        let is_unwanted =
            self.rest.starts_with('-') && self.rest[1..].starts_with(|c: char| !c.is_whitespace() && c != '-');
        if is_unwanted {
            self.rest = &self.rest[1..];
        }
        if self.rest.is_empty() {
            return None;
        }
        if let Some((open, close)) = quotes(self.rest) {
            let inside = &self.rest[open.len_utf8()..];
            let (text, rest) = inside.split_once(close).unwrap_or((inside, ""));
            self.rest = rest;
            return Some(Atom { text, is_quoted: true, is_unwanted });
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Atom { text, is_quoted: false, is_unwanted })
    }
}

/// Returns the quote that opens the text and the one that closes it; phones type curly ones.
fn quotes(text: &str) -> Option<(char, char)> {
    match text.chars().next()? {
        '"' => Some(('"', '"')),
        '“' => Some(('“', '”')),
        '„' => Some(('„', '“')),
        '«' => Some(('«', '»')),
        _ => None,
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::{Clause, Query};

    fn show(clause: &Clause) -> String {
        let words: Vec<&str> = clause.words.iter().map(|word| word.folded.as_str()).collect();
        format!("{}{}", words.join("+"), if clause.is_prefix { "*" } else { "" })
    }

    fn check(text: &str, expected: &str) {
        let query = Query::parse(text);
        let wanted = query.wanted.iter().map(show);
        let unwanted = query.unwanted.iter().map(|clause| format!("-{}", show(clause)));
        let tags = query.tags.iter().map(|tag| format!("#{tag}"));
        let unwanted_tags = query.unwanted_tags.iter().map(|tag| format!("-#{tag}"));
        let found: Vec<String> = wanted.chain(unwanted).chain(tags).chain(unwanted_tags).collect();
        assert_eq!(found.join(" "), expected, "meaning of {text:?}");
    }

    #[test]
    fn words_are_wanted_and_the_last_may_be_unfinished() {
        check("Chain rule", "chain rule*");
        check("chain chain", "chain chain*");
        check("don't", "don+t*");
        check("", "");
        check(" \t ", "");
    }

    #[test]
    fn quotes_keep_words_together() {
        check("\"chain rule\" proof", "chain+rule proof*");
        check("\"open end", "open+end");
        check("„Satz von“ Bayes", "satz+von bayes*");
        check("a\"b c\"", "a b+c");
        check("\"\" \"", "");
    }

    #[test]
    fn minus_excludes_and_a_lone_minus_is_nothing() {
        check("rule -chain", "rule -chain");
        check("-\"a b\" c", "c* -a+b");
        check("a - b", "a b*");
        check("--x", "x*");
        check("-", "");
    }

    #[test]
    fn tags_are_read_in_both_forms() {
        check("#Math/Calculus x", "x* #math/calculus");
        check("TAG:math", "#math");
        check("-#draft a", "a* -#draft");
        check("#1984", "1984*");
        check("tag:", "tag*");
    }

    #[test]
    fn dense_scripts_ask_for_pairs() {
        check("機械学習", "機械+械学+学習");
        check("水", "水");
        check("abc水", "abc+水");
    }

    #[test]
    fn nothing_that_is_typed_is_too_much() {
        let long = "é".repeat(20_000);
        assert_eq!(Query::parse(&long).text().len(), 10_000);
        let many = "a b c d e f g h ".repeat(2_000);
        assert!(Query::parse(&many).wanted.len() <= 48);
        for odd in ["AND OR NOT", "a:b:c", "[[x]]", "(((", "*", "\\", "~^", "\0", "tag:\"x", "tä", "-#"] {
            let _ = Query::parse(odd);
        }
    }
}
