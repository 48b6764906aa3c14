//! The texts of a note, by where a pattern is looked for.

use hedgerow_publish::{PublicNote, TaskState};

use super::{ANYWHERE, Place};
use crate::query::{GaveUp, Scope, TaskState as Wanted};

impl Scope {
    /// Returns the places of the index that hold all words of the texts; none where the index does not know them.
    pub(super) fn places(self) -> &'static [Place] {
        match self {
            Self::Note => &ANYWHERE,
            Self::Title => &[Place::Title],
            Self::Heading => &[Place::Headings],
            Self::Content | Self::Line | Self::Block | Self::Section | Self::Task(_) => &[Place::Headings, Place::Text],
            Self::Path | Self::Name | Self::Tag => &[],
        }
    }

    /// Tells whether what is looked for may be parted: of these a note has one text, and words may be found in it one by one.
    pub(super) fn is_one(self) -> bool {
        match self {
            Self::Note | Self::Path | Self::Name | Self::Title | Self::Content => true,
            Self::Heading | Self::Line | Self::Block | Self::Section | Self::Task(_) | Self::Tag => false,
        }
    }

    /// Tells whether texts of any length must be read.
    pub(super) fn is_long(self) -> bool {
        match self {
            Self::Note | Self::Content | Self::Line | Self::Block | Self::Section | Self::Task(_) => true,
            Self::Path | Self::Name | Self::Title | Self::Heading | Self::Tag => false,
        }
    }

    /// Calls for each text until one is the right one.
    pub(super) fn try_any(self, note: &PublicNote, is_right: &mut Look<'_>) -> Result<bool, GaveUp> {
        match self {
            Self::Note => {
                for name in crate::fields::names(note) {
                    if is_right(name)? {
                        return Ok(true);
                    }
                }
                Ok(Self::Content.try_any(note, is_right)? || Self::Tag.try_any(note, is_right)?)
            }
            Self::Path => is_right(note.path().as_str()),
            Self::Name => is_right(&note.path().name()),
            Self::Title => is_right(note.title()),
            Self::Heading => any(note.headings().iter().map(|heading| heading.text), is_right),
            Self::Content => is_right(&whole(note)),
            Self::Line => any(note.blocks().iter().flat_map(|block| block.lines()), is_right),
            Self::Block => any(note.blocks().iter().map(String::as_str), is_right),
            Self::Section => {
                for section in note.sections() {
                    let heading = section.heading.map_or("", |heading| heading.text);
                    if is_right(&format!("{heading}\n{}", section.text))? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Task(wanted) => {
                let tasks = note.tasks();
                let tasks = tasks.iter().filter(|task| match wanted {
                    Wanted::Either => true,
                    Wanted::Open => task.state == TaskState::Open,
                    Wanted::Done => task.state == TaskState::Done,
                });
                any(tasks.map(|task| task.text.as_str()), is_right)
            }
            Self::Tag => any(note.tags().iter().map(|tag| tag.text()), is_right),
        }
    }
}

/// Looks at one text.
type Look<'l> = dyn FnMut(&str) -> Result<bool, GaveUp> + 'l;

fn any<'t>(texts: impl Iterator<Item = &'t str>, is_right: &mut Look<'_>) -> Result<bool, GaveUp> {
    for text in texts {
        if is_right(text)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the whole text with its headings, a line for each block.
fn whole(note: &PublicNote) -> String {
    let mut text = String::with_capacity(note.text_len() + 64);
    for section in note.sections() {
        for line in section.heading.map(|heading| heading.text).into_iter().chain([section.text]) {
            if !line.is_empty() {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}
