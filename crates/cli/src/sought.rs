//! The folder and the query of `hedgerow search`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches, value_parser};

/// What is looked for, and in which notes.
///
/// A query may begin with a minus, which excludes a word. Of two arguments the first is the folder, as everywhere; of one it is the
/// query, which must be given. The parser of flags can say the one or the other of an argument and not both, so this is said here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The folder of notes.
    pub vault: PathBuf,
    /// What to look for, as typed.
    pub query: String,
}

const VAULT: &str = "VAULT";
const QUERY: &str = "QUERY";

impl Args for Sought {
    fn augment_args(command: Command) -> Command {
        let argument =
            |name: &'static str| Arg::new(name).allow_hyphen_values(true).value_parser(value_parser!(OsString));
        command
            .arg(argument(VAULT).help("The folder of notes [default: .]"))
            .arg(argument(QUERY).help("What to look for; several words in quotes. A minus before a word excludes it"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Sought {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |name| matches.get_one::<OsString>(name).cloned();
        let (vault, query) = match (given(VAULT), given(QUERY)) {
            (Some(vault), Some(query)) => (vault, query),
            (Some(query), None) | (None, Some(query)) => (OsString::from("."), query),
            (None, None) => {
                let message = "the following required arguments were not provided:\n  <QUERY>\n";
                return Err(Error::raw(ErrorKind::MissingRequiredArgument, message));
            }
        };
        // A word behind two minuses is text to the language of queries, so this is a flag with a slip.
        if let Some(flag) = [&vault, &query].into_iter().find(|given| given.to_string_lossy().starts_with("--")) {
            let message = format!("unexpected argument '{}' found\n", flag.to_string_lossy());
            return Err(Error::raw(ErrorKind::UnknownArgument, message));
        }
        let query = query.into_string().map_err(|_| Error::raw(ErrorKind::InvalidUtf8, "the query is no UTF-8\n"))?;
        Ok(Self { vault: vault.into(), query })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
