//! Diagnostics: trouble in the author's content, as data.

use std::fmt;

use crate::{Span, VaultPath};

/// Something an author should know about a place in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of trouble it is.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub path: VaultPath,
    /// The place in it; `None` when the whole file is meant.
    pub span: Option<Span>,
    /// What was found: lower case, no full stop, things in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes a diagnostic with its code's usual severity.
    pub fn new(code: Code, path: &VaultPath, span: Option<Span>, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), path: path.clone(), span, message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.span.map_or((1, 1), |span| (span.line, span.column));
        write!(f, "{}:{line}:{column}: {}[{}]: {}", self.path, self.severity, self.code, self.message)
    }
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Loses or hides something the author meant, or may show what was not meant.
    Error,
    /// Worth a look; normal in a growing garden.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)*) => {
        /// The kinds of diagnostics; the text of each is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of the enum.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Returns the stable text, as tools match it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Returns the severity that diagnostics of this kind usually have.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// A link to a note that is not there (rule L-36).
    MissingNote = "missing-note", Warning;
    /// A link to or embed of a file that is not there (rule E-22).
    MissingFile = "missing-file", Error;
    /// A heading that the target does not have (rule L-19).
    MissingHeading = "missing-heading", Error;
    /// A block id that the target does not have (rule L-19).
    MissingBlock = "missing-block", Error;
    /// A link that fits several files; one was taken (rule L-14).
    AmbiguousLink = "ambiguous-link", Warning;
    /// A public note links to a private one (rule L-37).
    LinkToPrivate = "link-to-private", Error;
    /// A public note embeds a private one (rule E-06).
    EmbedOfPrivate = "embed-of-private", Error;
    /// The whole vault resolves a link elsewhere than the public garden does (rule L-37).
    ResolvesElsewhere = "resolves-elsewhere", Error;
    /// An embed that leads back to itself (rule E-07).
    EmbedCycle = "embed-cycle", Warning;
    /// Front matter that is not valid YAML (rule P-11).
    BrokenFrontMatter = "broken-front-matter", Error;
    /// A property whose value cannot be used (rules P-02 to P-10).
    BadProperty = "bad-property", Warning;
    /// A flag of rule W-01 whose value is neither yes nor no: the note is kept private.
    UnclearFlag = "unclear-flag", Error;
    /// Two notes claim one address (rule F-36).
    UrlCollision = "url-collision", Error;
    /// Two notes claim one alias, or an alias stands on a page (rule F-31).
    AliasCollision = "alias-collision", Warning;
    /// Names that differ only in case or normal form (rule F-14).
    SameName = "same-name", Warning;
    /// A block id that stands twice in a note (rule B-12).
    DuplicateBlock = "duplicate-block", Error;
    /// A `%%` comment that is never closed: the rest of the note is hidden (rule I-06).
    UnclosedComment = "unclosed-comment", Error;
    /// A canvas whose file is not JSON (rule O-01).
    BrokenCanvas = "broken-canvas", Error;
    /// A formula that cannot be typeset (rule I-38).
    BrokenMath = "broken-math", Error;
    /// Bytes that are not UTF-8, or a NUL (rule F-18).
    NotUtf8 = "not-utf8", Warning;
    /// A file or folder that could not be read.
    Unreadable = "unreadable", Error;
    /// A symbolic link that is not followed (rule F-08).
    Symlink = "symlink", Warning;
    /// A file name that cannot be used.
    BadName = "bad-name", Warning;
    /// An attachment larger than is good for readers.
    LargeFile = "large-file", Warning;
    /// A document that the site does not show yet.
    NotShown = "not-shown", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
