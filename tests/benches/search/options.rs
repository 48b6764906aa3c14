//! What is typed after `--`.

use std::env;
use std::path::{Path, PathBuf};

use clap::Parser;
use hedgerow::PublishMode;
use hedgerow_tests::Half;

use crate::Failed;

/// Measures how well and how fast search finds.
#[derive(Clone, Debug, Parser)]
#[command(name = "cargo bench -p hedgerow-tests --bench search --")]
pub(crate) struct Options {
    /// A folder with the vaults `help` and `hub`, for the questions that were judged on them
    #[arg(long, value_name = "FOLDER")]
    pub(crate) corpora: Option<PathBuf>,
    /// Draw questions from this vault, and ask no others
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["corpora", "only"])]
    pub(crate) vault: Option<PathBuf>,
    /// Which notes of that vault are public
    #[arg(long, value_name = "MODE", default_value = "all")]
    pub(crate) publish: PublishMode,
    /// Ask about these vaults only: `notes-example`, `help`, `hub`, `scripts`; separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// How many questions of each kind are drawn from `hub`, or from the named vault; 0 draws none
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) draw: usize,
    /// Which half of the questions is asked: `tune`, `report` or `all`
    #[arg(long, default_value = "report")]
    pub(crate) half: Half,
    /// List the questions of this kind whose note does not come first; `all` for every kind
    #[arg(long, value_name = "KIND")]
    pub(crate) misses: Option<String>,
    /// Ask MiniSearch, lunr and FlexSearch too; needs Node.js
    #[arg(long)]
    pub(crate) peers: bool,
    /// Measure how long an answer takes at every keystroke instead
    #[arg(long)]
    pub(crate) speed: bool,
    /// Made-up vaults that are searched fast, by their number of notes
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', default_value = "10000,100000")]
    pub(crate) notes: Vec<u32>,
    /// Look for better weights on the half of the questions that is for tuning
    #[arg(long)]
    pub(crate) tune: bool,
    /// Put the sections into crates/SEARCH.md
    #[arg(long)]
    pub(crate) write: bool,
    /// Given by cargo
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Options {
    /// Tells whether a vault is asked about.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// Returns the folder of a vault of the corpora.
    pub(crate) fn corpus(&self, name: &str) -> Result<Option<PathBuf>, Failed> {
        match &self.corpora {
            Some(corpora) => Ok(Some(folder(&corpora.join(name))?)),
            None => Ok(None),
        }
    }
}

/// Finds a folder. Cargo starts a benchmark in its package's folder, but people name one from where they are, which the shell
/// has told.
pub(crate) fn folder(wanted: &Path) -> Result<PathBuf, Failed> {
    let here = env::var_os("PWD").map(PathBuf::from);
    let places = here.into_iter().chain([root()]).map(|place| place.join(wanted));
    let found = places.into_iter().find(|place| place.is_dir());
    found.ok_or_else(|| format!("`{}` is no folder", wanted.display()).into())
}

/// Returns the folder of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}
