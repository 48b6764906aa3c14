//! The value of an operator that is being typed.

use super::operator::Operator;
use super::typed::Typed;

/// What the value of an operator is chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Tag,
    Folder,
    Heading,
    Year,
    Is,
    Has,
}

impl Choice {
    /// Returns what the values of an operator are chosen from, where there is a list to choose from.
    pub(super) fn of(operator: Operator) -> Option<Self> {
        Some(match operator {
            Operator::Tag => Self::Tag,
            Operator::Folder => Self::Folder,
            Operator::In(super::Scope::Heading) => Self::Heading,
            Operator::On => Self::Year,
            Operator::Is => Self::Is,
            Operator::Has => Self::Has,
            _ => return None,
        })
    }
}

/// A value at the very end of a query: it may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Begun {
    pub(crate) choice: Choice,
    /// Where the operator starts, and where its value does.
    pub(crate) start: usize,
    pub(crate) place: usize,
    /// The value so far, without the quote that opens it.
    pub(crate) value: String,
}

impl Begun {
    /// Takes the text from the operator's start to the end. Nothing where the value has an end or is a group or an expression.
    pub(super) fn read(choice: Choice, start: usize, place: usize, text: &str) -> Option<Self> {
        let value = match Typed::new(text).take_quoted() {
            Some(quoted) if quoted.is_closed => return None,
            Some(quoted) => quoted.plain(),
            None if text.starts_with(['(', '/', '[']) || text.ends_with(['"', ')']) => return None,
            None => text.to_owned(),
        };
        Some(Self { choice, start, place, value })
    }
}
