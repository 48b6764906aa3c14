//! Dollar signs before code (rule I-39): code wins over math, but the library pairs a `$` with one inside a code span that
//! opens later, as in "costs $5 in `$CURRENCY`".

use std::borrow::Cow;

use comrak::nodes::{NodeValue, Sourcepos};
use comrak::{Arena, parse_document};
use hedgerow_model::LineIndex;

use super::options_for;

/// Stands for a `$` that opens no formula. A control character that no author types; where one stands in a text, a `$` is shown.
const STAND_IN: char = '\u{1A}';
/// Each round parts the formulas of all paragraphs from the code in them; what is left then stays a formula.
const MAX_ROUNDS: usize = 8;

/// Returns the text to parse instead where a `$` pairs with one inside of code.
pub(super) fn parted(body: &str) -> Option<String> {
    if !body.contains('$') || body.contains(STAND_IN) || !body.split("\n\n").any(may_pair) {
        return None;
    }
    let mut text = body.to_owned();
    for _ in 0..MAX_ROUNDS {
        let openings = openings(&text);
        if openings.is_empty() {
            break;
        }
        let mut bytes = text.into_bytes();
        openings.into_iter().for_each(|at| bytes[at] = STAND_IN as u8);
        text = String::from_utf8(bytes).expect("one ASCII character stands in for another");
    }
    (text != body).then_some(text)
}

/// Puts the signs back into a text.
pub(super) fn with_signs(text: Cow<'static, str>) -> Cow<'static, str> {
    if text.contains(STAND_IN) { Cow::Owned(text.replace(STAND_IN, "$")) } else { text }
}

/// Tells quickly whether a stretch may hold a formula that reaches into code: a `$`, a backtick and a `$` behind each other.
fn may_pair(stretch: &str) -> bool {
    let Some((_, rest)) = stretch.split_once('$') else { return false };
    rest.split_once('`').is_some_and(|(_, rest)| rest.contains('$') && rest.contains('`'))
}

/// Finds the opening signs of formulas that end inside of code.
fn openings(text: &str) -> Vec<usize> {
    let lines = LineIndex::new(text);
    let offset = |position: Sourcepos| lines.offset(position.start.line, position.start.column);
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options_for(text));
    let mut found = Vec::new();
    for node in root.descendants() {
        let data = node.data();
        let NodeValue::Math(math) = &data.value else { continue };
        let Some(run) = open_run(&math.literal) else { continue };
        // The code must be closed in the same paragraph, behind the formula.
        let is_closed = node.following_siblings().skip(1).any(|next| match &next.data().value {
            NodeValue::Text(text) => runs(text).any(|len| len == run),
            NodeValue::Code(code) => code.num_backticks == run,
            NodeValue::Math(math) => runs(&math.literal).any(|len| len == run),
            _ => false,
        });
        let at = offset(data.sourcepos);
        if is_closed && text[at..].starts_with('$') {
            found.push(at);
        }
    }
    found
}

/// Returns the length of the first run of backticks in a formula that none of the same length closes. TeX writes quotes
/// with backticks as well, and closes them with `''`.
fn open_run(tex: &str) -> Option<usize> {
    let all: Vec<usize> = runs(tex).collect();
    let mut rest = all.as_slice();
    while let [run, behind @ ..] = rest {
        match behind.iter().position(|next| next == run) {
            Some(close) => rest = &behind[close + 1..],
            None if tex.contains('\'') => return None,
            None => return Some(*run),
        }
    }
    None
}

/// Returns the lengths of the runs of backticks in a text.
fn runs(text: &str) -> impl Iterator<Item = usize> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find('`')?..];
        let len = rest.bytes().take_while(|&byte| byte == b'`').count();
        rest = &rest[len..];
        Some(len)
    })
}
