//! Regular expressions as people write them for JavaScript, run by a lazy automaton: each byte is looked at once, and an expression that would
//! need too many states is given up (rule S-07).

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::Input;
use regex_automata::hybrid::dfa::{self, Cache, DFA};
use regex_automata::hybrid::regex::{self, Regex};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;

/// Longer expressions are not run, nor such as need more room than this before they have read anything.
const MAX_BYTES: usize = 1_000;
const MAX_PROGRAM: usize = 256 * 1024;

/// Groups within groups.
const MAX_NESTED: u32 = 32;

/// Room for the states that reading makes. Where that is used up sooner than after so many bytes for each state, the expression is given up.
const CACHE: usize = 1024 * 1024;
const BYTES_PER_STATE: usize = 2_000;

/// So many places where an expression finds nothing are passed by while looking for one where it finds something.
const MAX_EMPTY: usize = 64;

/// A regular expression that can be run.
#[derive(Clone)]
pub(crate) struct Regular {
    source: String,
    is_cased: bool,
    /// As the library reads it.
    pattern: String,
    syntax: syntax::Config,
    automaton: Arc<DFA>,
}

/// The state of running one.
pub(crate) struct Run<'r> {
    automaton: &'r DFA,
    cache: Cache,
}

/// Knows where an expression begins and ends in a text.
pub(crate) struct Finder {
    regex: Regex,
    cache: regex::Cache,
}

/// The expression needs too many states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GaveUp;

impl Regular {
    /// Reads an expression and its flags; says in a sentence why it cannot be run.
    pub(crate) fn new(source: &str, flags: &str, is_cased: bool) -> Result<Self, String> {
        if source.len() > MAX_BYTES {
            return Err("The regular expression is too long, so it was left out.".to_owned());
        }
        let pattern = translated(source)
            .map_err(|what| format!("A regular expression cannot have {what} here, so it was left out."))?;
        let is_cased = is_cased && !flags.contains('i');
        let syntax = syntax::Config::new()
            .case_insensitive(!is_cased)
            .multi_line(true)
            .dot_matches_new_line(flags.contains('s'))
            .nest_limit(MAX_NESTED)
            .utf8(false);
        syntax::parse_with(&pattern, &syntax).map_err(|error| {
            format!("This is no regular expression ({}), so it was left out.", reason(&error.to_string()))
        })?;
        let automaton = DFA::builder()
            .syntax(syntax)
            .thompson(thompson())
            .configure(bounds())
            .build(&pattern)
            .map_err(|_| "The regular expression is too large, so it was left out.".to_owned())?;
        Ok(Self { source: source.to_owned(), is_cased, pattern, syntax, automaton: automaton.into() })
    }

    pub(crate) fn run(&self) -> Run<'_> {
        Run { automaton: &self.automaton, cache: self.automaton.create_cache() }
    }

    /// Makes what finds its place in a text, at the cost of reading the expression again; nothing where it is too large for that.
    pub(crate) fn finder(&self) -> Option<Finder> {
        let mut builder = Regex::builder();
        builder.syntax(self.syntax).thompson(thompson()).dfa(bounds());
        let regex = builder.build(&self.pattern).ok()?;
        Some(Finder { cache: regex.create_cache(), regex })
    }
}

impl Finder {
    /// Returns the first place in a text where the expression finds something: at least a character. Nothing also where it is given up.
    pub(crate) fn place(&mut self, text: &str) -> Option<Range<usize>> {
        let mut start = 0;
        for _ in 0..MAX_EMPTY {
            let input = Input::new(text).range(start..);
            let found = self.regex.try_search(&mut self.cache, &input).ok()??;
            if !found.is_empty() {
                // An expression may begin and end within a character.
                let is_border = |at: &usize| text.is_char_boundary(*at);
                return Some((0..=found.start()).rfind(is_border)?..(found.end()..=text.len()).find(is_border)?);
            }
            start = (found.end() + 1..=text.len()).find(|&at| text.is_char_boundary(at))?;
        }
        None
    }
}

