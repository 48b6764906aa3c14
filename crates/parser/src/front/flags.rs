//! The flags that hide and show a note (rules W-01, P-09, P-12, P-13), read so that doubt means private.

use std::borrow::Cow;
use std::sync::LazyLock;

use hedgerow_model::Code;
use regex::Regex;

use super::fence::{Line, is_property};
use super::value::Value;

/// What the flags of a note say. Where both are given the one that hides wins (rule P-13).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// The text that hides the note, such as `private: true`.
    pub hides: Option<String>,
    /// The text that shows the note, such as `publish: true`.
    pub shows: Option<String>,
}

/// A flag whose meaning is in doubt, so that the note is kept private.
#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Doubt {
    /// The code under which every doubt is reported.
    pub(super) const CODE: Code = Code::UnclearFlag;
}

/// The keys of rule W-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Publish,
    Draft,
    Private,
}

/// What a flag's value says (rule P-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Empty,
    Unclear,
}

/// What a flag with its value does to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Hides,
    Shows,
    Nothing,
    Doubtful,
}

impl Flag {
    /// Reads a key, letter case and invisible characters ignored.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„');
        match visible(key).trim_matches(is_mark).to_lowercase().as_str() {
            "publish" | "dg-publish" => Some(Self::Publish),
            "draft" => Some(Self::Draft),
            "private" => Some(Self::Private),
            _ => None,
        }
    }

    fn effect(self, answer: Answer) -> Effect {
        match (self, answer) {
            (Self::Publish, Answer::No) | (Self::Draft | Self::Private, Answer::Yes) => Effect::Hides,
            (Self::Publish, Answer::Yes) => Effect::Shows,
            (Self::Draft | Self::Private, Answer::No) | (_, Answer::Empty) => Effect::Nothing,
            (_, Answer::Unclear) => Effect::Doubtful,
        }
    }
}

impl Answer {
    /// Reads the words of rule P-09, in any letter case and any quotes.
    pub(super) fn of_text(text: &str) -> Self {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '`');
        match visible(text).trim_matches(is_mark).to_lowercase().as_str() {
            "true" | "yes" | "on" => Self::Yes,
            "false" | "no" | "off" => Self::No,
            "" | "~" | "null" => Self::Empty,
            _ => Self::Unclear,
        }
    }

    pub(super) fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(true) => Self::Yes,
            Value::Bool(false) => Self::No,
            Value::Text(text) => Self::of_text(text),
            Value::List(_) | Value::Map(_) if value.is_empty() => Self::Empty,
            Value::Number(_) | Value::List(_) | Value::Map(_) => Self::Unclear,
        }
    }
}

impl Flags {
    /// Obeys a flag of valid front matter, which stands at `start..end`.
    pub(super) fn obey(&mut self, key: &str, value: &Value, (start, end): (usize, usize)) -> Option<Doubt> {
        let flag = Flag::of_key(key)?;
        let written = match value {
            Value::Bool(value) => value.to_string(),
            Value::Text(text) | Value::Number(text) => shortened(text),
            Value::Null | Value::List(_) | Value::Map(_) => "…".to_owned(),
        };
        let written = format!("{key}: {written}");
        match flag.effect(Answer::of_value(value)) {
            Effect::Nothing => None,
            // What stands for bytes that are no text is overlooked in a flag that hides, and in none that shows.
            Effect::Shows if written.contains('\u{fffd}') => {
                Some(self.doubt(start, end, &written, "holds bytes that are no text", SAY_TRUE_OR_FALSE))
            }
            Effect::Shows => {
                self.shows.get_or_insert(written);
                None
            }
            Effect::Hides => {
                self.hides.get_or_insert(written);
                None
            }
            Effect::Doubtful => Some(self.doubt(start, end, &written, "says neither yes nor no", SAY_TRUE_OR_FALSE)),
        }
    }

    /// Obeys a flag below another key, where it has no meaning and was likely put by mistake.
    pub(super) fn obey_nested(&mut self, value: &Value, place: (usize, usize)) -> Option<Doubt> {
        let entries = match value {
            Value::Map(entries) => entries,
            // A list of maps to merge.
            Value::List(values) => return values.iter().find_map(|value| self.obey_nested(value, place)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return None,
        };
        let (key, _) = entries.iter().find(|(key, value)| {
            Flag::of_key(key).is_some_and(|flag| flag.effect(Answer::of_value(value)) == Effect::Hides)
        })?;
        Some(self.doubt(place.0, place.1, key, "stands below another key", DO_NOT_INDENT))
    }

    /// Scans the lines of a block that is no valid YAML: what hides is obeyed, `publish: true` is not (rule P-12).
    pub(super) fn scan_broken(&mut self, lines: &[Line<'_>]) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for (idx, line) in lines.iter().enumerate() {
            let below = lines[idx + 1..].iter().find(|line| !line.text.trim().is_empty());
            for found in flags_in(line.text, below.map_or("", |line| line.text)) {
                match found.flag.effect(Answer::of_text(&found.value)) {
                    Effect::Shows | Effect::Nothing => {}
                    Effect::Hides => {
                        self.hides.get_or_insert(found.written());
                    }
                    Effect::Doubtful if !found.is_first => {}
                    Effect::Doubtful => {
                        let (start, end) = (line.start, line.start + line.text.len());
                        let why = "says neither yes nor no";
                        doubts.push(self.doubt(start, end, &found.written(), why, SAY_TRUE_OR_FALSE));
                    }
                }
            }
        }
        doubts
    }

    /// Looks at lines that are front matter by no rule for one that plainly was meant to hide the note.
    pub(super) fn scan_stray<'t>(
        &mut self,
        lines: impl Iterator<Item = Line<'t>>,
        why: &str,
        help: &'static str,
    ) -> Option<Doubt> {
        lines.into_iter().find_map(|line| {
            let text = visible(line.text);
            let text = text.trim_start_matches([' ', '\t', '{']);
            let found = flags_in(text, "")
                .into_iter()
                .find(|found| found.is_first && found.flag.effect(Answer::of_text(&found.value)) == Effect::Hides)?;
            Some(self.doubt(line.start, line.start + line.text.len(), &found.written(), why, help))
        })
    }

