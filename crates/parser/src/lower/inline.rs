//! Inline content: links, embeds, tags, and what the library already knows.

use comrak::Node;
use comrak::nodes::{NodeValue, Sourcepos};
use hedgerow_model::Span;

use super::block_id::{Marker, take_marker};
use super::comment::{hide_spanning, without_comments};
use super::dashed;
use super::dollar::with_signs;
use super::element::pair_tags;
use super::label::Wikilink;
use super::left_open::{closing, hidden_element};
use super::text::{as_text, flat_text, merge_texts, unlinked};
use super::{Lowering, MAX_DEPTH};
use crate::link::{Link, LinkSyntax, LinkTarget};
use crate::sentence::Words;
use crate::tree::{Inline, push_plain};

/// What the nodes are the content of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A paragraph or heading: its place in the source ends where they do.
    Block,
    Inline,
}

impl Lowering<'_> {
    /// Lowers the children of a node. `before` is the character in front of the first one: a tag stands only at the start
    /// of a line or behind white space (rule I-09).
    pub(super) fn inlines<'a>(&mut self, parent: Node<'a>, depth: usize, before: char) -> Vec<Inline> {
        let mut out = self.unmerged(parent, depth, before, Holder::Inline);
        merge_texts(&mut out);
        out
    }

    /// Lowers the children of a block, and cuts the block id marker off their end. Escapes have not been merged with the text
    /// around them then, so that `\^id` is none (rules B-01 and I-34).
    pub(super) fn marked_inlines<'a>(&mut self, block: Node<'a>, depth: usize) -> (Vec<Inline>, Option<Marker>) {
        let mut out = self.unmerged(block, depth, '\n', Holder::Block);
        let marker = take_marker(&mut out);
        merge_texts(&mut out);
        (out, marker)
    }

    pub(super) fn unmerged<'a>(&mut self, parent: Node<'a>, depth: usize, before: char, holder: Holder) -> Vec<Inline> {
        if depth >= MAX_DEPTH * 2 {
            return vec![Inline::Text(flat_text(parent, self.cut()))];
        }
        if self.has_comments {
            hide_spanning(parent);
        }
        if self.has_dashed {
            dashed::hide(parent, |node| self.source(self.span(node.data().sourcepos)).contains("<!--"));
        }
        let mut out = Vec::new();
        let mut before = before;
        // The end tag of an element without shown content.
        let mut hidden_to: Option<String> = None;
        for node in parent.children() {
            if let NodeValue::HtmlInline(html) = &node.data().value {
                match &hidden_to {
                    Some(end) if closing(html, end) == Some(end.len()) => {
                        hidden_to = None;
                        continue;
                    }
                    Some(_) => {}
                    None => hidden_to = hidden_element(html).map(|name| format!("</{name}")),
                }
            }
            if hidden_to.is_some() {
                continue;
            }
            if let Some(rest) = self.behind_dollar(node, parent).filter(|_| holder == Holder::Block) {
                out.push(Inline::Text("$".to_owned()));
                out.extend(self.reread(self.source(rest), self.is_label, rest));
                break;
            }
            if !self.is_hidden(node.data().sourcepos) {
                before = self.inline(node, depth, before, &mut out);
            }
        }
        let out = pair_tags(out);
        self.document.tree.has_html |= out.iter().any(|inline| matches!(inline, Inline::Html(_)));
        out
    }

    /// The library ends a formula at the dollar of a wikilink, which is none (rule L-26). Where it did so in a paragraph, the
    /// rest of the paragraph behind the first dollar has to be read again.
    fn behind_dollar<'a>(&self, node: Node<'a>, parent: Node<'a>) -> Option<Span> {
        /// Each of them costs a reading of the paragraph (rule F-20).
        const MAX_REREADS: usize = 16;
        /// Target and label of a wikilink are at most a thousand bytes each.
        const LONGEST: usize = 2_500;
        let NodeValue::Math(math) = &node.data().value else { return None };
        let open = math.literal.rfind("[[").filter(|&open| !math.literal[open..].contains("]]"))?;
        if math.display_math || self.n_rereads >= MAX_REREADS || math.literal[open..].contains('\n') {
            return None;
        }
        let (start, end) = self.range(node.data().sourcepos);
        let (_, paragraph_end) = self.range(parent.data().sourcepos);
        let near = &self.text.as_bytes()[end..paragraph_end.min(end + LONGEST).max(end)];
        let bracket = near.windows(2).position(|pair| matches!(pair, b"]]" | b"[[") || pair[0] == b'\n')?;
        if !near[bracket..].starts_with(b"]]") || self.text.as_bytes().get(start) != Some(&b'$') {
            return None;
        }
        let rest = self.text.get(start + 1..paragraph_end)?;
        // In a container the lines of the source begin with its signs.
        let is_plain = self.containers == 0 || !rest.contains('\n');
        is_plain.then(|| self.lines.span(self.text, start + 1, paragraph_end))
    }

    /// Lowers one node and returns the last character of its source, as far as tags care.
    fn inline<'a>(&mut self, node: Node<'a>, depth: usize, before: char, out: &mut Vec<Inline>) -> char {
        /// Stands for any character that is neither white space nor the end of a tag.
        const OTHER: char = '*';
        let position = node.data().sourcepos;
        let value = std::mem::replace(&mut node.data_mut().value, NodeValue::Document);
        match value {
            NodeValue::Text(text) => {
                let text = with_signs(text);
                let last = text.chars().next_back().unwrap_or(before);
                self.text(&text, position, before, out);
                return last;
            }
            NodeValue::SoftBreak => {
                out.push(Inline::SoftBreak);
                return '\n';
            }
            NodeValue::LineBreak => {
                out.push(Inline::HardBreak);
                return '\n';
            }
            NodeValue::Escaped => out.push(Inline::Text(flat_text(node, None))),
            NodeValue::Code(code) => out.push(Inline::Code(with_signs(code.literal.into()).into_owned())),
            NodeValue::Math(math) => out.push(Inline::Math { tex: math.literal, is_display: math.display_math }),
            NodeValue::HtmlInline(html) => {
                // Comments, declarations and instructions: a browser shows none of them, and may end them elsewhere.
                if !html.starts_with("<!") && !html.starts_with("<?") {
                    self.html_files(&html, position);
                    out.push(Inline::Html(html));
                }
            }
            NodeValue::Emph => out.push(Inline::Emphasis(self.inlines(node, depth + 1, OTHER))),
            NodeValue::Strong => out.push(Inline::Strong(self.inlines(node, depth + 1, OTHER))),
            NodeValue::Strikethrough => out.push(Inline::Strikethrough(self.inlines(node, depth + 1, OTHER))),
            NodeValue::Highlight => out.push(Inline::Mark(self.inlines(node, depth + 1, OTHER))),
            NodeValue::Subscript => {
                out.push(Inline::Text("~".to_owned()));
                out.extend(self.inlines(node, depth + 1, OTHER));
                out.push(Inline::Text("~".to_owned()));
            }
            NodeValue::WikiLink(link) => {
                let source = self.source(self.span(position));
                let is_one_line = !source.contains(['\n', '\r']) && !link.url.contains(['\n', '\r']);
                let label = flat_text(node, None);
                match Wikilink::new(link.embed, &link.url, &label) {
                    Some(wikilink) if is_one_line && !self.is_label => self.wikilink(wikilink, position, out),
                    Some(_) if !is_one_line => {
                        let span = self.span(position);
                        // In a container the lines of the source begin with its signs.
                        let is_plain = self.containers == 0 && source.contains("[[");
                        let text = if is_plain {
                            source.replacen("[[", "\\[\\[", 1)
                        } else {
                            unlinked(link.embed, &link.url, &label)
                        };
                        out.extend(self.reread(&text, self.is_label, span));
                    }
                    _ => out.push(Inline::Text(as_text(source, link.embed, &link.url))),
                }
            }
            NodeValue::Link(link) => {
                let content = self.label(node, depth, !self.is_label);
                if self.is_label {
                    out.extend(content);
                } else {
                    out.push(self.markdown_link(&link.url, link.title, content, position));
                }
            }
            NodeValue::Image(image) => {
                let content = self.label(node, depth, false);
                if self.is_label && !(self.may_show_pictures && LinkTarget::markdown(&image.url).names_picture()) {
                    out.extend(content);
                } else {
                    let mut alt = String::new();
                    push_plain(&mut alt, &content, &self.document.links);
                    out.push(self.markdown_embed(&image.url, image.title, &alt, position));
                }
            }
            NodeValue::FootnoteReference(reference) => {
                if self.is_label {
                    return OTHER;
                }
                self.refer(&reference, position);
                out.push(Inline::FootnoteReference { number: reference.ix });
            }
            NodeValue::CommentInline(_) => return before,
            // Extensions that are not switched on.
            _ => out.extend(self.inlines(node, depth + 1, OTHER)),
        }
        OTHER
    }

    /// Lowers the content of a link or picture, in which there are no other links. In a link a picture is still shown.
    fn label<'a>(&mut self, node: Node<'a>, depth: usize, may_show_pictures: bool) -> Vec<Inline> {
        let outer = (self.is_label, self.may_show_pictures);
        (self.is_label, self.may_show_pictures) = (true, may_show_pictures);
        let content = self.inlines(node, depth + 1, '*');
        (self.is_label, self.may_show_pictures) = outer;
        content
    }

    pub(super) fn wikilink(&mut self, wikilink: Wikilink, position: Sourcepos, out: &mut Vec<Inline>) {
        let Wikilink { is_embed, target, label } = wikilink;
        let label = label.filter(|label| !label.is_empty());
        let label = label.map(|label| if is_embed { without_comments(&label).into_owned() } else { label });
        let (span, is_found) = self.wikilink_span(position, &target);
        let target = without_comments(&target).into_owned();
        let content = match &label {
            Some(label) if !is_embed && label.contains(['*', '_', '~', '=', '$', '`', '\\', '<', '&', '%']) => {
                self.reread(label, true, span)
            }
            Some(label) => vec![Inline::Text(label.clone())],
            None => vec![Inline::Text(Link::default_label(&target))],
        };
        let mut plain = String::new();
        push_plain(&mut plain, &content, &[]);
        let raw = match &label {
            _ if is_found => self.source(span).to_owned(),
            Some(label) => format!("{}[[{target}|{label}]]", if is_embed { "!" } else { "" }),
            None => format!("{}[[{target}]]", if is_embed { "!" } else { "" }),
        };
        let options = match &label {
            Some(label) if is_embed => label.split('|').map(|part| part.trim().to_owned()).collect(),
            _ => Vec::new(),
        };
        let index = self.push_link(Link {
            raw: raw.into(),
            span,
            target: LinkTarget::wiki(&target),
            reference: if is_embed { target } else { String::new() },
            label: plain.into(),
            is_embed,
            syntax: LinkSyntax::Wiki,
            options,
            words: Words::default(),
        });
        out.push(if is_embed {
            Inline::Embed { index, title: String::new() }
        } else {
            Inline::Link { index, content, title: String::new() }
        });
    }

    fn markdown_link(&mut self, url: &str, title: String, content: Vec<Inline>, position: Sourcepos) -> Inline {
        let mut label = String::new();
        push_plain(&mut label, &content, &self.document.links);
        let index = self.push_markdown(url, label, false, Vec::new(), position);
        Inline::Link { index, content, title }
    }

    fn markdown_embed(&mut self, url: &str, title: String, alt: &str, position: Sourcepos) -> Inline {
        let options: Vec<String> =
            alt.split('|').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let index = self.push_markdown(url, alt.to_owned(), true, options, position);
        Inline::Embed { index, title }
    }

    fn push_markdown(
        &mut self,
        url: &str,
        label: String,
        is_embed: bool,
        options: Vec<String>,
        position: Sourcepos,
    ) -> usize {
        let span = self.span(position);
        let source = self.source(span);
        // Where the library names another place than the link's, that may be one that nobody is meant to see.
        let has_brackets = source.starts_with(['[', '!', '<']) && source.ends_with([']', ')', '>']);
        let is_address = !source.is_empty() && url.ends_with(source);
        let raw = if self.is_placed(position) && (has_brackets || is_address) {
            source.to_owned()
        } else {
            format!("{}[{label}]({url})", if is_embed { "!" } else { "" })
        };
        self.push_link(Link {
            raw: raw.into(),
            span,
            target: LinkTarget::markdown(url),
            reference: if is_embed { without_comments(url).into_owned() } else { String::new() },
            label: label.into(),
            is_embed,
            syntax: LinkSyntax::Markdown,
            options,
            words: Words::default(),
        })
    }

    /// Records the files that raw HTML shows: they are embeds like any other (rule E-25).
    pub(super) fn html_files(&mut self, html: &str, position: Sourcepos) {
        /// An address that is not found as it stands, for its entities, costs a look over all of the HTML (rule F-20).
        const MAX_VAIN: usize = 16;
        let whole = self.span(position);
        let (mut from, mut n_vain) = (whole.start, 0);
        for src in crate::render::sources(html) {
            let target = LinkTarget::markdown(&src);
            if !matches!(target, LinkTarget::Local { .. }) || src.trim().is_empty() {
                continue;
            }
            let behind = self.text.get(from..whole.end).filter(|_| n_vain < MAX_VAIN).unwrap_or_default();
            let span = if let Some(at) = behind.find(&src) {
                let start = from + at;
                from = start + src.len();
                self.lines.span(self.text, start, from)
            } else {
                n_vain += 1;
                whole
            };
            self.push_link(Link {
                raw: src.as_str().into(),
                span,
                target,
                label: src.as_str().into(),
                reference: src,
                is_embed: true,
                syntax: LinkSyntax::Html,
                options: Vec::new(),
                words: Words::default(),
            });
        }
    }

    /// Returns the span of a wikilink, and whether it is certain. In a table cell the library counts columns without the
    /// backslashes of `\|`, so the brackets are looked for near the place it names.
    fn wikilink_span(&self, position: Sourcepos, target: &str) -> (hedgerow_model::Span, bool) {
        /// Target and label of a wikilink are at most a thousand bytes each.
        const LONGEST: usize = 2_500;
        let (start, end) = self.range(position);
        let near = &self.text[start..self.boundary((start + LONGEST).min(self.text.len()))];
        let is_here = near.strip_prefix('!').unwrap_or(near).starts_with("[[");
        let opens = near.match_indices("[[").take(if is_here { 1 } else { usize::MAX });
        for (open, _) in opens.take_while(|(open, _)| is_here || !near[..*open].contains(['\n', '\r'])) {
            let Some(close) = near[open..].find("]]").map(|close| open + close + 2) else { break };
            if is_here || near[open..].trim_start_matches('[').trim_start().starts_with(target.trim_start()) {
                // Of three brackets the first is not the link's: `^[[[Note]] is a note]`.
                let open = open + near[open + 2..].bytes().take_while(|&byte| byte == b'[').count();
                let open = if near[..open].ends_with('!') { open - 1 } else { open };
                let span = self.lines.span(self.text, start + open, start + close);
                return (span, self.is_placed(position));
            }
        }
        (self.lines.span(self.text, start, end), false)
    }

    /// Tells whether the library's places can be trusted: in an inline footnote they hold on its first line.
    fn is_placed(&self, position: Sourcepos) -> bool {
        self.origin.is_none_or(|origin| origin.column_shift.is_some() && position.end.line == 1)
    }
}
