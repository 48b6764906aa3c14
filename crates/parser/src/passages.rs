//! The text of a note by lines, blocks and tasks, for who looks for words in one of them (rule S-05).
//!
//! It is made of the packed tree when somebody asks, and not kept: few queries ask, and of few notes.

use crate::extract::html_text;
use crate::tree::{Block, BlockKind, Inline, Item, Tree, push_plain};
use crate::unrun::unrun;
use crate::{Heading, Link, Note};

/// A task of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The character between its brackets (rule I-24).
    pub state: char,
    /// Its own words, without those of the items below it.
    pub text: String,
}

impl Note {
    /// Returns the plain text of each block: of a paragraph, a heading, a list item without the items below it, a table, a code block, a quote
    /// or callout as a whole. Lines are those of the source, a row of a table is one. Costs some microseconds a kilobyte.
    pub fn blocks(&self) -> Vec<String> {
        let tree = self.tree();
        let mut walk = self.walk();
        walk.blocks(&tree.blocks);
        tree.footnotes.iter().for_each(|footnote| walk.blocks(&footnote.blocks));
        walk.found
    }

    /// Returns the tasks in order, wherever they stand. A note without any costs next to nothing.
    pub fn tasks(&self) -> Vec<Task> {
        let mut found = Vec::new();
        if may_hold_task(&self.text()[self.body_start()..]) {
            let tree: Tree = self.tree();
            self.walk().tasks(&tree.blocks, &mut found);
            tree.footnotes.iter().for_each(|footnote| self.walk().tasks(&footnote.blocks, &mut found));
        }
        found
    }

    fn walk(&self) -> Walk<'_> {
        let links = &self.links()[self.n_property_links()..];
        Walk { links, headings: self.headings(), found: Vec::new() }
    }
}

/// Tells whether brackets with one character between them stand behind a space.
fn may_hold_task(text: &str) -> bool {
    text.match_indices(" [").any(|(at, _)| {
        let mut chars = text[at + 2..].chars();
        chars.next().is_some() && chars.next() == Some(']')
    })
}

struct Walk<'n> {
    links: &'n [Link],
    headings: &'n [Heading],
    found: Vec<String>,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => list.items.iter().for_each(|item| self.item(item)),
                _ => {
                    let mut text = String::new();
                    self.whole(block, &mut text);
                    self.push(text);
                }
            }
        }
    }

    fn item(&mut self, item: &Item) {
        let text = self.own(item);
        self.push(text);
        for block in &item.blocks {
            if let BlockKind::List(list) = &block.kind {
                list.items.iter().for_each(|item| self.item(item));
            }
        }
    }

    fn push(&mut self, mut text: String) {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            self.found.push(text);
        }
    }

    /// Returns the words of an item without those of the lists in it.
    fn own(&self, item: &Item) -> String {
        let mut text = String::new();
        let own = item.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::List(_)));
        own.for_each(|block| self.whole(block, &mut text));
        text
    }

    /// Writes a block with all that is in it, a line for each of its lines.
    fn whole(&self, block: &Block, out: &mut String) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.line(content, out),
            BlockKind::Heading { index, .. } => {
                out.push_str(&self.headings[*index].text);
                out.push('\n');
            }
            BlockKind::Quote(body) => body.iter().for_each(|block| self.whole(block, out)),
            BlockKind::Callout(callout) => {
                self.line(&callout.title, out);
                callout.body.iter().for_each(|block| self.whole(block, out));
            }
            BlockKind::List(list) => {
                list.items.iter().flat_map(|item| &item.blocks).for_each(|block| self.whole(block, out));
            }
            BlockKind::Code { info, .. } if unrun(info).is_some() => {}
            BlockKind::Code { literal, .. } => {
                out.push_str(literal.trim_end());
                out.push('\n');
            }
            BlockKind::Html(html) => {
                out.push_str(html_text(html).trim());
                out.push('\n');
            }
            BlockKind::Rule => {}
            BlockKind::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    for (at, cell) in row.iter().enumerate() {
                        out.push_str(if at > 0 { " · " } else { "" });
                        push_lines(out, cell, self.links);
                    }
                    out.push('\n');
                }
            }
        }
    }

    fn line(&self, content: &[Inline], out: &mut String) {
        push_lines(out, content, self.links);
        out.push('\n');
    }

    fn tasks(&self, blocks: &[Block], found: &mut Vec<Task>) {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => {
                    for item in &list.items {
                        if let Some(state) = item.task {
                            found.push(Task { state, text: self.own(item).trim().to_owned() });
                        }
                        self.tasks(&item.blocks, found);
                    }
                }
                BlockKind::Quote(body) => self.tasks(body, found),
                BlockKind::Callout(callout) => self.tasks(&callout.body, found),
                BlockKind::Paragraph(_)
                | BlockKind::Heading { .. }
                | BlockKind::Code { .. }
                | BlockKind::Html(_)
                | BlockKind::Rule
                | BlockKind::Table(_) => {}
            }
        }
    }
}

