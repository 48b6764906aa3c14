//! Displayed formulas over several lines (rule I-37).
//!
//! The library reads `$$` as markup inside a paragraph, so that an empty line, or a line that starts with `+` or `=`, would
//! end the formula. Such a formula is handed to it as a fence, line by line in the same place.

use std::borrow::Cow;
use std::collections::HashSet;

use comrak::nodes::{NodeValue, Sourcepos};
use comrak::{Arena, parse_document};

use super::Lowering;
use super::block_id::split_marker;
use super::options_for;
use crate::tree::Inline;

const SIGN: &str = "$$";
/// The info string of the fence; text that holds its first character is left as it is.
const INFO: &str = "\u{1B}formula";
/// A `$$` whose end is further away is no formula.
const MAX_LINES: usize = 500;
/// Each round finds the formulas that those of the round before had hidden.
const MAX_ROUNDS: usize = 4;

/// Returns the text to parse.
pub(super) fn prepare(body: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(body);
    if !body.contains('$') || !may_be_needed(body) || body.contains('\u{1B}') {
        return text;
    }
    let mut refused = HashSet::new();
    for _ in 0..MAX_ROUNDS {
        let formulas = formulas(&text, &refused);
        if formulas.is_empty() {
            break;
        }
        let fenced = fenced(&text, &formulas);
        let found = fences(&fenced);
        // A fence that does not end where the formula ends, as below a list, would swallow what follows.
        let wrong: Vec<usize> = formulas.iter().filter(|it| !found.contains(it)).map(|it| it.first).collect();
        if wrong.is_empty() {
            text = Cow::Owned(fenced);
        } else {
            refused.extend(wrong);
        }
    }
    text
}

/// Tells whether a code block stands for a formula.
pub(super) fn is_formula(info: &str) -> bool {
    info == INFO
}

impl Lowering<'_> {
    /// Reads the formula that a fence stands for, and the block id behind its end.
    pub(super) fn fenced_formula(&self, literal: &str, position: Sourcepos) -> (Inline, Option<String>) {
        let line = |number| self.source(self.line_span(number));
        let opening = line(position.start.line).split_once(SIGN).map_or("", |(_, tex)| tex);
        let closing = line(position.end.line).trim_start_matches(['>', ' ', '\t']);
        let (rest, behind) = closing.split_once(SIGN).unwrap_or((closing, ""));
        let tex = format!("{opening}\n{literal}{rest}");
        let id = split_marker(behind, false).map(|(_, id)| id.to_ascii_lowercase());
        (Inline::Math { tex, is_display: true }, id)
    }
}

/// The lines of a formula, from 1, those of both signs included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Formula {
    first: usize,
    last: usize,
}

/// Tells quickly whether a formula may hold a line that ends its paragraph.
fn may_be_needed(body: &str) -> bool {
    let mut is_inside = false;
    for line in body.lines() {
        let content = line.trim_start_matches(['>', ' ', '\t']);
        let n_signs = line.matches(SIGN).count();
        if n_signs % 2 == 1 {
            is_inside = !is_inside;
        } else if is_inside {
            let starts_block = |c: char| c.is_ascii_digit() || "+-*=#<|`~_".contains(c);
            if content.trim().is_empty() || content.starts_with(starts_block) || line.contains('>') {
                return true;
            }
        }
    }
    false
}

/// Finds the formulas that the library does not read as such.
fn formulas(text: &str, refused: &HashSet<usize>) -> Vec<Formula> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<Formula> = Vec::new();
    for first in openings(text) {
        let is_inside = found.last().is_some_and(|formula| first <= formula.last);
        if is_inside || refused.contains(&first) {
            continue;
        }
        if let Some(last) = closing(&lines, first) {
            found.push(Formula { first, last });
        }
    }
    found
}

/// Finds the lines that start with a sign which the library left as text.
fn openings(text: &str) -> Vec<usize> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options_for(text));
    let mut lines: Vec<usize> = Vec::new();
    for node in root.descendants() {
        let data = node.data();
        let NodeValue::Text(text) = &data.value else { continue };
        if !text.starts_with(SIGN) || text.starts_with("$$$") || text[SIGN.len()..].contains(SIGN) {
            continue;
        }
        let starts_line = match node.previous_sibling() {
            Some(before) => matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak),
            None => node.parent().is_some_and(|parent| match &parent.data().value {
                NodeValue::Paragraph => true,
                NodeValue::Heading(heading) => heading.setext,
                _ => false,
            }),
        };
        if starts_line {
            lines.push(data.sourcepos.start.line);
        }
    }
    lines.sort_unstable();
    lines
}

