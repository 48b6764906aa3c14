//! What is typed after `--`.

use std::env;
use std::path::{Path, PathBuf};

use clap::Parser;
use hedgerow_publish::Mode;

use crate::{Failed, figures};

/// Measures how fast Hedgerow starts, answers and searches, and how much memory it takes.
#[derive(Debug, Parser)]
#[command(name = "cargo bench -p hedgerow-tests --bench garden --")]
pub(crate) struct Options {
    /// The folder of notes [default: notes-example]
    #[arg(conflicts_with = "notes")]
    vault: Option<PathBuf>,
    /// Measure a made-up vault of so many notes, the same each time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=200_000))]
    pub(crate) notes: Option<u32>,
    /// Which notes are public: `all` or `explicit`
    #[arg(long, value_name = "MODE")]
    publish: Option<String>,
    /// How the vault is called in the report [default: the folder's name]
    #[arg(long)]
    name: Option<String>,
    /// How often the program is started, for each kind of start
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub(crate) starts: u8,
    /// How many connections ask at once for one page
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u8).range(1..=200))]
    pub(crate) connections: u8,
    /// How many edits of a text are measured, and a fifth as many of other changes; 0 measures none
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(0..=2000))]
    pub(crate) edits: u16,
    /// For how many seconds readers come at half the rate that saturates
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=250))]
    pub(crate) seconds: u8,
    /// Measure this program instead of building it
    #[arg(long, value_name = "FILE")]
    pub(crate) program: Option<PathBuf>,
    /// Measure parsing and rendering instead, in this process, beside the Markdown library alone
    #[arg(long, conflicts_with_all = ["notes", "program"])]
    pub(crate) format: bool,
    /// How often parsing and rendering are measured, in turns
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub(crate) rounds: u8,
    /// Put the section into crates/BENCHMARKS.md
    #[arg(long)]
    pub(crate) write: bool,
    /// Given by cargo
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Options {
    /// Returns the folder of notes. Cargo starts a benchmark in its package's folder, but people name a vault from where
    /// they are, which the shell has told.
    pub(crate) fn vault(&self) -> Result<PathBuf, Failed> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the package lies in the workspace")?;
        let Some(wanted) = &self.vault else { return Ok(root.join("notes-example")) };
        let here = env::var_os("PWD").map(PathBuf::from);
        let places = here.into_iter().chain([root.to_owned()]).map(|place| place.join(wanted));
        let found = places.into_iter().find(|place| place.is_dir());
        found.ok_or_else(|| format!("`{}` is no folder", wanted.display()).into())
    }

    /// Returns the flags that the program gets besides the vault.
    pub(crate) fn flags(&self) -> Vec<String> {
        self.publish.iter().flat_map(|mode| ["--publish".to_owned(), mode.clone()]).collect()
    }

    /// Returns which notes are public when nothing else decides.
    pub(crate) fn mode(&self) -> Result<Mode, Failed> {
        match self.publish.as_deref() {
            None | Some("explicit") => Ok(Mode::Explicit),
            Some("all") => Ok(Mode::All),
            Some(other) => Err(format!("`{other}` is neither `all` nor `explicit`").into()),
        }
    }

    /// Returns what the vault is called; never where it lies.
    pub(crate) fn name(&self, vault: &Path) -> String {
        let of_folder = || match self.notes {
            Some(n_notes) => format!("Made-up {}", figures::grouped(n_notes.into())),
            None => vault.file_name().map_or("Vault".into(), |name| name.to_string_lossy().into_owned()),
        };
        self.name.clone().unwrap_or_else(of_folder)
    }
}