fn thompson() -> thompson::Config {
    thompson::Config::new().utf8(false).which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_PROGRAM))
}

fn bounds() -> dfa::Config {
    DFA::config()
        .cache_capacity(CACHE)
        .skip_cache_capacity_check(true)
        .minimum_cache_clear_count(Some(0))
        .minimum_bytes_per_state(Some(BYTES_PER_STATE))
}

impl Run<'_> {
    /// Tells whether the expression matches somewhere in a text. The answer depends on what was read before in one way alone: a run gives up
    /// sooner or later.
    pub(crate) fn is_in(&mut self, text: &str) -> Result<bool, GaveUp> {
        let input = Input::new(text).earliest(true);
        self.automaton.try_search_fwd(&mut self.cache, &input).map(|found| found.is_some()).map_err(|_| GaveUp)
    }
}

impl PartialEq for Regular {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source && self.is_cased == other.is_cased
    }
}

impl fmt::Debug for Regular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.source)
    }
}

/// Takes the reason out of the library's message, whose last line it is.
fn reason(message: &str) -> &str {
    message.lines().last().unwrap_or_default().trim().trim_start_matches("error: ")
}

/// Writes JavaScript's syntax in the library's. Digits and word borders are those of ASCII, as there; letters are those of all scripts.
fn translated(source: &str) -> Result<String, &'static str> {
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source;
    let mut is_in_class = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let mut taken = c.len_utf8();
        match (c, is_in_class) {
            ('\\', _) => {
                let Some(escaped) = after.chars().next() else { return Err("a backslash at its end") };
                taken += escaped.len_utf8();
                escape(escaped, is_in_class, &mut out)?;
            }
            ('[', false) => {
                if let Some(anything) = after.strip_prefix("^]") {
                    out.push_str(r"(?s:.)");
                    taken = rest.len() - anything.len();
                } else if let Some(nothing) = after.strip_prefix(']') {
                    out.push_str(r"[^\s\S]");
                    taken = rest.len() - nothing.len();
                } else {
                    is_in_class = true;
                    out.push('[');
                    if after.starts_with('^') {
                        out.push('^');
                        taken += 1;
                    }
                }
            }
            (']', true) => {
                is_in_class = false;
                out.push(']');
            }
            // Within brackets these mean something to the library and nothing to JavaScript.
            ('[' | '&' | '~', true) => {
                out.push('\\');
                out.push(c);
            }
            ('(', false) if after.starts_with("?=") || after.starts_with("?!") => return Err("a look ahead"),
            ('(', false) if after.starts_with("?<=") || after.starts_with("?<!") => return Err("a look behind"),
            ('{', false) if !is_count(after) => out.push_str(r"\{"),
            (c, _) => out.push(c),
        }
        rest = &rest[taken..];
    }
    Ok(out)
}

fn escape(escaped: char, is_in_class: bool, out: &mut String) -> Result<(), &'static str> {
    match escaped {
        '1'..='9' if !is_in_class => return Err("a reference to an earlier group"),
        'k' => return Err("a reference to an earlier group"),
        '0' => out.push_str(r"\x00"),
        'd' if is_in_class => out.push_str("0-9"),
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'b' if is_in_class => out.push_str(r"\x08"),
        'b' => out.push_str(r"(?-u:\b)"),
        'B' => out.push_str(r"(?-u:\B)"),
        'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'v' | 'f' | 'x' | 'u' | 'p' | 'P' => {
            out.push('\\');
            out.push(escaped);
        }
        // An escape that means nothing is the character itself.
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => out.push(c),
        '<' | '>' => out.push(escaped),
        c => {
            out.push('\\');
            out.push(c);
        }
    }
    Ok(())
}

