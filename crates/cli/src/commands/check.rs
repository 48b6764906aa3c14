//! `hedgerow check`.

use hedgerow_model::{Diagnostic, Severity};

use super::check_view::CheckView;
use crate::args::CheckArguments;
use crate::console::{Console, Stop};
use crate::count::{counted, grouped};
use crate::exit::Exit;
use crate::progress::Progress;
use crate::reading::{Opened, Reading};
use crate::report;

/// Tells everything an author should know.
pub(crate) fn check(arguments: &CheckArguments, console: &mut Console<'_>) -> Result<Exit, Stop> {
    let opened = Opened::new(&arguments.vault, &arguments.overrides)?;
    let progress = Progress::start(console.is_err_terminal);
    let reading = opened.read(&progress);
    let garden = reading.grow(&progress);
    progress.step("checking notes", None);
    let diagnostics = reading.diagnostics(&garden);
    drop(progress);
    if let Some(home) = reading.lost_home(&garden) {
        let home = report::printable(home);
        writeln!(console.err, "the home page that the settings name is no public note: `{home}`")?;
    }
    if arguments.json {
        console.write_json(&CheckView::of(&diagnostics))?;
    } else {
        print(&reading, garden.notes().len(), &diagnostics, console)?;
    }
    let fails = |diagnostic: &Diagnostic| arguments.strict || diagnostic.severity == Severity::Error;
    Ok(if diagnostics.iter().any(fails) { Exit::Findings } else { Exit::Success })
}

fn print(
    reading: &Reading,
    n_public: usize,
    diagnostics: &[Diagnostic],
    console: &mut Console<'_>,
) -> Result<(), Stop> {
    for diagnostic in diagnostics {
        let shown = if console.is_out_terminal {
            report::for_eyes(diagnostic, reading.text(&diagnostic.path))
        } else {
            report::for_tools(diagnostic)
        };
        writeln!(console.out, "{shown}")?;
    }
    let n_errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let found = match (n_errors, diagnostics.len() - n_errors) {
        (0, 0) => "nothing to mend".to_owned(),
        (n_errors, 0) => counted(n_errors, "error"),
        (0, n_warnings) => counted(n_warnings, "warning"),
        (n_errors, n_warnings) => format!("{}, {}", counted(n_errors, "error"), counted(n_warnings, "warning")),
    };
    writeln!(console.out, "{found} in {}, {} of them public", counted(reading.notes.len(), "note"), grouped(n_public))?;
    Ok(())
}
