//! Colours of cards and arrows.

use serde_json::Value;

/// A colour: one of the six that each theme has, or one by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// `1` red, `2` orange, `3` yellow, `4` green, `5` cyan, `6` purple.
    Preset(u8),
    /// `#` and three or six digits, in lower case; what is behind them (how far one sees through) is dropped.
    Hex(String),
}

impl Colour {
    pub(super) fn read(value: Option<&Value>) -> Option<Self> {
        let text = match value? {
            Value::String(text) => text.trim().to_ascii_lowercase(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        match text.as_bytes() {
            [digit @ b'1'..=b'6'] => Some(Self::Preset(digit - b'0')),
            [b'#', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit) => {
                let n_kept = match digits.len() {
                    3 | 4 => 3,
                    6 | 8 => 6,
                    _ => return None,
                };
                Some(Self::Hex(text[..=n_kept].to_owned()))
            }
            _ => None,
        }
    }
}
