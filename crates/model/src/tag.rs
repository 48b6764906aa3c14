//! Tags.

use crate::Key;

/// A tag without its `#`: `a/b` is nested below `a` (rules I-09 to I-18).
///
/// Tags are equal when their keys are; the text is shown as its author wrote it.
#[derive(Clone, Debug)]
pub struct Tag {
    text: String,
    key: Key,
}

/// A tag nested deeper is no tag: each level is a tag with a page of its own, and a list in a list (rule F-20).
const MAX_LEVELS: usize = 32;

impl Tag {
    /// Checks a text: an optional leading `#` and slashes at the ends are dropped. Returns `None` if nothing is left, if
    /// a character may not stand in a tag (rule I-09), if there are only digits (rule I-10), or if it is nested deeper than
    /// 32 levels.
    ///
    /// ```
    /// use hedgerow_model::Tag;
    /// assert_eq!(Tag::new("#über/☕/").unwrap().text(), "über/☕");
    /// assert!(Tag::new("1984").is_none());
    /// assert_eq!(Tag::new("2024/01").unwrap().text(), "2024/01");
    /// ```
    pub fn new(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text).trim_matches('/');
        let is_tag = !text.is_empty() && text.chars().all(Self::may_hold) && !text.chars().all(|c| c.is_ascii_digit());
        let text = text.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let is_tag = is_tag && text.bytes().filter(|&byte| byte == b'/').count() < MAX_LEVELS;
        is_tag.then(|| Self { key: Key::of(&text), text })
    }

    /// Tells whether a character may stand in a tag (rule I-09).
    pub fn may_hold(c: char) -> bool {
        match c {
            '-' | '_' | '/' => true,
            '\u{2000}'..='\u{206F}' | '\u{2E00}'..='\u{2E7F}' => false,
            // A zero-width joiner lies in the first range, a variation selector does not: both stand in emoji.
            _ => !c.is_whitespace() && !c.is_ascii_punctuation() && !c.is_control(),
        }
    }

    /// Returns the tag as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the form in which tags are compared (rule I-13).
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Tells whether this is another tag or nested in it: `a/b` is below `a`, `ab` is not (rule I-14).
    pub fn is_at_or_below(&self, other: &Tag) -> bool {
        let rest = self.key.as_str().strip_prefix(other.key.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the tag and the tags it is nested in, outermost first: `a/b` gives `a`, `a/b` (rule I-14).
    pub fn lineage(&self) -> impl Iterator<Item = Tag> + '_ {
        let ends = self.text.match_indices('/').map(|(at, _)| at).chain([self.text.len()]);
        ends.map(|end| Tag { text: self.text[..end].to_owned(), key: Key::of(&self.text[..end]) })
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Tag {}

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tag {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl std::hash::Hash for Tag {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
