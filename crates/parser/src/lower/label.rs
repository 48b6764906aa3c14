//! Wikilinks with pipes in unusual places.

use std::ops::Range;

/// A wikilink, parted into target and label.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wikilink {
    pub(super) is_embed: bool,
    pub(super) target: String,
    /// All behind the first pipe, trimmed; further pipes belong to it (rule L-02).
    pub(super) label: Option<String>,
}

impl Wikilink {
    /// Takes what the library read. It leaves `a\|b` together as one target outside tables, where the same pipe parts
    /// target and label (rule L-18). Returns `None` for what has no target (rule L-01).
    pub(super) fn new(is_embed: bool, url: &str, label: &str) -> Option<Self> {
        let (target, label) = match url.split_once('|') {
            None if label == url => (url, None),
            None => (url, Some(label.trim().to_owned())),
            Some((target, rest)) if label == url || label.is_empty() => (target, Some(rest.trim().to_owned())),
            Some((target, rest)) => (target, Some(format!("{}|{}", rest.trim(), label.trim()))),
        };
        let target = target.trim();
        (!target.is_empty()).then(|| Self { is_embed, target: target.to_owned(), label })
    }
}

/// Finds a wikilink at the bracket `start` of a text. The library leaves one with several pipes as text, and any behind an
/// open bracket (rule L-01).
pub(super) fn find_wikilink(text: &str, start: usize) -> Option<(Wikilink, Range<usize>)> {
    let inner = text[start..].strip_prefix("[[")?;
    // Looking no further than the next opening keeps the work of many open brackets linear.
    let close = inner.as_bytes().windows(2).position(|pair| matches!(pair, b"]]" | b"[["))?;
    let inner = inner[close..].starts_with("]]").then(|| &inner[..close])?;
    let (target, label) = inner.split_once('|').map_or((inner, None), |(target, label)| (target, Some(label.trim())));
    let target = target.trim();
    if target.is_empty() {
        return None;
    }
    let is_embed = text[..start].ends_with('!');
    let range = start - usize::from(is_embed)..start + close + 4;
    Some((Wikilink { is_embed, target: target.to_owned(), label: label.map(str::to_owned) }, range))
}
