//! The lines of a block as properties, after the few repairs that the rules allow (P-08, P-14, L-32).

use super::fence::Line;
use super::flags::Flag;
use super::value::Value;
use super::yaml::{Entry, Trouble, compose};

/// A block that is valid YAML, at the first try or after a repair.
#[derive(Debug)]
pub(super) struct Block {
    /// The properties in the order of the source; a key may come twice.
    pub(super) entries: Vec<Entry>,
    /// The key and line (from 0) of a value that had to be quoted (rule P-14).
    pub(super) repaired: Option<(String, usize)>,
}

impl Block {
    /// Reads the lines between the fences. Repairs move nothing but the rest of their own line.
    pub(super) fn read(lines: &[Line<'_>]) -> Result<Self, Trouble> {
        let trouble = match compose(&joined(lines.iter().map(|line| line.text))) {
            Ok(entries) => return Ok(Self { entries, repaired: None }),
            Err(trouble) => trouble,
        };
        let mut texts: Vec<String> = lines.iter().map(|line| line.text.to_owned()).collect();
        if widen_json(&mut texts) | unescape_pipes(&mut texts)
            && let Ok(entries) = compose(&joined(texts.iter().map(String::as_str)))
        {
            return Ok(Self { entries, repaired: None });
        }
        if let Some(repaired) = quote_colon(&mut texts)
            && let Ok(entries) = compose(&joined(texts.iter().map(String::as_str)))
        {
            return Ok(Self { entries, repaired: Some(repaired) });
        }
        Err(trouble)
    }
}

impl Entry {
    /// Tells whether the value is a map written as indented lines.
    pub(super) fn is_block_map(&self, lines: &[Line<'_>]) -> bool {
        let line = lines.get(self.start.line).map_or("", |line| line.text);
        matches!(self.value, Value::Map(_)) && !line.contains('{') && !lines[0].text.trim_start().starts_with('{')
    }
}

/// Says what to do about the line of a block at which YAML gave up.
pub(super) fn help(line: &str, block: &[Line<'_>]) -> &'static str {
    let item = line.trim_start().strip_prefix("- ").unwrap_or_default();
    let value = line.split_once(": ").map_or(item, |(_, value)| value).trim_start();
    if block.iter().any(|line| line.text.trim_start_matches(' ').starts_with('\t')) {
        "indent with spaces instead of tabs"
    } else if value.starts_with("{{") {
        "this looks like a template that was not filled in; fill it in, or put the value in quotes"
    } else if value.starts_with("[[") {
        "put the link in quotes: `\"[[Note]]\"`"
    } else if value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>', '[', ']', '{', '}', '#', ',', '?']) {
        "put the value in quotes, since it starts with a sign that means something in YAML"
    } else if value.starts_with(['"', '\'']) {
        "close the quote, and double a quote that is part of the text"
    } else if value.contains(": ") {
        "put the value in quotes, since it holds a colon"
    } else {
        "write one `key: value` on each line; until then the note has no properties"
    }
}

fn joined<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Makes spaces of the tabs in JSON, where no string can hold one (rule P-08).
fn widen_json(lines: &mut [String]) -> bool {
    let is_json = lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| line.trim().starts_with('{'));
    for line in lines.iter_mut().filter(|_| is_json) {
        *line = line.replace('\t', " ");
    }
    is_json
}

/// Reads `"[[a\|b]]"` as `"[[a|b]]"` (rule L-32).
fn unescape_pipes(lines: &mut [String]) -> bool {
    let mut is_changed = false;
    for line in lines.iter_mut().filter(|line| line.contains('"') && line.contains("\\|")) {
        *line = line.replace("\\|", "|");
        is_changed = true;
    }
    is_changed
}

/// Quotes the value of the one line like `title: A: B` (rule P-14); a flag is never repaired.
fn quote_colon(lines: &mut [String]) -> Option<(String, usize)> {
    let mut wrong = lines.iter().enumerate().filter_map(|(idx, line)| {
        let (key, value) = line.split_once(": ")?;
        let value = value.trim();
        let is_wrong = value.contains(": ") || value.ends_with(':');
        let is_plain = value.starts_with(|c: char| c.is_alphanumeric());
        let is_key = key.starts_with(|c: char| c.is_alphanumeric()) && Flag::of_key(key).is_none();
        (is_wrong && is_plain && is_key).then(|| (idx, key.trim().to_owned(), value.replace('\'', "''")))
    });
    let (idx, key, value) = wrong.next()?;
    if wrong.next().is_some() {
        return None;
    }
    lines[idx] = format!("{key}: '{value}'");
    Some((key, idx))
}
