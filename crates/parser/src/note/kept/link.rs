//! Links as they are kept.

use serde::{Deserialize, Serialize};

use super::shape::{KeptSpan, owned};
use crate::link::{Link, LinkSyntax, LinkTarget, Subpath};
use crate::sentence::Words;

#[derive(Serialize, Deserialize)]
pub(super) struct KeptLink<'n> {
    /// Nothing where it is what stands at the span, as nearly always.
    raw: Option<&'n str>,
    span: KeptSpan,
    #[serde(borrow)]
    target: KeptTarget<'n>,
    reference: &'n str,
    label: &'n str,
    is_embed: bool,
    syntax: KeptSyntax,
    #[serde(borrow)]
    options: Vec<&'n str>,
    #[serde(borrow)]
    words: KeptWords<'n>,
}

#[derive(Serialize, Deserialize)]
enum KeptTarget<'n> {
    Local {
        path: &'n str,
        undecoded: Option<&'n str>,
        #[serde(borrow)]
        subpath: KeptSubpath<'n>,
    },
    External(&'n str),
    Unsafe,
}

#[derive(Serialize, Deserialize)]
enum KeptSubpath<'n> {
    Whole,
    #[serde(borrow)]
    Headings(Vec<&'n str>),
    Block(&'n str),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum KeptSyntax {
    Wiki,
    Markdown,
    Property,
    Html,
}

/// Ranges as start and end: those of the line and of the link in it.
#[derive(Serialize, Deserialize)]
enum KeptWords<'n> {
    Nowhere,
    Text([u32; 4]),
    Heading(usize, [u32; 2]),
    Property(&'n str),
}

pub(super) fn kept<'n>(link: &'n Link, text: &str) -> KeptLink<'n> {
    let Link { raw, span, target, reference, label, is_embed, syntax, options, words } = link;
    let stands_there = text.get(span.start..span.end) == Some(&**raw);
    KeptLink {
        raw: (!stands_there).then_some(&**raw),
        span: KeptSpan::of(*span),
        target: kept_target(target),
        reference,
        label,
        is_embed: *is_embed,
        syntax: match syntax {
            LinkSyntax::Wiki => KeptSyntax::Wiki,
            LinkSyntax::Markdown => KeptSyntax::Markdown,
            LinkSyntax::Property => KeptSyntax::Property,
            LinkSyntax::Html => KeptSyntax::Html,
        },
        options: options.iter().map(String::as_str).collect(),
        words: match words {
            Words::Nowhere => KeptWords::Nowhere,
            Words::Text { line, link } => KeptWords::Text([line.start, line.end, link.start, link.end]),
            Words::Heading { heading, link } => KeptWords::Heading(*heading, [link.start, link.end]),
            Words::Property(before) => KeptWords::Property(before),
        },
    }
}

pub(super) fn revived(link: &KeptLink<'_>, text: &str) -> Option<Link> {
    let span = link.span.revived();
    Some(Link {
        raw: match link.raw {
            Some(raw) => raw.into(),
            None => text.get(span.start..span.end)?.into(),
        },
        span,
        target: revived_target(&link.target),
        reference: link.reference.to_owned(),
        label: link.label.into(),
        is_embed: link.is_embed,
        syntax: match link.syntax {
            KeptSyntax::Wiki => LinkSyntax::Wiki,
            KeptSyntax::Markdown => LinkSyntax::Markdown,
            KeptSyntax::Property => LinkSyntax::Property,
            KeptSyntax::Html => LinkSyntax::Html,
        },
        options: owned(&link.options),
        words: match link.words {
            KeptWords::Nowhere => Words::Nowhere,
            KeptWords::Text([start, end, from, to]) => Words::Text { line: start..end, link: from..to },
            KeptWords::Heading(heading, [from, to]) => Words::Heading { heading, link: from..to },
            KeptWords::Property(before) => Words::Property(before.to_owned()),
        },
    })
}

fn kept_target(target: &LinkTarget) -> KeptTarget<'_> {
    match target {
        LinkTarget::Local { path, undecoded, subpath } => KeptTarget::Local {
            path,
            undecoded: undecoded.as_deref(),
            subpath: match subpath {
                Subpath::Whole => KeptSubpath::Whole,
                Subpath::Headings(chain) => KeptSubpath::Headings(chain.iter().map(String::as_str).collect()),
                Subpath::Block(id) => KeptSubpath::Block(id),
            },
        },
        LinkTarget::External(address) => KeptTarget::External(address),
        LinkTarget::Unsafe => KeptTarget::Unsafe,
    }
}

fn revived_target(target: &KeptTarget<'_>) -> LinkTarget {
    match target {
        KeptTarget::Local { path, undecoded, subpath } => LinkTarget::Local {
            path: (*path).to_owned(),
            undecoded: undecoded.map(str::to_owned),
            subpath: match subpath {
                KeptSubpath::Whole => Subpath::Whole,
                KeptSubpath::Headings(chain) => Subpath::Headings(owned(chain)),
                KeptSubpath::Block(id) => Subpath::Block((*id).to_owned()),
            },
        },
        KeptTarget::External(address) => LinkTarget::External((*address).into()),
        KeptTarget::Unsafe => LinkTarget::Unsafe,
    }
}
