//! `hedgerow inspect`.

use super::author_view::AuthorView;
use super::public_view::GardenView;
use crate::args::InspectArguments;
use crate::console::{Console, Stop};
use crate::count::counted;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::reading::Opened;
use crate::report::printable;

/// Prints the public garden, or the author's whole vault, as data; without `--json` as a list.
pub(crate) fn inspect(arguments: &InspectArguments, console: &mut Console<'_>) -> Result<Exit, Stop> {
    let opened = Opened::new(&arguments.vault, &arguments.overrides)?;
    let progress = Progress::start(console.is_err_terminal);
    let reading = opened.read(&progress);
    let garden = reading.grow(&progress);
    drop(progress);
    match (arguments.author, arguments.json) {
        (true, true) => console.write_json(&AuthorView::of(&reading, &garden))?,
        (false, true) => console.write_json(&GardenView::of(&garden))?,
        (true, false) => {
            for note in &reading.notes {
                let visibility = reading.options.policy.decide(note);
                let word = if visibility.is_public() { "public " } else { "private" };
                writeln!(
                    console.out,
                    "{word}  {}  ({})",
                    printable(note.path().as_str()),
                    printable(&visibility.rule().to_string())
                )?;
            }
        }
        (false, false) => {
            for note in garden.notes() {
                writeln!(console.out, "{}  {}", garden.base().href(note.url()), printable(note.title()))?;
            }
            writeln!(
                console.out,
                "{}, {}",
                counted(garden.notes().len(), "note"),
                counted(garden.assets().len(), "attachment")
            )?;
        }
    }
    Ok(Exit::Success)
}
