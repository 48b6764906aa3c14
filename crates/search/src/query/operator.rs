//! The names of the operators, and values that are not words.

use hedgerow_model::Date;

use super::expression::{Scope, TaskState, Trait};

/// What a name before a colon asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Tag,
    Folder,
    In(Scope),
    /// Letter case counts from here on, or no longer.
    Case {
        is_cased: bool,
    },
    LinksTo,
    LinkedFrom,
    Before,
    After,
    On,
    Is,
    Has,
}

impl Operator {
    /// Knows an operator by its name, in any letter case (rule S-05).
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "tag" => Self::Tag,
            "folder" => Self::Folder,
            "path" => Self::In(Scope::Path),
            "file" => Self::In(Scope::Name),
            "title" => Self::In(Scope::Title),
            "heading" => Self::In(Scope::Heading),
            "content" => Self::In(Scope::Content),
            "line" => Self::In(Scope::Line),
            "block" => Self::In(Scope::Block),
            "section" => Self::In(Scope::Section),
            "task" => Self::In(Scope::Task(TaskState::Either)),
            "task-todo" => Self::In(Scope::Task(TaskState::Open)),
            "task-done" => Self::In(Scope::Task(TaskState::Done)),
            "match-case" => Self::Case { is_cased: true },
            "ignore-case" => Self::Case { is_cased: false },
            "links-to" => Self::LinksTo,
            "linked-from" => Self::LinkedFrom,
            "before" => Self::Before,
            "after" => Self::After,
            "date" | "year" => Self::On,
            "is" => Self::Is,
            "has" => Self::Has,
            _ => return None,
        })
    }
}

impl Trait {
    /// Knows what `is:` or `has:` asks for, and whether it must not be so.
    pub(super) fn named(operator: Operator, name: &str) -> Option<(Self, bool)> {
        Some(match (operator, name.to_ascii_lowercase().as_str()) {
            (Operator::Is, "orphan") => (Self::Orphan, true),
            (Operator::Is, "tagged") | (Operator::Has, "tag" | "tags") => (Self::Tagged, true),
            (Operator::Is, "untagged") => (Self::Tagged, false),
            (Operator::Has, "task" | "tasks") => (Self::HasTask, true),
            (Operator::Has, "image" | "images") => (Self::HasImage, true),
            _ => return None,
        })
    }
}

/// What `is:` and `has:` are offered with; both know more names for the same.
pub(crate) const IS: [&str; 3] = ["orphan", "tagged", "untagged"];
pub(crate) const HAS: [&str; 3] = ["image", "tag", "task"];

/// A year, a month or a day: from its first day up to the first one after it, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) start: Date,
    pub(super) end: Option<Date>,
}

impl Period {
    /// Reads `2024`, `2024-03` or `2024-03-05`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i16 = number(parts.next()?, 4)?;
        let Some(month) = parts.next() else {
            return Some(Self { start: Date::new(year, 1, 1)?, end: Date::new(year + 1, 1, 1) });
        };
        let month: u8 = number(month, 2)?;
        let after_month = || if month == 12 { Date::new(year + 1, 1, 1) } else { Date::new(year, month + 1, 1) };
        let Some(day) = parts.next() else {
            return Some(Self { start: Date::new(year, month, 1)?, end: after_month() });
        };
        let day: u8 = number(day, 2)?;
        let start = Date::new(year, month, day)?;
        let end = Date::new(year, month, day + 1).or_else(after_month);
        parts.next().is_none().then_some(Self { start, end })
    }
}

fn number<N: std::str::FromStr>(text: &str, n_digits: usize) -> Option<N> {
    let is_number = text.len() == n_digits && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{HAS, IS, Operator, Period, Trait};

    #[test]
    fn what_is_offered_is_known() {
        for (operator, names) in [(Operator::Is, IS), (Operator::Has, HAS)] {
            assert!(names.iter().all(|name| Trait::named(operator, name).is_some()), "{names:?}");
        }
    }

    #[test]
    fn years_months_and_days_are_periods() {
        for (text, expected) in [
            ("2024", "2024-01-01..2025-01-01"),
            ("2024-12", "2024-12-01..2025-01-01"),
            ("2024-02", "2024-02-01..2024-03-01"),
            ("2024-02-29", "2024-02-29..2024-03-01"),
            ("2024-12-31", "2024-12-31..2025-01-01"),
            ("9999", "9999-01-01.."),
            ("2023-02-29", ""),
            ("2024-13", ""),
            ("24", ""),
            ("2024-3", ""),
            ("2024-03-05-06", ""),
            ("today", ""),
            ("-", ""),
        ] {
            let show = |period: Period| {
                format!("{}..{}", period.start, period.end.map(|end| end.to_string()).unwrap_or_default())
            };
            assert_eq!(Period::read(text).map(show).unwrap_or_default(), expected, "{text}");
        }
    }
}