/// Tells whether a brace opens a count, as in `a{2,3}`.
fn is_count(after: &str) -> bool {
    after.split_once('}').is_some_and(|(count, _)| {
        let (least, most) = count.split_once(',').unwrap_or((count, ""));
        !least.is_empty() && [least, most].iter().all(|n| n.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::Regular;

    fn check(source: &str, text: &str, expected: bool) {
        let regular = Regular::new(source, "", true).unwrap();
        assert_eq!(regular.run().is_in(text), Ok(expected), "/{source}/ in {text:?}");
    }

    #[test]
    fn s_07_expressions_are_those_of_javascript() {
        check(r"\d{4}-\d{2}-\d{2}", "on 2024-03-05.", true);
        check(r"\d", "٣", false);
        check(r"^b$", "a\nb\nc", true);
        check("a.c", "a\nc", false);
        check("a[^]c", "a\nc", true);
        check("a[]", "a", false);
        check(r"a\/b", "a/b", true);
        check("x{", "x{", true);
        check("a{2}", "caab", true);
        check("[[a]", "[", true);
        check("[a&&b]", "&", true);
        check(r"[\d.]+x", "1.5x", true);
        check(r"\bcat\b", "concat", false);
        check(r"\bcat\b", "a cat.", true);
        check(r"\bcat", "über cat", true);
        check(r"\w+é", "café", true);
        check(r"(?<year>\d+) (?:a|b)", "12 b", true);
        check(r"\u00e9", "é", true);
        check(r"\-\_\é\<", "-_é<", true);
        check("日.語", "日本語", true);
        check("Rain", "rain", false);
        assert_eq!(Regular::new("Rain", "i", true).unwrap().run().is_in("rain"), Ok(true));
        assert_eq!(Regular::new("Rain", "", false).unwrap().run().is_in("rain"), Ok(true));
    }

    #[test]
    fn s_07_an_expression_that_cannot_be_run_says_why() {
        for (source, expected) in [
            ("a(?=b)", "look ahead"),
            ("(?<!a)b", "look behind"),
            (r"(a)\1", "earlier group"),
            (r"(?<n>a)\k<n>", "earlier group"),
            ("(a", "unclosed group"),
            ("*", "repetition"),
            ("a\\", "backslash"),
            ("[a", "unclosed character class"),
            (r"((\w{100}){100}){100}", "too large"),
            (&"a".repeat(1_001), "too long"),
            (&"(".repeat(500), "regular expression"),
        ] {
            let said = Regular::new(source, "", true).err().unwrap_or_default();
            assert!(said.contains(expected) && said.ends_with('.'), "/{source}/: {said}");
        }
    }

    #[test]
    fn s_07_an_expression_that_makes_a_state_of_every_byte_is_given_up() {
        let regular = Regular::new("[ab]*a[ab]{80}c", "", true).unwrap();
        // Bits that do not repeat: a linear-feedback shift register.
        let mut bits = 0xACE1_u32;
        let text: String = (0..2_000_000)
            .map(|_| {
                bits = (bits >> 1) ^ (if bits & 1 == 1 { 0xD000_0001 } else { 0 });
                if bits & 1 == 1 { 'a' } else { 'b' }
            })
            .collect();
        let mut run = regular.run();
        assert!(run.is_in(&text).is_err());
        check("[ab]*a[ab]{8}c", &text, false);
    }

    #[test]
    fn an_expression_is_found_at_its_place() {
        for (source, text, expected) in [
            (r"\d{4}", "on 2024-03", Some("2024")),
            ("x*", "abxx", Some("xx")),
            ("^b.", "a\nbc", Some("bc")),
            ("日.", "今日本", Some("日本")),
            (r"\bcat\b", "concat cat", Some("cat")),
            ("(?-u:.)", "é", Some("é")),
            ("x*", "é", None),
            ("$", "abc", None),
            ("z", "abc", None),
        ] {
            let place = Regular::new(source, "", true).unwrap().finder().unwrap().place(text);
            assert_eq!(place.map(|place| &text[place]), expected, "/{source}/ in {text:?}");
        }
        let place = Regular::new("a.c", "s", false).unwrap().finder().unwrap().place("xA\nC");
        assert_eq!(place, Some(1..4), "its flags are kept");
    }
}
