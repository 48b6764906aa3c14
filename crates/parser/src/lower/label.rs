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

/// Finds a wikilink with several pipes, which the library leaves as text, at the bracket `start` of a text.
pub(super) fn find_wikilink(text: &str, start: usize) -> Option<(Wikilink, Range<usize>)> {
    let inner = text[start..].strip_prefix("[[")?;
    // Looking for either bracket keeps a line of opening ones from being read to its end for each of them.
    let close = inner.match_indices(['[', ']']).find(|(at, bracket)| inner[at + 1..].starts_with(bracket))?.0;
    let inner = inner.get(..close).filter(|_| inner[close..].starts_with(']'))?;
    let (target, label) = inner.split_once('|')?;
    let target = target.trim();
    if target.is_empty() {
        return None;
    }
    let is_embed = text[..start].ends_with('!');
    let range = start - usize::from(is_embed)..start + close + 4;
    Some((Wikilink { is_embed, target: target.to_owned(), label: Some(label.trim().to_owned()) }, range))
}
