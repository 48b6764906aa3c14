//! A note that passed the gate.

use std::borrow::Cow;
use std::sync::Arc;

use hedgerow_model::{Anchor, Date, NotePath, PageUrl, Tag};
use hedgerow_parser::Note;

/// The number of a public note: its place in [`crate::PublicGarden::notes`], which is vault-path order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub(crate) u32);

impl NoteId {
    /// Numbers a place in [`crate::PublicGarden::notes`].
    pub(crate) fn at(place: usize) -> Self {
        Self(u32::try_from(place).expect("a vault holds fewer than four billion notes"))
    }

    /// Returns the place in [`crate::PublicGarden::notes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A note that passed the gate. Only [`crate::PublicGarden::grow`] makes one. What depends on other notes, such as its
/// links, the garden tells.
pub struct PublicNote {
    pub(crate) id: NoteId,
    pub(crate) source: Arc<Note>,
    pub(crate) url: PageUrl,
    /// The site's title, where the note has none of its own.
    pub(crate) other_title: Option<String>,
    pub(crate) fingerprint: [u8; 32],
}

impl PublicNote {
    /// Returns the note's number.
    pub fn id(&self) -> NoteId {
        self.id
    }

    /// Returns the path in the vault.
    pub fn path(&self) -> &NotePath {
        self.source.path()
    }

    /// Returns a hash of everything that the note's own file gives: path and text, and the title where it is the site's.
    /// Whatever is made of these alone need not be made again while it is the same.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// Returns the canonical address.
    pub fn url(&self) -> &PageUrl {
        &self.url
    }

    /// Tells whether readers may come across the note: one that is not listed is reachable by its address and by links to
    /// it, and stands in no navigation, search, graph, feed, sitemap, tag page or backlink (rule W-07).
    pub fn is_listed(&self) -> bool {
        !self.source.front().unlisted
    }

    /// Tells whether the note holds the data of a drawing: it has a page with a picture and no text to be searched or fed
    /// (rule O-06).
    pub fn is_drawing(&self) -> bool {
        self.source.is_drawing()
    }

    /// Returns the title as plain text; never empty (rule F-25).
    pub fn title(&self) -> &str {
        self.other_title.as_deref().unwrap_or_else(|| self.source.title())
    }

    /// Returns the other names, as written (rule F-30).
    pub fn aliases(&self) -> &[String] {
        &self.source.front().aliases
    }

    /// Returns the tags of front matter and text, each once, as first written in this note (rule I-18).
    pub fn tags(&self) -> &[Tag] {
        self.source.tags()
    }

    /// Returns the headings in order.
    pub fn headings(&self) -> Vec<PublicHeading<'_>> {
        let headings = self.source.headings().iter().enumerate();
        let heading = headings.map(|(at, heading)| PublicHeading {
            level: heading.level,
            text: &heading.text,
            anchor: &heading.anchor,
            text_start: self.source.section_start(at),
        });
        heading.collect()
    }

