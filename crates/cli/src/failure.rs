//! Why a command could not run.

use std::ops::Range;

use hedgerow_model::{LineIndex, Span};

/// What ends a command before it could do its work; the exit code is 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    complaints: Vec<Complaint>,
}

/// One thing that is wrong, with its place in a text where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) place: Option<Place>,
}

/// A place in a file that is not a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Failure {
    /// Takes a message: lower case, no full stop, things in backticks.
    pub fn new(message: impl Into<String>) -> Self {
        Self::from_complaints(vec![Complaint { message: message.into(), help: None, place: None }])
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        if let Some(last) = self.complaints.last_mut() {
            last.help = Some(help.into());
        }
        self
    }

    pub(crate) fn from_complaints(complaints: Vec<Complaint>) -> Self {
        Self { complaints }
    }

    pub(crate) fn complaints(&self) -> &[Complaint] {
        &self.complaints
    }
}

impl Complaint {
    pub(crate) fn at(file: String, text: String, range: Range<usize>, message: String, help: Option<String>) -> Self {
        let span = LineIndex::new(&text).span(&text, range.start, range.end);
        Self { message, help, place: Some(Place { file, text, span }) }
    }
}

/// Gives `file:line:col: error: message` and the help, a line each.
impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (idx, complaint) in self.complaints.iter().enumerate() {
            if idx > 0 {
                writeln!(f)?;
            }
            if let Some(Place { file, span, .. }) = &complaint.place {
                write!(f, "{file}:{}:{}: ", span.line, span.column)?;
            }
            write!(f, "error: {}", complaint.message)?;
            if let Some(help) = &complaint.help {
                write!(f, "\n  help: {help}")?;
            }
        }
        Ok(())
    }
}
