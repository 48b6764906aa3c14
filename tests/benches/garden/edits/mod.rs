//! From a save to what readers see: files of the vault change as an editor changes them, and HTTP is asked until
//! everything that follows is there.
//!
//! The vault must be one that may be written to: a copy, or a made-up one.

mod author;
mod pairs;
mod reader;

use std::path::Path;

use tempfile::TempDir;

use crate::Failed;
use crate::figures::Series;
use crate::options::Options;
use crate::program::Program;
use crate::seeded::Seeded;
use crate::served::{Memory, Served};
use crate::source::Source;

use author::Author;
use pairs::Pair;
use reader::{Reader, Seen, Want};

pub(crate) use author::copy;

/// What was measured.
#[derive(Debug)]
pub(crate) struct Edits {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) memory: Memory,
}

/// Changes of one kind, in milliseconds from before the file is written.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What is looked at last, too.
    pub(crate) everywhere: Series,
    /// What is looked at first: the page of the note, where nothing else is said.
    pub(crate) page: Series,
    /// How often something else was not yet there when the page was.
    pub(crate) n_behind: usize,
}

impl Kind {
    fn new(name: &'static str) -> Self {
        Self { name, everywhere: Series::default(), page: Series::default(), n_behind: 0 }
    }

    fn push(&mut self, seen: &Seen) {
        self.everywhere.push_time(seen.all);
        self.page.push_time(seen.first);
        self.n_behind += usize::from(seen.is_behind);
    }
}

/// Changes the vault and looks.
pub(crate) fn measure(program: &Program, vault: &Path, source: &Source, options: &Options) -> Result<Edits, Failed> {
    let state = TempDir::with_prefix("hedgerow-state-")?;
    let mut served = Served::start(program, vault, state.path(), &options.flags())?;
    // The check would be in the way of the first edits; an author who just started the program has it over soon.
    served.wait_for_the_check()?;
    let mut seeded = Seeded::new(7);
    let mut author = Author::new(vault);
    let mut reader = Reader::new(&served)?;
    let n_others = usize::from(options.edits).div_ceil(5);

    let pairs = pairs::draw(vault, source, &mut seeded, n_others, &mut reader)?;
    let mut linked = Kind::new("a link added");
    let mut words = Vec::new();
    for pair in &pairs {
        let word = author.word();
        let saved = author.append(&pair.path, &format!("The {word} leads to [[{}]] again.", pair.target))?;
        linked.push(&reader.wait(saved, &pair.wants(&word))?);
        words.push(word);
    }

    let mut text = Kind::new("a text");
    for n in 0..options.edits.into() {
        let n = n % pairs.len();
        let word = author.word();
        let saved = author.replace(&pairs[n].path, &words[n], &word)?;
        text.push(&reader.wait(saved, &pairs[n].wants(&word))?);
        words[n] = word;
    }

    let mut kinds = vec![text, linked];
    kinds.extend(notes(&mut author, &mut reader, &pairs)?);
    Ok(Edits { kinds, memory: served.memory() })
}

/// Notes that come, move, go from the public and come back.
fn notes(author: &mut Author<'_>, reader: &mut Reader, pairs: &[Pair]) -> Result<Vec<Kind>, Failed> {
    let [mut new, mut renamed] = [Kind::new("a new note"), Kind::new("a note renamed")];
    let [mut gone, mut back] = [Kind::new("a note made private"), Kind::new("a note made public")];
    for pair in pairs {
        let word = author.word();
        let text = format!("---\npublish: true\n---\n\nThe {word} leads to [[{}]] again.\n", pair.target);
        let made = pair.new_note(&word);
        let saved = author.write(&made.path, &text)?;
        new.push(&reader.wait(saved, &made.wants(&word))?);

        let moved = pair.new_note(&format!("{word}-moved"));
        let saved = author.rename(&made.path, &moved.path)?;
        let mut wants = moved.wants(&word).to_vec();
        wants.push(Want::Leads { address: made.url.clone(), to: moved.url.clone() });
        renamed.push(&reader.wait(saved, &wants)?);

        let saved = author.replace(&moved.path, "publish: true", "publish: false")?;
        gone.push(&reader.wait(saved, &moved.wants_nothing(&word, &made.url))?);

        let saved = author.replace(&moved.path, "publish: false", "publish: true")?;
        back.push(&reader.wait(saved, &moved.wants(&word))?);
    }
    Ok(vec![new, renamed, gone, back])
}
