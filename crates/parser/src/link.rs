//! Links as written, before anything is looked up.

use std::sync::Arc;

use hedgerow_model::{AssetPath, FileKind, Span};
use percent_encoding::percent_decode_str;

use crate::sentence::Words;

/// A link or embed of a note, in reading order; those of the front matter come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link as typed, brackets included.
    pub raw: Arc<str>,
    /// The place in the note's text.
    pub span: Span,
    /// Where it points.
    pub target: LinkTarget,
    /// The target of an embed as typed: what it shows if it cannot be shown (rule E-05). Empty for a link.
    pub reference: String,
    /// The words that are shown, as plain text.
    pub label: Arc<str>,
    /// Written with `!`.
    pub is_embed: bool,
    /// How it was written.
    pub syntax: LinkSyntax,
    /// For an embed: the parts between its pipes, or its alternative text.
    pub options: Vec<String>,
    /// Where the sentence around it is.
    pub(crate) words: Words,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkSyntax {
    /// `[[target|label]]`
    Wiki,
    /// `[label](target)`, a reference link or an autolink.
    Markdown,
    /// In a value of the front matter (rule L-32).
    Property,
    /// The `src` of a picture, sound or film in raw HTML (rule E-25).
    Html,
}

/// The sentence around a link, in three parts of plain text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LinkContext {
    /// The words before the link; starts with `…` if cut.
    pub before: String,
    /// The words of the link.
    pub link: String,
    /// The words behind the link; ends with `…` if cut.
    pub after: String,
}

/// Where a link points, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A file of the vault, or the note itself when the path is empty.
    Local {
        /// The path part, trimmed and, in a Markdown link, percent-decoded.
        path: String,
        /// The path as typed, where decoding changed it (rule L-27).
        undecoded: Option<String>,
        /// The part behind the first `#`.
        subpath: Subpath,
    },
    /// Another site or scheme (rule L-33).
    External(Arc<str>),
    /// A destination that could run script or read files: it loses its address (rule L-34).
    Unsafe,
}

/// The part of a target behind the first `#`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Subpath {
    /// There is none.
    #[default]
    Whole,
    /// `#A#B`: headings by text, outermost first (rule L-13).
    Headings(Vec<String>),
    /// `#^id` (rule L-21).
    Block(String),
}

impl LinkTarget {
    /// Reads the target of a wikilink (rules L-02, L-07, L-33).
    pub fn wiki(target: &str) -> Self {
        let target = target.trim();
        if let Some(external) = Self::external(target) {
            return external;
        }
        let (path, subpath) = split_subpath(target);
        Self::Local { path: path.trim().to_owned(), undecoded: None, subpath: Subpath::wiki(subpath) }
    }

    /// Reads the destination of a Markdown link (rules L-27, L-29, L-33).
    pub fn markdown(destination: &str) -> Self {
        let destination = destination.trim();
        if let Some(external) = Self::external(destination) {
            return external;
        }
        let (typed, subpath) = split_subpath(destination);
        let path = decode(typed);
        let undecoded = (path != typed).then(|| typed.to_owned());
        Self::Local { path, undecoded, subpath: Subpath::markdown(subpath) }
    }

    /// Returns the subpath of a local target.
    pub fn subpath(&self) -> &Subpath {
        match self {
            Self::Local { subpath, .. } => subpath,
            Self::External(_) | Self::Unsafe => &Subpath::Whole,
        }
    }

    /// Tells whether it can only be a picture: of another site, or by its name.
    pub(crate) fn names_picture(&self) -> bool {
        match self {
            Self::External(_) => true,
            Self::Unsafe => false,
            Self::Local { path, .. } => {
                AssetPath::new(path.trim_start_matches(['.', '/'])).is_ok_and(|path| path.kind() == FileKind::Image)
            }
        }
    }

    fn external(target: &str) -> Option<Self> {
        if target.starts_with("//") {
            return Some(Self::External(target.into()));
        }
        let (scheme, rest) = target.split_once(':')?;
        if matches!(scheme, "http" | "https") && !rest.starts_with(' ') {
            return Some(Self::External(target.into()));
        }
        // Browsers drop these inside a scheme, so that `java&#10;script:` would run.
        let scheme: String = scheme.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let is_scheme = scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !rest.starts_with(' ');
        if !is_scheme {
            return None;
        }
        match scheme.to_ascii_lowercase().as_str() {
            "javascript" | "vbscript" | "file" => Some(Self::Unsafe),
            "data" if !rest.trim_start().to_ascii_lowercase().starts_with("image/") => Some(Self::Unsafe),
            _ => Some(Self::External(target.into())),
        }
    }
}

impl Subpath {
    pub(crate) fn wiki(subpath: &str) -> Self {
        Self::new(subpath.split('#').map(str::to_owned))
    }

    /// An encoded `#` is part of a heading's text and parts no headings.
    fn markdown(subpath: &str) -> Self {
        Self::new(subpath.split('#').map(decode))
    }

    fn new(parts: impl Iterator<Item = String>) -> Self {
        let parts = parts.map(|part| part.trim().to_owned());
        let headings: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        match headings.last().and_then(|last| last.strip_prefix('^')) {
            // `#Heading#^id` names the block; the heading only says where it was.
            Some(id) => Self::Block(id.trim().to_ascii_lowercase()),
            None if headings.is_empty() => Self::Whole,
            None => Self::Headings(headings),
        }
    }
}

impl Link {
    /// Returns the alternative text of an embedded picture, if one was given (rules E-16 to E-18).
    pub fn alt(&self) -> Option<&str> {
        self.options.iter().rev().map(String::as_str).find(|part| !part.is_empty() && size(part).is_none())
    }

    /// Returns width and height of an embed, if its last part is a size (rules E-16 to E-18).
    pub fn size(&self) -> Option<(u32, Option<u32>)> {
        self.options.last().and_then(|part| size(part))
    }

    /// Tells whether it is a wikilink, in the text or in a property.
    pub(crate) fn has_brackets(&self) -> bool {
        self.raw.trim_start_matches('!').starts_with("[[")
    }

    /// Returns the words shown for a wikilink without a label (rule L-08).
    pub(crate) fn default_label(target: &str) -> String {
        let (path, subpath) = split_subpath(target.trim());
        let path = path.trim();
        let mut label = path.to_owned();
        for part in subpath.split('#').map(str::trim).filter(|part| !part.is_empty()) {
            if !label.is_empty() {
                label.push_str(" > ");
            }
            label.push_str(part);
        }
        label
    }
}

/// Splits at the first `#`; external addresses have been dealt with before.
fn split_subpath(target: &str) -> (&str, &str) {
    target.split_once('#').unwrap_or((target, ""))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// Reads `300` or `300x200`, in CSS pixels (rule E-17).
fn size(part: &str) -> Option<(u32, Option<u32>)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|&n| (1..=20_000).contains(&n));
    match part.trim().split_once(['x', '×']) {
        Some((width, height)) => Some((number(width.trim())?, Some(number(height.trim())?))),
        None => Some((number(part.trim())?, None)),
    }
}
