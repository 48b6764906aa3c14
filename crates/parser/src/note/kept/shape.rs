//! How a note is written: each type of it beside a shape that borrows its texts, both ways.
//!
//! The types themselves cannot be serialised, so that no other crate can write what a note holds.

use hedgerow_model::{Anchor, Code, Date, Diagnostic, Key, NotePath, Span, Tag};
use serde::{Deserialize, Serialize};

use super::front::KeptFront;
use super::link::KeptLink;
use crate::heading::Heading;

/// A note but for path, text and dates.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept<'n> {
    pub(super) body_start: usize,
    pub(super) is_drawing: bool,
    #[serde(borrow)]
    pub(super) front: KeptFront<'n>,
    pub(super) title: &'n str,
    pub(super) has_title_heading: bool,
    pub(super) tags: Vec<&'n str>,
    pub(super) headings: Vec<KeptHeading<'n>>,
    pub(super) block_ids: Vec<(&'n str, KeptSpan)>,
    pub(super) links: Vec<KeptLink<'n>>,
    pub(super) plain_text: &'n str,
    pub(super) opening: &'n str,
    pub(super) diagnostics: Vec<KeptDiagnostic<'n>>,
    pub(super) tree: &'n [u8],
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct KeptSpan {
    start: usize,
    length: usize,
    line: u32,
    column: u32,
}

impl KeptSpan {
    pub(super) fn of(span: Span) -> Self {
        let Span { start, end, line, column } = span;
        Self { start, length: end.saturating_sub(start), line, column }
    }

    pub(super) fn revived(&self) -> Span {
        let Self { start, length, line, column } = *self;
        Span { start, end: start.saturating_add(length), line, column }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeptHeading<'n> {
    level: u8,
    text: &'n str,
    anchor: &'n str,
    span: KeptSpan,
    is_top_level: bool,
    block_id: Option<&'n str>,
    text_start: usize,
    key: &'n str,
    /// Nothing where it is the first one.
    second_key: Option<&'n str>,
}

impl<'n> KeptHeading<'n> {
    pub(super) fn of(heading: &'n Heading) -> Self {
        let Heading { level, text, anchor, span, is_top_level, block_id, text_start, keys: [key, second] } = heading;
        Self {
            level: *level,
            text,
            anchor: anchor.as_str(),
            span: KeptSpan::of(*span),
            is_top_level: *is_top_level,
            block_id: block_id.as_deref(),
            text_start: *text_start,
            key: key.as_str(),
            second_key: (second != key).then(|| second.as_str()),
        }
    }

    pub(super) fn revived(&self) -> Heading {
        Heading {
            level: self.level,
            text: self.text.to_owned(),
            anchor: Anchor::raw(self.anchor),
            span: self.span.revived(),
            is_top_level: self.is_top_level,
            block_id: self.block_id.map(str::to_owned),
            text_start: self.text_start,
            keys: [self.key, self.second_key.unwrap_or(self.key)].map(Key::from_folded),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeptDiagnostic<'n> {
    /// The place in [`Code::ALL`].
    code: u8,
    span: Option<KeptSpan>,
    message: &'n str,
    help: Option<&'n str>,
}

impl<'n> KeptDiagnostic<'n> {
    pub(super) fn of(found: &'n Diagnostic) -> Self {
        // The severity is that of the code, and the path that of the note.
        let Diagnostic { code, severity: _, path: _, span, message, help } = found;
        Self { code: *code as u8, span: span.map(KeptSpan::of), message, help: help.as_deref() }
    }

    pub(super) fn revived(&self, path: &NotePath) -> Option<Diagnostic> {
        let span = self.span.map(|span| span.revived());
        let mut found = Diagnostic::new(code(self.code)?, path, span, self.message);
        found.help = self.help.map(str::to_owned);
        Some(found)
    }
}

pub(super) fn code(n: u8) -> Option<Code> {
    Code::ALL.get(usize::from(n)).copied()
}

/// A day, with its time if there is one.
pub(super) type KeptDate = (i16, u8, u8, Option<(u8, u8, u8)>);

pub(super) fn date(date: Date) -> KeptDate {
    (date.year(), date.month(), date.day(), date.time().map(|time| (time.hour, time.minute, time.second)))
}

pub(super) fn revived_date(&(year, month, day, time): &KeptDate) -> Option<Date> {
    let date = Date::new(year, month, day)?;
    Some(time.map_or(date, |(hour, minute, second)| date.at(hour, minute, second)))
}

/// Makes tags of their texts.
pub(super) fn tags(texts: &[&str]) -> Option<Vec<Tag>> {
    texts.iter().map(|text| Tag::new(text)).collect()
}

/// Makes texts one's own.
pub(super) fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
