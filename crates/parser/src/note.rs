//! A note: one file in, one value out.

mod kept;
mod unread;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use hedgerow_model::{Code, Date, Diagnostic, LineIndex, NotePath, Span, Tag};

use crate::extract::extract;
use crate::front::{Flags, FrontMatter, Value};
use crate::heading::Heading;
use crate::link::Link;
use crate::lower::lower;
use crate::packed::Packed;
use crate::trace::Trace;
use crate::tree::{Document, Tree, View};

pub use kept::READER;
pub use unread::Unread;

/// A note as its author wrote it, with everything that can be known from its file alone.
///
/// Parsing depends on no other note. The value holds private text; `Debug` shows its path alone, and it cannot be
/// serialised.
pub struct Note {
    path: NotePath,
    text: String,
    body_start: usize,
    is_drawing: bool,
    front: FrontMatter,
    title: String,
    has_title_heading: bool,
    tags: Vec<Tag>,
    headings: Vec<Heading>,
    block_ids: Vec<(String, Span)>,
    links: Vec<Link>,
    plain_text: Arc<str>,
    opening: String,
    dates: FileDates,
    diagnostics: Vec<Diagnostic>,
    packed: Packed,
    fingerprint: [u8; 32],
    trace: OnceLock<Trace>,
}

/// What is known of a file's age: version control first, else the file system (rule P-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FileDates {
    /// When the file came to be.
    pub created: Option<Date>,
    /// When it last changed.
    pub modified: Option<Date>,
}

impl Note {
    /// Reads a note. Never fails: trouble becomes [`Note::diagnostics`]. Costs about 0.1 ms for a usual note.
    ///
    /// ```
    /// use hedgerow_model::NotePath;
    /// use hedgerow_parser::{FileDates, Note};
    /// let path = NotePath::new("Plans/Spring.md").unwrap();
    /// let note = Note::parse(path, "Read [[Calculus#Limits|limits]] first. #plan".to_owned(), FileDates::default());
    /// assert_eq!(note.title(), "Spring");
    /// assert_eq!(&*note.links()[0].label, "limits");
    /// assert_eq!(note.tags()[0].text(), "plan");
    /// ```
    pub fn parse(path: NotePath, text: String, dates: FileDates) -> Self {
        Unread::new(path, text, dates).parse()
    }

    fn read(Unread { path, text, dates, fingerprint }: Unread) -> Self {
        let lines = LineIndex::new(&text);
        let (front, body_start) = FrontMatter::split(&text, &lines);
        let is_drawing = is_drawing(&path, &front);
        // The data of a drawing is no text: nothing of it is read (rule O-06).
        let body_start = if is_drawing { text.len() } else { body_start };
        let mut document = lower(&text, body_start, &lines);
        let facts = extract(&mut document);
        let (title, has_title_heading) = title(&path, &front, facts.heading_title);
        let mut links = crate::property::links(&front, &text, &lines);
        links.append(&mut document.links);
        let mut note = Self {
            body_start,
            is_drawing,
            title,
            has_title_heading,
            tags: tags(&front, facts.tags),
            headings: std::mem::take(&mut document.headings),
            block_ids: std::mem::take(&mut document.block_ids),
            links,
            plain_text: facts.text.into(),
            opening: facts.opening,
            dates,
            diagnostics: Vec::new(),
            packed: Packed::of(&document.tree, &text),
            fingerprint,
            trace: OnceLock::new(),
            front,
            path,
            text,
        };
        note.diagnostics = note.diagnose(&document);
        note.shrink();
        note
    }

