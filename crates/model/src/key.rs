//! Keys: the form in which names, headings and aliases are compared.

use std::borrow::Borrow;
use std::fmt;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A string after Unicode NFC and full case folding (rules F-09 and F-10).
///
/// Two names are the same name when their keys are equal. Folding is applied without context, so that a final sigma and
/// an inner one meet.
///
/// ```
/// use hedgerow_model::Key;
/// assert_eq!(Key::of("ΛΌΓΟΣ"), Key::of("Λόγος"));
/// assert_eq!(Key::of("STRASSE"), Key::of("Straße"));
/// assert_eq!(Key::of("Cafe\u{301}"), Key::of("CAFÉ"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key(String);

impl Key {
    /// Folds a text into its key.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self(text.to_ascii_lowercase());
        }
        let composed: String = if is_nfc(text) { text.to_owned() } else { text.nfc().collect() };
        // Folding can leave a sequence that is no longer composed, hence the second pass.
        Self(caseless::default_case_fold_str(&composed).nfc().collect())
    }

    /// Takes back what [`Key::as_str`] gave in another run. Nothing is folded: to fold twice costs time, and some scripts change
    /// once more.
    pub fn from_folded(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns the folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether nothing is left of the text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