    fn doubt(&mut self, start: usize, end: usize, written: &str, why: &str, help: &'static str) -> Doubt {
        self.hides.get_or_insert_with(|| written.to_owned());
        Doubt { start, end, message: format!("`{written}` {why}"), help }
    }
}

const SAY_TRUE_OR_FALSE: &str = "write `true` or `false`; until then the note is kept private";
const DO_NOT_INDENT: &str = "put the flag at the start of a line of its own; until then the note is kept private";

/// Returns the leading lines that could have been meant as properties: keys, and above them blank lines and a rule of
/// dashes. Below such a rule, comments, lists and blank lines may stand between the keys.
///
/// At most a hundred, and none behind the rule that would close them.
pub(super) fn leading_properties<'t>(lines: impl Iterator<Item = Line<'t>>) -> impl Iterator<Item = Line<'t>> {
    let (mut has_rule, mut has_property) = (false, false);
    lines.take(100).take_while(move |line| {
        let text = visible(line.text);
        let text = text.trim();
        let is_rule = text.chars().count() > 1 || matches!(text, "–" | "—");
        // Dashes, also as a keyboard joins them, and the fences of TOML and JSON.
        if is_rule && text.chars().all(|c| matches!(c, '-' | '–' | '—' | '+' | ';')) {
            return !has_property && !std::mem::replace(&mut has_rule, true);
        }
        if text.is_empty() {
            return has_rule || !has_property;
        }
        let is_property = is_property(text) || is_foreign_property(text);
        let is_between = text.starts_with(['#', '-', '[', '{', '}']) || line.text.starts_with([' ', '\t']);
        has_property |= is_property;
        is_property || text.starts_with("- ") || (has_rule && is_between)
    })
}

/// Tells whether a line looks like a property of TOML or JSON: `key = value`, `"key": value`, `{"key": value`.
fn is_foreign_property(text: &str) -> bool {
    let key = text.trim_start_matches(['{', ' ', '"']);
    let rest = key.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let is_quoted = text.starts_with(['{', '"']);
    rest.len() < key.len()
        && (rest.trim_start().starts_with('=') || (is_quoted && rest.trim_start_matches(['"', ' ']).starts_with(':')))
        || text == "{"
}

/// A flag found in a line that YAML did not read.
struct Found {
    flag: Flag,
    key: String,
    value: String,
    /// Nothing but punctuation stands before it: it is a key, and no word of a text.
    is_first: bool,
}

impl Found {
    fn written(&self) -> String {
        format!("{}: {}", self.key, shortened(self.value.trim()))
    }
}

/// Finds flags anywhere in a line; a value that is not there is looked for in the indented line `below`.
fn flags_in(line: &str, below: &str) -> Vec<Found> {
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:^|[\s,{\["'“‘-])(dg-publish|publish|draft|private)["'”’]?\s*[:=：]"#)
            .expect("the pattern is valid")
    });
    let line = visible(line);
    let has_sign = |line: &str| !line.is_ascii() || line.contains([':', '=']);
    if line.trim_start().starts_with('#') || !has_sign(&line) {
        return Vec::new();
    }
    let line = without_comment(&line);
    let keys: Vec<_> = KEY.captures_iter(line).filter_map(|found| Some((found.get(0)?, found.get(1)?))).collect();
    let ends = keys.iter().skip(1).map(|(_, key)| key.start()).chain([line.len()]);
    keys.iter()
        .zip(ends)
        .filter_map(|((whole, key), end)| {
            let before = line[..key.start()].trim_matches(|c: char| c.is_whitespace() || "{-[\"'“‘".contains(c));
            let value = value_of(&line[whole.end()..end]);
            let value = if value.is_empty() && below.starts_with([' ', '\t']) { value_of(below) } else { value };
            Some(Found {
                flag: Flag::of_key(key.as_str())?,
                key: key.as_str().to_owned(),
                value: value.to_owned(),
                is_first: before.is_empty() || before.ends_with([',', '{']),
            })
        })
        .collect()
}

/// Cuts a value off at what ends it; the sign of a block scalar counts as nothing.
fn value_of(text: &str) -> &str {
    let value = text.split([',', '}', ']']).next().unwrap_or(text).trim();
    if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+" | "!!bool" | "!!str") { "" } else { value }
}

/// Drops a trailing comment; one behind an open quote may be text and stays.
fn without_comment(line: &str) -> &str {
    line.match_indices(" #")
        .map(|(at, _)| at)
        .find(|&at| line[..at].matches(['"', '\'']).count().is_multiple_of(2))
        .map_or(line, |at| &line[..at])
}

/// Drops characters that nobody sees, which pasted text may bring along, and what stands for bytes that are no text.
fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let is_hidden = |c| matches!(c, '\u{feff}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fffd}');
    text.chars().filter(|&c| !is_hidden(c)).map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

/// Shortens what is quoted in a message.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
}