/// Finds the line that ends a formula: the next one with a sign, which stands at its end. What may be meant as a comment, a
/// fence or a heading is not made part of a formula.
fn closing(lines: &[&str], first: usize) -> Option<usize> {
    for (at, line) in lines.iter().enumerate().skip(first).take(MAX_LINES) {
        if let Some((_, behind)) = line.split_once(SIGN) {
            let is_end =
                behind.trim().is_empty() || split_marker(behind, false).is_some_and(|(text, _)| text.trim().is_empty());
            return is_end.then_some(at + 1);
        }
        let content = line.trim_start_matches(['>', ' ', '\t']);
        let is_heading = content.starts_with('#') && content.trim_start_matches('#').starts_with(' ');
        let is_other = ["%%", "```", "~~~"].iter().any(|start| content.starts_with(start));
        if is_other
            || line.contains("<!--")
            || (is_heading && content.len() - content.trim_start_matches('#').len() > 1)
        {
            return None;
        }
    }
    None
}

/// Writes fences for formulas.
fn fenced(text: &str, formulas: &[Formula]) -> String {
    let mut out = String::with_capacity(text.len() + formulas.len() * 32);
    let mut formulas = formulas.iter().peekable();
    let (mut column, mut fence) = (0, String::new());
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (at, line) in lines.iter().enumerate() {
        let content = line.trim_end_matches(['\n', '\r']);
        let end = &line[content.len()..];
        match formulas.peek() {
            Some(formula) if formula.first == at + 1 => {
                let inner = &lines[at + 1..formula.last - 1];
                let longest = inner.iter().map(|line| longest_run(line)).max().unwrap_or(0);
                fence = "~".repeat(longest.max(7) + 1);
                column = content.find(SIGN).unwrap_or(0);
                out.push_str(&content[..column]);
                out.push_str(&fence);
                out.push_str(INFO);
                out.push_str(end);
            }
            Some(formula) if formula.last == at + 1 => {
                let prefix = content.len() - content.trim_start_matches(['>', ' ', '\t']).len();
                out.push_str(&content[..prefix.min(column)]);
                out.push_str(&fence);
                out.push_str(end);
                formulas.next();
            }
            _ => out.push_str(line),
        }
    }
    out
}

/// Returns the length of the longest run of `~`.
fn longest_run(line: &str) -> usize {
    line.split(|c| c != '~').map(str::len).max().unwrap_or(0)
}

/// Finds the fences that stand for formulas.
fn fences(text: &str) -> HashSet<Formula> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options_for(text));
    let is_fence =
        |value: &NodeValue| matches!(value, NodeValue::CodeBlock(code) if is_formula(&code.info) && code.closed);
    let found = root.descendants().filter(|node| is_fence(&node.data().value)).map(|node| {
        let position = node.data().sourcepos;
        Formula { first: position.start.line, last: position.end.line }
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::prepare;

    #[test]
    fn only_a_formula_that_needs_it_becomes_a_fence_i_37() {
        for (text, n_fences) in [
            ("$$\na\n$$", 0),
            ("$$\na\n+ b\n$$", 1),
            ("$$\na\n\nb\n$$\n\n$$\nc\n=\nd\n$$ ^id", 2),
            ("> $$\n> a\n> - b\n> $$", 1),
            ("- $$\n  a\n  - b\n  $$", 1),
            ("- $$\n  a\n- b\n$$", 0),
            ("$$\na\n\n%%\nhid\n%%\n\n$$", 0),
            ("$$\n\nnever closed", 0),
            ("$$\n\n## heading\n\n$$", 0),
            ("```\n$$\n\na\n$$\n```", 0),
            ("$$ is\n\nthen $$ again", 0),
        ] {
            let found = prepare(text).matches(super::INFO).count();
            assert_eq!(found, n_fences, "{text}");
            assert_eq!(prepare(text).lines().count(), text.lines().count(), "{text}");
        }
    }
}
