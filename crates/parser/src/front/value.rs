//! The value of a property.

/// The value of a property; numbers and dates stay as written (rule F-28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// Text, also a date.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A map in the order of its source.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Reads a plain scalar by YAML's core schema.
    ///
    /// `True`, `TRUE` and the like stay text, so that a title is shown as written; flags read words anyway.
    pub(super) fn plain(text: &str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Self::Null,
            "true" => Self::Bool(true),
            "false" => Self::Bool(false),
            _ if is_number(text) => Self::Number(text.to_owned()),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Returns a scalar as one line of text; nothing for an empty value, a list or a map.
    ///
    /// `[[Home]]` without quotes is a list in a list to YAML; it is read as the link that was meant.
    pub fn as_line(&self) -> Option<String> {
        let text = match self {
            Self::Null | Self::Map(_) => return None,
            Self::Bool(value) => value.to_string(),
            Self::Number(text) | Self::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::List(_) => format!("[[{}]]", self.bare_link()?),
        };
        (!text.is_empty()).then_some(text)
    }

    /// Tells whether there is no value (rule P-03).
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(_) | Self::Number(_) => false,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(Self::is_empty),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    /// Counts the value and all within it.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => 1,
            Self::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Self::Map(entries) => 1 + entries.iter().map(|(_, value)| 1 + value.size()).sum::<usize>(),
        }
    }

    /// Returns the target of `[[target]]` written without quotes.
    fn bare_link(&self) -> Option<String> {
        let Self::List(outer) = self else { return None };
        let [Self::List(inner)] = outer.as_slice() else { return None };
        match inner.as_slice() {
            [Self::Text(text) | Self::Number(text)] if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        }
    }
}

/// Tells whether a plain scalar is a number of YAML's core schema.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let has_digits = |digits: &str, radix| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return has_digits(digits, 16);
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return has_digits(digits, 8);
    }
    let mut has_digit = false;
    let is_plain = unsigned.chars().all(|c| {
        has_digit |= c.is_ascii_digit();
        c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+')
    });
    is_plain && has_digit && text.parse::<f64>().is_ok()
}