    /// Gives back the memory that was held ready while reading.
    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.title.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.block_ids.shrink_to_fit();
        self.links.shrink_to_fit();
        self.opening.shrink_to_fit();
        self.diagnostics.shrink_to_fit();
        self.front.tags.shrink_to_fit();
        self.front.properties.shrink_to_fit();
    }

    /// Returns the path in the vault.
    pub fn path(&self) -> &NotePath {
        &self.path
    }

    /// Returns the BLAKE3 hash of path and text: notes with the same one are the same but for the dates of their files.
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    /// Returns what makes the text known again under another name. It is made when first asked for.
    pub fn trace(&self) -> &Trace {
        self.trace.get_or_init(|| Trace::of(&self.text))
    }

    /// Returns the source text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the title as plain text (rules F-23, F-25 to F-28). Empty for an untitled `index.md` in the root, which
    /// takes the site's name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Tells whether the title is the note's first block, to be shown once (rule F-29).
    pub fn has_title_heading(&self) -> bool {
        self.has_title_heading
    }

    /// Tells whether the note holds the data of a drawing, of which nothing but an exported picture is shown (rule O-06).
    pub fn is_drawing(&self) -> bool {
        self.is_drawing
    }

    /// Returns the front matter.
    pub fn front(&self) -> &FrontMatter {
        &self.front
    }

    /// Returns the flags that rule W-01 asks for.
    pub fn flags(&self) -> &Flags {
        &self.front.flags
    }

    /// Returns the tags of front matter and text, each once (rule I-18).
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Returns the headings in order.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// Returns the block ids in order, in lower case, each with its block's place.
    pub fn block_ids(&self) -> &[(String, Span)] {
        &self.block_ids
    }

    /// Returns the links in reading order, those of front matter first.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Returns the text without markup, comments, front matter and the words of headings (rule W-14); a heading's
    /// section starts at [`Note::section_start`].
    pub fn plain_text(&self) -> &Arc<str> {
        &self.plain_text
    }

    /// Returns the first words of the paragraphs, for a description: without formulas, embeds and headings. It may be cut
    /// anywhere (rule W-27).
    pub fn opening(&self) -> &str {
        &self.opening
    }

    /// Returns where the text of a heading's section starts in [`Note::plain_text`], in bytes.
    pub fn section_start(&self, heading: usize) -> usize {
        self.headings[heading].text_start
    }

    /// Returns the day the note was begun: as written, else the day its name starts with, else the file's (rule P-06).
    pub fn created(&self) -> Option<Date> {
        self.front.created.or_else(|| date_in_name(&self.path.name())).or(self.dates.created)
    }

    /// Returns the day the note last changed: as written, else the file's (rule P-06).
    pub fn modified(&self) -> Option<Date> {
        self.front.modified.or(self.dates.modified)
    }

    /// Returns what the author should know of this file alone.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Finds where formulas first stand, each by its source between the dollar signs; `None` for one that is not in the text
    /// as it is. Reads the text once, however many there are (rule F-20).
    pub fn places_of_formulas<'f>(&self, sources: impl IntoIterator<Item = &'f str>) -> Vec<Option<Span>> {
        let mut places = HashMap::new();
        let mut at = self.body_start;
        for piece in self.text[self.body_start..].split('$') {
            let start = at + (piece.len() - piece.trim_start().len());
            places.entry(piece.trim()).or_insert((start, at + piece.trim_end().len()));
            at += piece.len() + 1;
        }
        let lines = LineIndex::new(&self.text);
        let place = |source: &str| places.get(source.trim()).map(|&(start, end)| lines.span(&self.text, start, end));
        sources.into_iter().map(place).collect()
    }

    /// Returns a property of the front matter by key, whatever its case.
    pub fn property(&self, key: &str) -> Option<(&str, &Value)> {
        let found = self.front.properties.iter().find(|property| property.key.eq_ignore_ascii_case(key))?;
        Some((&found.key, &found.value))
    }

    /// Returns where the body starts in [`Note::text`].
    pub(crate) fn body_start(&self) -> usize {
        self.body_start
    }

    /// Returns the tree of the body, for rendering.
    pub(crate) fn tree(&self) -> Tree {
        self.packed.open(&self.text)
    }

    /// Shows a tree of this note with its links and headings. The links of the front matter are not among them.
    pub(crate) fn view<'d>(&'d self, tree: &'d Tree) -> View<'d> {
        View { tree, links: &self.links[self.n_property_links()..], headings: &self.headings }
    }

    /// Returns the number of links in the front matter, which come first in [`Note::links`].
    pub(crate) fn n_property_links(&self) -> usize {
        self.links.iter().take_while(|link| link.syntax == crate::LinkSyntax::Property).count()
    }

    fn diagnose(&self, document: &Document) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for trouble in &self.front.findings {
            let mut diagnostic = Diagnostic::new(trouble.code, &self.path, Some(trouble.span), trouble.message.clone());
            diagnostic.help.clone_from(&trouble.help);
            found.push(diagnostic);
        }
        if let Some((sign, span)) = document.unclosed_comment {
            let end = if sign == "<!--" { "-->" } else { sign };
            let message = format!("comment `{sign}` is never closed");
            let diagnostic = Diagnostic::new(Code::UnclosedComment, &self.path, Some(span), message)
                .with_help(format!("all that follows is hidden; close the comment with `{end}`"));
            found.push(diagnostic);
        }
        let mut seen = std::collections::HashSet::new();
        for (id, span) in &self.block_ids {
            if !seen.insert(id) {
                let message = format!("block id `^{id}` stands in this note twice");
                let diagnostic = Diagnostic::new(Code::DuplicateBlock, &self.path, Some(*span), message)
                    .with_help("links reach the first one; give this block another id");
                found.push(diagnostic);
            }
        }
        found
    }
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note").field("path", &self.path).finish_non_exhaustive()
    }
}

/// A drawing by its name, or by the mark that its tool leaves in the front matter (rule O-06).
fn is_drawing(path: &NotePath, front: &FrontMatter) -> bool {
    let is_named = path.name().to_ascii_lowercase().ends_with(".excalidraw");
    is_named || front.properties.iter().any(|property| property.key.eq_ignore_ascii_case("excalidraw-plugin"))
}

/// Chooses the title, and tells whether it is the first block of the body (rules F-23 and F-25).
fn title(path: &NotePath, front: &FrontMatter, heading: Option<(String, bool)>) -> (String, bool) {
    match (&front.title, heading) {
        // The author gave both: where they agree, the heading is still the title shown twice.
        (Some(title), Some((text, is_first))) => (title.clone(), is_first && text.trim() == title.trim()),
        (Some(title), None) => (title.clone(), false),
        (None, Some((text, is_first))) => (text, is_first),
        (None, None) => {
            let name = path.name();
            if name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("_index") {
                (path.folder().rsplit('/').next().unwrap_or_default().to_owned(), false)
            } else {
                (name, false)
            }
        }
    }
}

fn tags(front: &FrontMatter, inline: Vec<Tag>) -> Vec<Tag> {
    let mut seen = std::collections::HashSet::new();
    front.tags.iter().cloned().chain(inline).filter(|tag| seen.insert(tag.key().clone())).collect()
}

/// Reads the day that a name starts with: `2024-01-05 Walk` (rule P-06).
fn date_in_name(name: &str) -> Option<Date> {
    let (day, rest) = name.split_at_checked("2024-01-05".len())?;
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    (year.len() == 4).then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}
