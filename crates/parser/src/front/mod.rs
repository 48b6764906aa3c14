//! Front matter: the block of properties at the top of a note (rules P-01 to P-20), typed.
//!
//! A text goes in; its properties, flags and troubles come out, and the place where the body begins. Nothing in here can
//! fail, and nothing in here makes a note more public than its author plainly said.

mod block;
mod date;
mod fence;
mod flags;
mod known;
mod value;
mod yaml;

#[cfg(test)]
mod tests;

use hedgerow_model::{Code, Date, LineIndex, Span, Tag};

pub use flags::Flags;
pub use value::Value;

use block::Block;
use fence::{Head, Line};
use flags::Doubt;

/// What a note's front matter says.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// The title, if it is a scalar that is not empty (rules F-25, F-28).
    pub title: Option<String>,
    /// Other names, each once (rules F-30, P-10).
    pub aliases: Vec<String>,
    /// Tags, each once (rules I-16, I-17).
    pub tags: Vec<Tag>,
    /// Classes for the body, letters, digits, `-` and `_` only (rule I-47).
    pub css_classes: Vec<String>,
    /// What hides or shows the note (rule W-01).
    pub flags: Flags,
    /// The address the author wants, without slashes at its ends (rules F-34, F-35).
    pub permalink: Option<String>,
    /// A description for readers who have not opened the page.
    pub description: Option<String>,
    /// The picture that stands for the page: an address, a path, or `[[picture.png]]`.
    pub image: Option<String>,
    /// The day the note was made, as written.
    pub created: Option<Date>,
    /// The day the note was changed, as written.
    pub modified: Option<Date>,
    /// The day the note was published, as written.
    pub published: Option<Date>,
    /// Who wrote it; several names are joined by commas.
    pub author: Option<String>,
    /// The language, as in the `lang` attribute.
    pub lang: Option<String>,
    /// `enableToc: false` takes the table of contents away (rule W-19).
    pub hides_toc: bool,
    /// The note is reachable, but listed nowhere (rule W-07).
    pub unlisted: bool,
    /// All properties in the order of the source, each key once: the last one counts (rule P-13).
    pub properties: Vec<Property>,
    /// What the author should know.
    pub(crate) findings: Vec<Finding>,
    /// The block is there and no valid YAML: there are no properties (rule P-11).
    pub is_broken: bool,
}

/// A property and the lines it stands on.
#[derive(Clone, Debug)]
pub struct Property {
    /// The key as written.
    pub key: String,
    /// The value.
    pub value: Value,
    /// Key and value in the source.
    pub span: Span,
}

/// A diagnostic that does not know its file.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What kind of trouble it is.
    pub(crate) code: Code,
    /// Where it is.
    pub span: Span,
    /// What was found.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

impl FrontMatter {
    /// Takes the front matter off a text; returns it with the offset at which the body begins.
    ///
    /// `index` holds the lines of the same text.
    pub(crate) fn split(text: &str, index: &LineIndex) -> (Self, usize) {
        let from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut front = Self::default();
        let source = Source { text, index };
        let body = match Head::find(text, from) {
            Head::Absent => from,
            Head::Closed { fence, lines, body } => {
                front.read(source, fence, &lines);
                body
            }
            Head::Unclosed { fence, lines, body } => {
                front.break_unclosed(source, fence, &lines);
                body
            }
        };
        let leading = flags::leading_properties(fence::lines(text, body));
        let stray = front.flags.scan_stray(leading, "stands outside of the front matter", START_ON_LINE_1);
        front.doubt(source, stray);
        (front, body)
    }