/// Like [`push_plain`], with a line's end where the source has one.
fn push_lines(out: &mut String, inlines: &[Inline], links: &[Link]) {
    for inline in inlines {
        match inline {
            Inline::SoftBreak | Inline::HardBreak => out.push('\n'),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Mark(content)
            | Inline::Element { content, .. }
            | Inline::Link { content, .. } => push_lines(out, content, links),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math { .. }
            | Inline::Html(_)
            | Inline::Embed { .. }
            | Inline::Tag(_)
            | Inline::FootnoteReference { .. } => push_plain(out, std::slice::from_ref(inline), links),
        }
    }
}

#[cfg(test)]
mod tests {
    use hedgerow_model::NotePath;

    use crate::{FileDates, Note};

    fn note(text: &str) -> Note {
        Note::parse(NotePath::new("A.md").unwrap(), text.to_owned(), FileDates::default())
    }

    #[test]
    fn s_05_a_block_has_the_lines_of_its_source() {
        let text = "---\nup: \"[[Up]]\"\n---\n# Title\none *two\nthree* [[A|b]] %%gone%%\n\n- item #t\n  more\n  - below\n\n> quote\n>\n> - inside\n\n\
                    > [!note] Called\n> body\n\n| a | b |\n|---|---|\n| c | d |\n\n```rust\nfn x()\n\ny\n```\n\n```dataview\nlist\n```\n<p>raw</p>\n\nend[^1] ^id\n\n[^1]: foot";
        let expected = [
            "Title",
            "one two\nthree b",
            "item #t\nmore",
            "below",
            "quote\ninside",
            "Called\nbody",
            "a · b\nc · d",
            "fn x()\n\ny",
            "raw",
            "end",
            "foot",
        ];
        let blocks: Vec<String> = note(text).blocks().iter().map(|block| block.replace(" \n", "\n")).collect();
        assert_eq!(blocks, expected);
        assert!(note("").blocks().is_empty());
    }

    #[test]
    fn s_05_tasks_are_found_wherever_they_stand() {
        let text = "- [ ] open\n  - [x] below\n- [/] half\n- [] no\n- none\n\n> - [X] in a quote\n\n> [!todo]\n> 1. [ ] in a callout\n>    and on\n\n%%\n- [ ] hidden\n%%\n";
        let tasks = note(text).tasks();
        let tasks: Vec<(char, &str)> = tasks.iter().map(|task| (task.state, task.text.as_str())).collect();
        let expected =
            [(' ', "open"), ('x', "below"), ('/', "half"), ('X', "in a quote"), (' ', "in a callout\nand on")];
        assert_eq!(tasks, expected);
        assert!(note("a [x] b").tasks().is_empty() && note("[ü").tasks().is_empty());
    }
}
