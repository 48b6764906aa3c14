//! What is asked: vaults, each with its questions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hedgerow::PublishMode;
use hedgerow_tests::{Corpus, Judged};

use crate::Failed;
use crate::draw::Drawer;
use crate::options::{Options, folder, root};

/// Questions of one sort about a vault.
pub(crate) struct Subject {
    pub(crate) name: String,
    /// The vault is one in this language, among the little ones of `tests/search/scripts`.
    pub(crate) language: Option<String>,
    /// Shared by what was judged and what was drawn.
    pub(crate) corpus: Arc<Corpus>,
    /// Of the half that is asked.
    pub(crate) questions: Vec<Judged>,
}

/// Opens every vault that is wanted, and reads or draws the questions about it.
pub(crate) fn subjects(options: &Options) -> Result<Vec<Subject>, Failed> {
    let mut subjects = Vec::new();
    if let Some(vault) = &options.vault {
        let vault = folder(vault)?;
        let corpus = Arc::new(Corpus::open(&vault, Some(options.publish))?);
        subjects.extend(drawn(&name(&vault), &corpus, options));
        return Ok(subjects);
    }
    if options.wants("notes-example") {
        let corpus = Arc::new(Corpus::open(&root().join("notes-example"), None)?);
        subjects.push(judged("notes-example", &corpus, options)?);
    }
    for name in ["help", "hub"] {
        if let Some(vault) = options.corpus(name)?.filter(|_| options.wants(name)) {
            let corpus = Arc::new(Corpus::open(&vault, Some(PublishMode::All))?);
            subjects.push(judged(name, &corpus, options)?);
            if name == "hub" {
                subjects.extend(drawn(name, &corpus, options));
            }
        }
    }
    if options.wants("scripts") {
        for language in languages()? {
            let name = format!("scripts/{language}");
            let corpus = Arc::new(Corpus::open(&questions().join(&name), Some(PublishMode::All))?);
            subjects.push(Subject { language: Some(language), ..judged(&name, &corpus, options)? });
        }
    }
    Ok(subjects)
}

/// Returns what a vault is called; never where it lies.
pub(crate) fn name(vault: &Path) -> String {
    vault.file_name().map_or("vault".into(), |name| name.to_string_lossy().into_owned())
}

/// Reads the questions that people have judged.
fn judged(name: &str, corpus: &Arc<Corpus>, options: &Options) -> Result<Subject, Failed> {
    let mut questions = corpus.questions(&questions().join(format!("{name}.tsv")))?;
    questions.retain(|judged| options.half.holds(&judged.question));
    Ok(Subject { name: name.to_owned(), language: None, corpus: Arc::clone(corpus), questions })
}

fn drawn(name: &str, corpus: &Arc<Corpus>, options: &Options) -> Option<Subject> {
    let questions = (options.draw > 0).then(|| Drawer::of(corpus).draw(options.draw, options.half))?;
    Some(Subject { name: format!("{name}, drawn"), language: None, corpus: Arc::clone(corpus), questions })
}

fn questions() -> PathBuf {
    root().join("tests/search")
}

/// Returns the names of the folders that hold little vaults, in order.
fn languages() -> Result<Vec<String>, Failed> {
    let mut languages = Vec::new();
    for entry in questions().join("scripts").read_dir()? {
        let path = entry?.path();
        if path.is_dir() {
            languages.push(name(&path));
        }
    }
    languages.sort();
    Ok(languages)
}