    /// Reads a block between fences.
    fn read(&mut self, source: Source<'_>, fence: Line<'_>, lines: &[Line<'_>]) {
        let block = match Block::read(lines) {
            Ok(block) => block,
            Err(trouble) => return self.break_closed(source, fence, lines, &trouble),
        };
        if let Some((key, line)) = &block.repaired {
            self.findings.push(Finding {
                code: Code::BadProperty,
                span: source.line(&lines[*line]),
                message: format!("the value of `{key}` holds a colon and was read as text"),
                help: Some("put the value in quotes".to_owned()),
            });
        }
        let last = lines.last().map_or(fence.next, |line| line.start + line.text.len());
        for (idx, entry) in block.entries.iter().enumerate() {
            let start = offset(lines, entry.start);
            let end = block.entries.get(idx + 1).map_or(last, |next| offset(lines, next.start)).max(start);
            let end = start + source.text[start..end].trim_end().len();
            let doubt = self.flags.obey(&entry.key, &entry.value, (start, end));
            let nested = if entry.key == "<<" || entry.is_block_map(lines) {
                self.flags.obey_nested(&entry.value, (start, end))
            } else {
                None
            };
            self.doubt(source, doubt);
            self.doubt(source, nested);
            let span = source.index.span(source.text, start, end);
            self.properties.retain(|property| property.key != entry.key);
            self.properties.push(Property { key: entry.key.clone(), value: entry.value.clone(), span });
        }
        // A line that YAML swallowed, say by a quote that is never closed, was meant as a flag all the same.
        let swallowed = lines.iter().enumerate().filter(|(idx, line)| {
            !line.text.starts_with([' ', '\t']) && block.entries.iter().all(|entry| entry.start.line != *idx)
        });
        let swallowed = swallowed.map(|(_, line)| *line);
        let why = "is part of another value";
        let doubt = self.flags.scan_stray(swallowed, why, "look for an open quote or bracket above it");
        self.doubt(source, doubt);
        self.read_known();
    }

    /// Takes no properties from a block that YAML does not understand, but what hides the note (rules P-11, P-12).
    fn break_closed(&mut self, source: Source<'_>, fence: Line<'_>, lines: &[Line<'_>], trouble: &yaml::Trouble) {
        let at = offset(lines, trouble.place);
        let line = lines.get(trouble.place.line).copied().unwrap_or(fence);
        let at = if lines.is_empty() { fence.start } else { at };
        let end = (line.start + line.text.len()).max(at);
        self.findings.push(Finding {
            code: Code::BrokenFrontMatter,
            span: source.index.span(source.text, at, end),
            message: format!("front matter is not valid YAML: {}", trouble.message),
            help: Some(block::help(line.text, lines).to_owned()),
        });
        self.break_down(source, lines);
    }

    /// Treats a block that is never closed as broken, to the end of its first properties (rule P-12).
    fn break_unclosed(&mut self, source: Source<'_>, fence: Line<'_>, lines: &[Line<'_>]) {
        self.findings.push(Finding {
            code: Code::BrokenFrontMatter,
            span: source.line(&fence),
            message: "front matter is never closed".to_owned(),
            help: Some("write a line `---` behind the last property".to_owned()),
        });
        self.break_down(source, lines);
        // A damaged line may have ended the run above a flag.
        let rest = fence::lines(source.text, fence.next).take(100);
        let rest = rest.filter(|line| !line.text.starts_with([' ', '\t']));
        let why = "stands in front matter that is never closed";
        let doubt = self.flags.scan_stray(rest, why, "write a line `---` behind the last property");
        if lines.last().is_some_and(|last| doubt.as_ref().is_some_and(|doubt| doubt.start > last.start)) {
            self.doubt(source, doubt);
        }
    }

    fn break_down(&mut self, source: Source<'_>, lines: &[Line<'_>]) {
        self.is_broken = true;
        for doubt in self.flags.scan_broken(lines) {
            self.doubt(source, Some(doubt));
        }
        self.unlisted = lines.iter().any(|line| known::may_unlist(line.text));
    }

    fn doubt(&mut self, source: Source<'_>, doubt: Option<Doubt>) {
        self.findings.extend(doubt.map(|doubt| Finding {
            code: Doubt::CODE,
            span: source.index.span(source.text, doubt.start, doubt.end),
            message: doubt.message,
            help: Some(doubt.help.to_owned()),
        }));
    }
}

const START_ON_LINE_1: &str = "front matter starts with `---` on line 1; until then the note is kept private";

/// A text and its lines.
#[derive(Clone, Copy)]
struct Source<'s> {
    text: &'s str,
    index: &'s LineIndex,
}

impl Source<'_> {
    fn line(&self, line: &Line<'_>) -> Span {
        self.index.span(self.text, line.start, line.start + line.text.len())
    }
}

/// Finds a place of the block in the text.
fn offset(lines: &[Line<'_>], place: yaml::Place) -> usize {
    match lines.get(place.line) {
        Some(line) => {
            let column = line.text.char_indices().nth(place.column).map_or(line.text.len(), |(at, _)| at);
            line.start + column
        }
        None => lines.last().map_or(0, |line| line.start + line.text.len()),
    }
}