    /// Returns the text in sections: first what stands before any heading, then one section a heading, in order.
    /// The text is plain, without front matter, comments, block ids and embedded notes (rules W-14 and E-10); the
    /// heading's own words are not part of it. Blocks are separated by a line end.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        let text: &str = self.source.plain_text();
        let mut starts: Vec<(usize, Option<PublicHeading<'_>>)> = vec![(0, None)];
        starts.extend(self.headings().into_iter().map(|heading| (heading.text_start, Some(heading))));
        let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]).collect();
        let sections = starts.into_iter().zip(ends);
        sections.map(|((start, heading), end)| Section { heading, text: text[start..end].trim() })
    }

    /// Returns the plain text of each block, headings included: lists by items, quotes and callouts as a whole; each line of the source
    /// is one (rule S-05). It is made anew each time.
    pub fn blocks(&self) -> Vec<String> {
        self.source.blocks()
    }

    /// Returns the tasks in order. A note without any costs next to nothing (rule I-24).
    pub fn tasks(&self) -> Vec<PublicTask> {
        let tasks = self.source.tasks().into_iter();
        let state = |state: char| match state {
            ' ' => TaskState::Open,
            'x' | 'X' => TaskState::Done,
            _ => TaskState::Other,
        };
        tasks.map(|task| PublicTask { state: state(task.state), text: task.text }).collect()
    }

    /// Returns how long the plain text is that [`PublicNote::sections`] parts, in bytes.
    pub fn text_len(&self) -> usize {
        self.source.plain_text().len()
    }

    /// Returns the day the note was begun (rule P-06).
    pub fn created(&self) -> Option<Date> {
        self.source.created()
    }

    /// Returns the day the note last changed (rule P-06).
    pub fn modified(&self) -> Option<Date> {
        self.source.modified()
    }

    /// Returns the day the front matter gives as published.
    pub fn published(&self) -> Option<Date> {
        self.source.front().published
    }

    /// Returns one or two sentences of plain text: the `description` property, else the start of the text (rule W-27).
    /// May be empty.
    pub fn description(&self) -> Cow<'_, str> {
        match &self.source.front().description {
            Some(description) => Cow::Borrowed(description),
            None => Cow::Owned(crate::opening::opening(self.source.opening())),
        }
    }

    /// Returns the `lang` property, a BCP 47 tag.
    pub fn lang(&self) -> Option<&str> {
        self.source.front().lang.as_deref()
    }

    /// Returns the `author` property.
    pub fn author(&self) -> Option<&str> {
        self.source.front().author.as_deref()
    }

    /// Returns sanitised class names for the page (rule I-47).
    pub fn css_classes(&self) -> &[String] {
        &self.source.front().css_classes
    }

    /// Returns the ids that the title must have on the page: those of the heading that it was taken from, if that is not
    /// shown in the body (rules F-29 and L-39).
    pub fn title_anchors(&self) -> Vec<Anchor> {
        let heading = self.source.headings().first().filter(|_| self.source.has_title_heading());
        heading.map_or_else(Vec::new, |heading| {
            std::iter::once(heading.anchor.clone()).chain(heading.block_anchor()).collect()
        })
    }

    /// Tells whether a table of contents may be shown (`enableToc`, rule W-19).
    pub fn shows_toc(&self) -> bool {
        !self.source.front().hides_toc
    }
}

impl PropertyPiece {
    /// Returns the words that are shown.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link { text, .. } | Self::Missing(text) => text,
        }
    }
}

impl std::fmt::Debug for PublicNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PublicNote").field("path", self.path()).field("url", &self.url).finish_non_exhaustive()
    }
}

/// A heading of a public note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHeading<'n> {
    /// 1 to 6.
    pub level: u8,
    /// Plain text.
    pub text: &'n str,
    /// The id in the page.
    pub anchor: &'n Anchor,
    /// Where the section's text starts in the note's plain text, in bytes.
    pub(crate) text_start: usize,
}

/// The text under one heading, up to the next heading of any level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section<'n> {
    /// `None` for what stands before the first heading.
    pub heading: Option<PublicHeading<'n>>,
    /// Plain text, trimmed; may be empty.
    pub text: &'n str,
}

/// A task of a public note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicTask {
    /// Whether it is done.
    pub state: TaskState,
    /// Its own words as plain text, without those of the items below it.
    pub text: String,
}

/// Whether a task is done (rule I-24).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// `[ ]`
    Open,
    /// `[x]`
    Done,
    /// Another character, which means what its author wants.
    Other,
}

/// What a property says that readers may see (rule S-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyText {
    /// There is no value, not even an empty text or list.
    pub is_null: bool,
    /// The words of each value, as they are shown.
    pub values: Vec<String>,
}

/// A property that readers may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The key as written.
    pub key: String,
    /// One entry for a scalar, several for a list.
    pub values: Vec<Vec<PropertyPiece>>,
}

/// A piece of a property's value (rules L-32 and P-15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyPiece {
    /// Text as written.
    Text(String),
    /// A link to a page, file or other site.
    Link {
        /// Where it leads, encoded for an `href`.
        href: String,
        /// The words that are shown.
        text: String,
        /// Leads to another site.
        is_external: bool,
    },
    /// A link to nothing public.
    Missing(String),
}
