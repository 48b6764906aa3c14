//! Values that are more, or less, than words: properties, dates, names of notes.

use super::expression::{Filter, PropertyValue};
use super::operator::{Operator, Period};
use super::parser::{Around, Parser};

/// The name of a note counts for so many words.
const NAME: usize = 4;

impl<'q> Parser<'q> {
    /// Reads `[property]` or `[property:value]`.
    pub(super) fn property(&mut self, around: Around) -> Option<Filter> {
        let start = self.typed.place();
        self.typed.skip();
        self.typed.skip_space();
        let key = match self.typed.take_quoted() {
            Some(quoted) => {
                self.typed.take_until(&[':', ']']);
                quoted.text.trim().to_owned()
            }
            None => self.typed.take_until(&[':', ']']).trim().to_owned(),
        };
        let value = if self.typed.take(":") { self.property_value(around) } else { Some(PropertyValue::Any) };
        // What is left of the value could not be read.
        self.typed.take_until(&[']']);
        if !self.typed.take("]") {
            self.say(self.typed.since(start), "The bracket is not closed, so it was taken to reach to the end.");
        }
        if key.is_empty() {
            self.say(self.typed.since(start), "A property needs a name, so this was left out.");
            return None;
        }
        self.has_room(&key).then_some(())?;
        Some(Filter::Property { key, value: value? })
    }

    fn property_value(&mut self, around: Around) -> Option<PropertyValue> {
        self.typed.skip_space();
        let ahead = self.typed.rest().split(']').next().unwrap_or_default().trim();
        if ahead.eq_ignore_ascii_case("null") {
            return Some(PropertyValue::Null);
        }
        if let Some(sign) = ahead.chars().next().filter(|c| matches!(c, '<' | '>')) {
            return match ahead[1..].trim().parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) if sign == '<' => Some(PropertyValue::Less(number)),
                Some(number) => Some(PropertyValue::More(number)),
                None => {
                    self.say(ahead, "Only numbers can be compared, so this was left out.");
                    None
                }
            };
        }
        self.open.push(']');
        let pattern = self.either(around, Self::piece);
        self.open.pop();
        Some(pattern.map_or(PropertyValue::Any, PropertyValue::Holds))
    }

    pub(super) fn dated(&mut self, name: &str, operator: Operator) -> Option<Filter> {
        let value = self.simple(name)?;
        let Some(period) = Period::read(value) else {
            self.say(value, "This is no date, as 2024, 2024-03 and 2024-03-05 are, so it was left out.");
            return None;
        };
        Some(match operator {
            Operator::Before => Filter::Dated { from: None, before: Some(period.start) },
            Operator::After => Filter::Dated { from: Some(period.start), before: None },
            _ => Filter::Dated { from: Some(period.start), before: period.end },
        })
    }

    /// Reads a value that is one word.
    pub(super) fn simple(&mut self, name: &str) -> Option<&'q str> {
        if !self.has_value(name) {
            return None;
        }
        let value = match self.typed.take_quoted() {
            Some(quoted) => quoted.text.trim(),
            None => self.word().trim_matches(['(', ')']),
        };
        self.has_room(value).then_some(value)
    }

    /// Reads names of notes: a word, a phrase, a wikilink, or several in parentheses with `OR` between them.
    pub(super) fn names(&mut self, operator: &str) -> Option<Vec<String>> {
        if !self.has_value(operator) {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        if self.typed.take("(") {
            let mut words: Vec<&str> = Vec::new();
            loop {
                self.typed.skip_space();
                let is_over = self.typed.is_at_end() || self.typed.take(")");
                if is_over || self.typed.is_at_or() {
                    names.push(words.join(" "));
                    words.clear();
                    if is_over {
                        break;
                    }
                    self.typed.take("OR");
                    continue;
                }
                let start = self.typed.place();
                words.push(self.name());
                if self.typed.place() == start {
                    self.typed.skip();
                }
            }
        } else {
            names.push(self.name().to_owned());
        }
        names.retain(|name| !name.is_empty());
        // Each costs a look at all names.
        names.retain(|name| (0..NAME).all(|_| self.has_room(name)));
        (!names.is_empty()).then_some(names)
    }

    fn name(&mut self) -> &'q str {
        if self.typed.take("[[") {
            let name = self.typed.take_until(&[']', '|', '#']);
            self.typed.take_until(&[']']);
            self.typed.take("]");
            self.typed.take("]");
            return name.trim();
        }
        match self.typed.take_quoted() {
            Some(quoted) => quoted.text.trim(),
            None => self.word(),
        }
    }
}
