//! Blocks.

use std::fmt::Write as _;

use hedgerow_model::Anchor;

use super::Renderer;
use super::embed::Part;
use super::escape::push_escaped;
use crate::highlight::highlight;
use crate::tree::{Alignment, Block, BlockKind, Callout, Fold, Inline, Item, List, Table};
use crate::unrun::unrun;

impl Renderer<'_> {
    /// Renders the part of the document that was asked for.
    pub(super) fn part(&mut self, part: &Part<'_>) {
        match part {
            Part::Blocks(blocks) => self.blocks(blocks, false),
            Part::Item(list, item) => {
                self.open_list(list);
                self.item(item, list);
                self.close_list(list);
            }
        }
    }

    /// Renders blocks; in a tight list item a paragraph has no element of its own.
    pub(super) fn blocks(&mut self, blocks: &[Block], is_tight: bool) {
        for block in blocks {
            self.block(block, is_tight);
        }
    }

    fn block(&mut self, block: &Block, is_tight: bool) {
        let id = block.id.as_deref();
        match &block.kind {
            BlockKind::Paragraph(content) if is_tight && id.is_none() => self.inlines(content, true),
            BlockKind::Paragraph(content) => self.paragraph(content, id),
            BlockKind::Heading { index, content } => self.heading(*index, content),
            BlockKind::Quote(body) => {
                self.open("blockquote", id, "");
                self.out.push('\n');
                self.blocks(body, false);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::Callout(callout) => self.callout(callout, id),
            BlockKind::List(list) => {
                if let Some(id) = id {
                    self.open("div", Some(id), "");
                }
                self.open_list(list);
                list.items.iter().for_each(|item| self.item(item, list));
                self.close_list(list);
                if id.is_some() {
                    self.out.push_str("</div>\n");
                }
            }
            BlockKind::Code { info, literal } => self.code(info, literal, id),
            BlockKind::Html(html) => {
                self.raw_html(html);
                if !html.ends_with('\n') {
                    self.out.push('\n');
                }
            }
            BlockKind::Rule => self.out.push_str("<hr>\n"),
            BlockKind::Table(table) => self.table(table, id),
        }
    }

    /// Renders a paragraph. Embedded notes and display formulas are no phrasing content: they part it (rule E-14).
    fn paragraph(&mut self, content: &[Inline], id: Option<&str>) {
        let mut id = id;
        let mut run_start = 0;
        for (at, inline) in content.iter().enumerate() {
            if !self.is_block_level(inline, content.len() == 1) {
                continue;
            }
            self.phrase(&content[run_start..at], &mut id);
            match id.take() {
                None => self.inline(inline, true),
                Some(id) => {
                    self.open("div", Some(id), "");
                    self.inline(inline, true);
                    self.out.push_str("</div>");
                }
            }
            self.out.push('\n');
            run_start = at + 1;
        }
        self.phrase(&content[run_start..], &mut id);
    }

    fn phrase(&mut self, content: &[Inline], id: &mut Option<&str>) {
        let is_break = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
        let is_blank =
            |inline: &Inline| is_break(inline) || matches!(inline, Inline::Text(text) if text.trim().is_empty());
        let Some(first) = content.iter().position(|inline| !is_break(inline)) else { return };
        let last = content.iter().rposition(|inline| !is_break(inline)).unwrap_or(first);
        if content.iter().all(is_blank) {
            return;
        }
        self.open("p", id.take(), " dir=\"auto\"");
        self.inlines(&content[first..=last], false);
        self.out.push_str("</p>\n");
    }

    fn heading(&mut self, index: usize, content: &[Inline]) {
        let heading = &self.document.headings[index];
        let level = heading.level;
        let id = format!("{}{}", self.id_prefix, heading.anchor);
        let block_id = heading.block_id.clone();
        let _ = write!(self.out, "<h{level} id=\"");
        push_escaped(&mut self.out, &id);
        self.out.push_str("\" dir=\"auto\">");
        if let Some(block_id) = block_id {
            self.open("span", Some(&block_id), "");
            self.out.push_str("</span>");
        }
        self.inlines(content, false);
        if !self.is_embedded() {
            let fragment = Anchor::raw(id).fragment();
            self.out.push_str("<a class=\"heading-anchor\" aria-label=\"Link to this section\" href=\"");
            push_escaped(&mut self.out, &fragment);
            self.out.push_str("\"></a>");
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    /// Renders a callout; one that folds does so without a script (rule C-07).
    fn callout(&mut self, callout: &Callout, id: Option<&str>) {
        let (element, title_element) =
            if callout.fold == Fold::Fixed { ("div", "div") } else { ("details", "summary") };
        let mut attributes = String::from(" class=\"callout\" data-callout=\"");
        push_escaped(&mut attributes, &callout.kind);
        attributes.push('"');
        if let Some(metadata) = &callout.metadata {
            attributes.push_str(" data-callout-metadata=\"");
            push_escaped(&mut attributes, metadata.trim());
            attributes.push('"');
        }
        if callout.fold == Fold::Open {
            attributes.push_str(" open");
        }
        self.open(element, id, &attributes);
        let _ = write!(
            self.out,
            "\n<{title_element} class=\"callout-title\" dir=\"auto\"><span class=\"callout-icon\" aria-hidden=\"true\"></span><span class=\"callout-title-inner\">"
        );
        if callout.title.is_empty() {
            let title = default_title(&callout.kind);
            push_escaped(&mut self.out, &title);
        } else {
            self.inlines(&callout.title, false);
        }
        let _ = writeln!(self.out, "</span></{title_element}>");
        if !callout.body.is_empty() {
            self.out.push_str("<div class=\"callout-content\">\n");
            self.blocks(&callout.body, false);
            self.out.push_str("</div>\n");
        }
        let _ = writeln!(self.out, "</{element}>");
    }

    fn open_list(&mut self, list: &List) {
        let class = if list.items.iter().any(|item| item.task.is_some()) { " class=\"contains-tasks\"" } else { "" };
        match list.start {
            None => {
                let _ = writeln!(self.out, "<ul{class}>");
            }
            Some(1) => {
                let _ = writeln!(self.out, "<ol{class}>");
            }
            Some(start) => {
                let _ = writeln!(self.out, "<ol{class} start=\"{start}\">");
            }
        }
    }

    fn close_list(&mut self, list: &List) {
        self.out.push_str(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    /// Renders an item; the box of a task cannot be changed by readers (rules I-24 and I-25).
    fn item(&mut self, item: &Item, list: &List) {
        let Some(state) = item.task else {
            self.open("li", item.id.as_deref(), " dir=\"auto\"");
            self.item_blocks(item, list);
            self.out.push_str("</li>\n");
            return;
        };
        let mut attributes = String::from(" class=\"task");
        let is_done = matches!(state, 'x' | 'X');
        attributes.push_str(if is_done { " is-done\" data-task=\"" } else { "\" data-task=\"" });
        push_escaped(&mut attributes, &state.to_string());
        attributes.push_str("\" dir=\"auto\"");
        self.open("li", item.id.as_deref(), &attributes);
        let checked = if state == ' ' { "" } else { " checked" };
        let label = if is_done {
            "done"
        } else if state == ' ' {
            "open"
        } else {
            "other state"
        };
        self.opaque(format!("<input class=\"task-box\" type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
        self.item_blocks(item, list);
        self.out.push_str("</li>\n");
    }

    fn item_blocks(&mut self, item: &Item, list: &List) {
        for (at, block) in item.blocks.iter().enumerate() {
            if at > 0 && list.is_tight {
                self.out.push('\n');
            }
            self.block(block, list.is_tight);
        }
    }

    fn code(&mut self, info: &str, literal: &str, id: Option<&str>) {
        if let Some(what) = unrun(info) {
            self.open("p", id, " class=\"notice\"");
            let _ = writeln!(self.out, "{what} stands here that this site does not show.</p>");
            return;
        }
        let language =
            info.split_whitespace().next().unwrap_or_default().trim_start_matches("{.").trim_end_matches('}');
        if language.eq_ignore_ascii_case("mermaid") {
            self.rendered.has_mermaid = true;
            self.open("pre", id, " class=\"mermaid\"");
            push_escaped(&mut self.out, literal);
            self.out.push_str("</pre>\n");
            return;
        }
        self.open("pre", id, "");
        self.out.push_str("<code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            push_escaped(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        let marked = if self.settings.plain_code { None } else { highlight(language, literal) };
        match marked {
            Some(html) => self.opaque(html),
            None => push_escaped(&mut self.out, literal),
        }
        self.out.push_str("</code></pre>\n");
    }

    fn table(&mut self, table: &Table, id: Option<&str>) {
        self.open("div", id, " class=\"table-wrap\"");
        self.out.push_str("<table>\n<thead>\n");
        self.row("th", &table.head, &table.alignments);
        self.out.push_str("</thead>\n");
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            table.rows.iter().for_each(|row| self.row("td", row, &table.alignments));
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table></div>\n");
    }

    fn row(&mut self, element: &str, cells: &[Vec<Inline>], alignments: &[Alignment]) {
        self.out.push_str("<tr>");
        for (at, cell) in cells.iter().enumerate() {
            let style = match alignments.get(at) {
                Some(Alignment::Left) => " style=\"text-align:left\"",
                Some(Alignment::Center) => " style=\"text-align:center\"",
                Some(Alignment::Right) => " style=\"text-align:right\"",
                Some(Alignment::None) | None => "",
            };
            let _ = write!(self.out, "<{element}{style} dir=\"auto\">");
            self.inlines(cell, true);
            self.end_tag(element);
        }
        self.out.push_str("</tr>\n");
    }

    /// Opens an element; `attributes` is written as it is, a block id becomes the element's id.
    pub(super) fn open(&mut self, element: &str, block_id: Option<&str>, attributes: &str) {
        self.out.push('<');
        self.out.push_str(element);
        if let Some(block_id) = block_id {
            self.out.push_str(" id=\"");
            let id = format!("{}{}", self.id_prefix, Anchor::of_block(block_id));
            push_escaped(&mut self.out, &id);
            self.out.push('"');
        }
        self.out.push_str(attributes);
        self.out.push('>');
    }
}

/// The type as typed with a capital first letter (rule C-05).
fn default_title(kind: &str) -> String {
    let mut chars = kind.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
