//! What a query asks for, as a tree.

use hedgerow_model::{Date, Key, Tag};

use super::clause::Clause;
use super::regular::Regular;

/// What a note must have, or must not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// All of these; with none in it, every note has it.
    All(Vec<Expression>),
    /// At least one of these.
    Any(Vec<Expression>),
    Not(Box<Expression>),
    /// Words anywhere in the note: in title, aliases, headings, tags or text.
    Text(Clause),
    Filter(Filter),
}

/// Something about a note that it has or has not, and that ranks nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// It has the tag, or one nested in it.
    Tag(Tag),
    /// It is in the folder of this path, directly or deeper.
    Folder(Key),
    /// One of its texts of some kind holds the whole pattern.
    In {
        scope: Scope,
        pattern: Pattern,
    },
    /// It has a property that readers may see.
    Property {
        key: String,
        value: PropertyValue,
    },
    /// It links to a note that has one of these names.
    LinksTo(Vec<String>),
    /// A note that has one of these names links to it.
    LinkedFrom(Vec<String>),
    /// Its day is not before the first one and before the second one.
    Dated {
        from: Option<Date>,
        before: Option<Date>,
    },
    Trait(Trait),
}

/// The texts of a note that are looked at, each for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All that plain words are looked for in: title, each alias, each heading, each tag, and the whole text.
    Note,
    /// The path in the vault.
    Path,
    /// The name without folder and extension.
    Name,
    Title,
    Heading,
    /// The whole text with its headings.
    Content,
    Line,
    Block,
    /// A heading, and the text up to the next one.
    Section,
    Task(TaskState),
    Tag,
}

/// Which tasks are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskState {
    Either,
    Open,
    Done,
}

/// What a text must hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    /// All of these; with none in it, every text holds it.
    All(Vec<Pattern>),
    Any(Vec<Pattern>),
    Not(Box<Pattern>),
    Words(Wording),
    Regular(Regular),
}

/// Words, and how they were typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wording {
    pub(crate) clause: Clause,
    /// As typed, for texts that are looked at character by character.
    pub(crate) text: String,
    /// Letter case counts.
    pub(crate) is_cased: bool,
}

/// What a property must be like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PropertyValue {
    /// It is there.
    Any,
    /// It is there without a value: not even an empty text or list.
    Null,
    Less(f64),
    More(f64),
    /// One of its values holds the pattern.
    Holds(Pattern),
}

/// Something that is so or not so of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trait {
    /// No listed note links to it, and it links to none.
    Orphan,
    Tagged,
    HasTask,
    HasImage,
}

impl Expression {
    /// Tells whether every note has it.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::All(all) if all.is_empty())
    }

    /// Returns what must all be so.
    pub(crate) fn parts(&self) -> &[Self] {
        match self {
            Self::All(all) => all,
            one => std::slice::from_ref(one),
        }
    }

    /// Returns the clauses that a note is wanted for, as opposed to those that it must not have: by these it can be ranked and
    /// its passages be chosen. Words that are looked for in its path, name, tags and properties are not among them.
    pub(crate) fn positive_clauses(&self) -> Vec<&Clause> {
        let mut found = Vec::new();
        self.gather(true, &mut found);
        found
    }

    fn gather<'e>(&'e self, is_positive: bool, found: &mut Vec<&'e Clause>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(is_positive, found)),
            Self::Not(part) => part.gather(!is_positive, found),
            Self::Text(clause) if is_positive => found.push(clause),
            Self::Filter(Filter::In { scope, pattern }) if scope.is_shown() => pattern.gather(is_positive, found),
            Self::Text(_) | Self::Filter(_) => {}
        }
    }
}

impl Scope {
    /// Tells whether its texts are what readers are shown of a hit.
    fn is_shown(self) -> bool {
        match self {
            Self::Path | Self::Name | Self::Tag => false,
            Self::Note
            | Self::Title
            | Self::Heading
            | Self::Content
            | Self::Line
            | Self::Block
            | Self::Section
            | Self::Task(_) => true,
        }
    }
}

impl Pattern {
    fn gather<'e>(&'e self, is_positive: bool, found: &mut Vec<&'e Clause>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(is_positive, found)),
            Self::Not(part) => part.gather(!is_positive, found),
            Self::Words(wording) if is_positive => found.push(&wording.clause),
            Self::Words(_) | Self::Regular(_) => {}
        }
    }
}

/// A tree that can be put together of parts: groups of one kind in each other are one, and what is said twice counts once.
pub(crate) trait Tree: Sized + PartialEq {
    fn all(parts: Vec<Self>) -> Self;
    fn any(parts: Vec<Self>) -> Self;
    fn not(part: Self) -> Self;
}

macro_rules! tree {
    ($name:ident) => {
        impl Tree for $name {
            fn all(parts: Vec<Self>) -> Self {
                let flat = parts.into_iter().flat_map(|part| match part {
                    Self::All(inner) => inner,
                    part => vec![part],
                });
                single(different(flat)).unwrap_or_else(Self::All)
            }

            fn any(parts: Vec<Self>) -> Self {
                let flat = parts.into_iter().flat_map(|part| match part {
                    Self::Any(inner) => inner,
                    part => vec![part],
                });
                single(different(flat)).unwrap_or_else(Self::Any)
            }

            fn not(part: Self) -> Self {
                Self::Not(Box::new(part))
            }
        }
    };
}

/// Leaves what was there before out. There are few parts: each has a word of those that a query may have.
fn different<T: PartialEq>(parts: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for part in parts {
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    kept
}

fn single<T>(mut parts: Vec<T>) -> Result<T, Vec<T>> {
    if parts.len() == 1 { Ok(parts.remove(0)) } else { Err(parts) }
}

tree!(Expression);
tree!(Pattern);
