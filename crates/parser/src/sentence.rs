//! The sentence around a link. A note keeps where its words are; they are cut out when somebody asks, since most links
//! are asked for by nobody.

use std::ops::Range;

use crate::Note;
use crate::link::LinkContext;

/// Where the words around a link are to be found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Words {
    /// The link stands nowhere in the text.
    #[default]
    Nowhere,
    /// The line and the link, in the note's plain text.
    Text { line: Range<u32>, link: Range<u32> },
    /// The heading, and the link in its text.
    Heading { heading: usize, link: Range<u32> },
    /// The words before the link in a property.
    Property(String),
}

impl Words {
    pub(crate) fn of_text(line: Range<usize>, link: Range<usize>) -> Self {
        Self::Text { line: short(line), link: short(link) }
    }

    pub(crate) fn of_heading(heading: usize, link: Range<usize>) -> Self {
        Self::Heading { heading, link: short(link) }
    }
}

impl Note {
    /// Returns the sentence around a link, by its number in [`Note::links`]. Costs a microsecond.
    pub fn context(&self, link: usize) -> LinkContext {
        let link = &self.links()[link];
        match &link.words {
            Words::Nowhere => LinkContext::default(),
            Words::Text { line, link } => {
                let (line, link) = (long(line), long(link));
                context(&self.plain_text()[line.clone()], link.start - line.start..link.end - line.start)
            }
            Words::Heading { heading, link } => context(&self.headings()[*heading].text, long(link)),
            Words::Property(before) => {
                LinkContext { before: before.clone(), link: link.label.to_string(), after: String::new() }
            }
        }
    }
}

/// No note is so long that a place in it needs more.
fn short(range: Range<usize>) -> Range<u32> {
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    short(range.start)..short(range.end)
}

fn long(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Cuts the sentence around a link out of its line, at most this many characters on each side.
const CONTEXT_CHARS: usize = 180;

/// No stretch of [`CONTEXT_CHARS`] characters takes more bytes; one more character shows that something was cut off.
const CONTEXT_BYTES: usize = (CONTEXT_CHARS + 1) * 4;

fn context(line: &str, Range { start, end }: Range<usize>) -> LinkContext {
    // No more than what is kept is looked at, so that a line of ten thousand links costs no more than its length.
    let first = floor_boundary(line, start.saturating_sub(CONTEXT_BYTES));
    let last = floor_boundary(line, end.saturating_add(CONTEXT_BYTES));
    let (before, after) = (&line[first..start], &line[end..last]);
    let sentence_start = before.char_indices().rev().find(|&(at, c)| ends_sentence(c, &before[at + c.len_utf8()..]));
    let sentence_end = after.char_indices().find(|&(at, c)| ends_sentence(c, &after[at + c.len_utf8()..]));
    let before = sentence_start.map_or(before, |(at, c)| &before[at + c.len_utf8()..]);
    let after = sentence_end.map_or(after, |(at, c)| &after[..at + c.len_utf8()]);
    LinkContext {
        before: keep_end(before.trim_start()),
        link: line[start..end].to_owned(),
        after: keep_start(after.trim_end()),
    }
}

/// Tells whether a character ends a sentence: a full stop does so only before white space or the end.
fn ends_sentence(c: char, rest: &str) -> bool {
    match c {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
        _ => false,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn keep_start(text: &str) -> String {
    match text.char_indices().nth(CONTEXT_CHARS) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…", text[..cut].rsplit_once(' ').map_or(&text[..cut], |(head, _)| head)),
    }
}

fn keep_end(text: &str) -> String {
    match text.char_indices().rev().nth(CONTEXT_CHARS - 1) {
        None | Some((0, _)) => text.to_owned(),
        Some((cut, _)) => format!("…{}", text[cut..].split_once(' ').map_or(&text[cut..], |(_, tail)| tail)),
    }
}
