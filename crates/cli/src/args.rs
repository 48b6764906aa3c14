//! What is typed on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use hedgerow_publish::Mode;
use hedgerow_search::Sort;

use crate::settings::BaseUrl;
use crate::sought::Sought;

/// Publishes the public notes of a folder as a garden with backlinks and search.
///
/// The folder is only read, and only notes that say so are published: those with `publish: true` in their front matter,
/// and those in folders that the settings include.
#[derive(Debug, Parser)]
#[command(name = "hedgerow", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the garden on this machine
    Serve(ServeArguments),
    /// Tell what an author should know: broken links, collisions, links to private notes
    Check(CheckArguments),
    /// Print the public garden as data
    Inspect(InspectArguments),
    /// Search the garden, with the same answers as the site
    Search(SearchArguments),
}

/// The flags that every command takes; they are stronger than the settings file.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub struct Overrides {
    /// The settings file [default: hedgerow.toml in the vault]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Which notes are public when neither they nor the settings say it
    #[arg(long, value_name = "MODE")]
    pub publish: Option<PublishMode>,
    /// The name of the site
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The address of the site on the web
    #[arg(long, value_name = "URL", value_parser = BaseUrl::parse)]
    pub base_url: Option<BaseUrl>,
}

/// Values of `--publish`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PublishMode {
    /// Only notes that say so, and included folders
    Explicit,
    /// Every note that does not say otherwise
    All,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The folder of notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// The address to listen on; 0.0.0.0 is every address of this machine
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// The port to listen on; 0 picks a free one
    #[arg(long, default_value_t = 4747)]
    pub port: u16,
    /// Open the garden in the browser
    #[arg(long)]
    pub open: bool,
    /// Where to keep what the next start can use [default: the system's folders for state and caches]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Look at the vault every so many seconds instead of waiting to be told of changes
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "2",
          value_parser = clap::value_parser!(u32).range(1..))]
    pub poll: Option<u32>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its text would replace the help of the command")]
    pub overrides: Overrides,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The folder of notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// Print JSON for tools
    #[arg(long)]
    pub json: bool,
    /// Let warnings fail the check, too
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its text would replace the help of the command")]
    pub overrides: Overrides,
}

/// Arguments of `inspect`.
#[derive(Debug, Args)]
pub struct InspectArguments {
    /// The folder of notes
    #[arg(default_value = ".")]
    pub vault: PathBuf,
    /// Print JSON for tools
    #[arg(long)]
    pub json: bool,
    /// Show the whole vault, and of each note why it is public or private
    #[arg(long)]
    pub author: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its text would replace the help of the command")]
    pub overrides: Overrides,
}

/// Values of `--sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// The best first
    Relevance,
    /// The newest first
    Date,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
#[command(override_usage = "hedgerow search [OPTIONS] [VAULT] <QUERY>")]
pub struct SearchArguments {
    #[command(flatten)]
    #[allow(missing_docs, reason = "its text would replace the help of the command")]
    pub sought: Sought,
    /// How many notes to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Which notes come first
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: SortOrder,
    /// Print JSON for tools, in the form of the site's `/-/api/search`
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its text would replace the help of the command")]
    pub overrides: Overrides,
}

impl From<SortOrder> for Sort {
    fn from(order: SortOrder) -> Self {
        match order {
            SortOrder::Relevance => Self::Relevance,
            SortOrder::Date => Self::Date,
        }
    }
}

impl From<PublishMode> for Mode {
    fn from(mode: PublishMode) -> Self {
        match mode {
            PublishMode::Explicit => Self::Explicit,
            PublishMode::All => Self::All,
        }
    }
}
