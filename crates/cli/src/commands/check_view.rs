//! Diagnostics as data for tools: the schema of `check --json`, version 1.

use hedgerow_model::{Diagnostic, Severity};
use serde::Serialize;

/// All diagnostics of a vault.
#[derive(Debug, Serialize)]
pub(crate) struct CheckView<'d> {
    version: u8,
    diagnostics: Vec<DiagnosticView<'d>>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct DiagnosticView<'d> {
    path: &'d str,
    line: u32,
    column: u32,
    code: &'static str,
    severity: String,
    message: &'d str,
    help: Option<&'d str>,
}

impl<'d> CheckView<'d> {
    pub(crate) fn of(diagnostics: &'d [Diagnostic]) -> Self {
        let n_errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        Self {
            version: 1,
            diagnostics: diagnostics.iter().map(DiagnosticView::of).collect(),
            errors: n_errors,
            warnings: diagnostics.len() - n_errors,
        }
    }
}

impl<'d> DiagnosticView<'d> {
    fn of(diagnostic: &'d Diagnostic) -> Self {
        let (line, column) = diagnostic.span.map_or((1, 1), |span| (span.line, span.column));
        Self {
            path: diagnostic.path.as_str(),
            line,
            column,
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.to_string(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
        }
    }
}
