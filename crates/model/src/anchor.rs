//! Anchors: the ids of places in a page.

use std::collections::HashMap;
use std::fmt;

/// The id of a heading or block in a page, without `#`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor(String);

impl Anchor {
    /// Returns the anchor of a block id; no heading can have it, since a heading's anchor holds no `^` (rule L-38).
    pub fn of_block(id: &str) -> Self {
        Self(format!("^{}", id.to_ascii_lowercase()))
    }

    /// Takes an id that was made elsewhere for an element of the page.
    pub fn raw(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Returns the id as it stands in the `id` attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `#` and the id, percent-encoded for use in an address.
    pub fn fragment(&self) -> String {
        format!("#{}", crate::url::encode_segment(&self.0))
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The heading anchors of one page, made in order and each once.
#[derive(Clone, Debug, Default)]
pub struct AnchorSet {
    taken: HashMap<String, u32>,
}

impl AnchorSet {
    /// Makes the anchor of the next heading: GitHub's slug of its rendered text (rule L-38). A slug that is taken gets
    /// `-1`, `-2`, …; an empty one becomes `section`.
    pub fn heading(&mut self, text: &str) -> Anchor {
        let mut slug = slug(text);
        if slug.is_empty() {
            slug.push_str("section");
        }
        if !self.taken.contains_key(&slug) {
            self.taken.insert(slug.clone(), 0);
            return Anchor(slug);
        }
        loop {
            let n = self.taken.get_mut(&slug).map_or(1, |n| {
                *n += 1;
                *n
            });
            let candidate = format!("{slug}-{n}");
            if !self.taken.contains_key(&candidate) {
                self.taken.insert(candidate.clone(), 0);
                return Anchor(candidate);
            }
        }
    }
}

/// GitHub's slug: lower case; letters, marks, digits, `-`, `_` stay, a space becomes `-`, all else goes.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => slug.push(c),
            _ => {}
        }
    }
    slug
}
