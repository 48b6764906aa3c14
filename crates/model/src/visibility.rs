//! Whether a note is public, and which rule says so.

/// The verdict on one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// The note passes the gate.
    Public(Rule),
    /// The note does not exist for readers.
    Private(Rule),
}

impl Visibility {
    /// Tells whether the note passes the gate.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Public(_))
    }

    /// Returns the rule that decided.
    pub fn rule(&self) -> &Rule {
        match self {
            Self::Public(rule) | Self::Private(rule) => rule,
        }
    }
}

/// The rule that decided about a note, strongest first (rule W-01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The note is in a template folder (rule F-06).
    Template(String),
    /// A flag in the front matter hides the note, or may have been meant to (rules W-01 b, P-12, P-13).
    Hidden(String),
    /// `publish: true` or `dg-publish: true` (rule W-01 c).
    Flagged(String),
    /// A setting excludes the folder or pattern (rule W-01 d).
    Excluded(String),
    /// A setting includes the folder or pattern (rule W-01 e).
    Included(String),
    /// Nothing else decides, and the site publishes everything (rule W-02).
    ModeAll,
    /// Nothing else decides, and the site publishes only what says so (rule W-02).
    ModeExplicit,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template(folder) => write!(f, "W-01a: in the template folder `{folder}`"),
            Self::Hidden(flag) => write!(f, "W-01b: front matter says `{flag}`"),
            Self::Flagged(flag) => write!(f, "W-01c: front matter says `{flag}`"),
            Self::Excluded(pattern) => write!(f, "W-01d: excluded by `{pattern}`"),
            Self::Included(pattern) => write!(f, "W-01e: included by `{pattern}`"),
            Self::ModeAll => write!(f, "W-01f: mode `all` publishes every note"),
            Self::ModeExplicit => write!(f, "W-01f: mode `explicit` publishes only notes that say so"),
        }
    }
}
