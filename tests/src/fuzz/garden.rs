//! Small vaults made of bytes.
//!
//! A line `-- path` starts a file, as in the other fixtures of this project; what stands before the first is `Host.md`.
//! Folder `Private` is private. A path that is none is replaced by one that is.

use std::collections::BTreeMap;
use std::sync::Arc;

use hedgerow_model::{AssetPath, Look, NotePath};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions, RenderOptions, audit};

const MAX_FILES: usize = 24;

/// Stands in a private file of each vault, in all places that a file has.
pub(super) const CANARY: &str = "Wrenfarthing";

/// The files of a vault by path.
pub(super) struct Files {
    notes: Vec<Arc<Note>>,
    assets: Vec<AssetPath>,
    /// The texts of the canvases.
    canvases: BTreeMap<AssetPath, String>,
}

impl Files {
    /// Parts bytes into files and adds a private one.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let text = super::text(bytes);
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut path = "Host.md".to_owned();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("-- ") {
                Some(name) if texts.len() < MAX_FILES => {
                    path = name.trim_end_matches(['\r', '\n']).to_owned();
                    texts.entry(path.clone()).or_default();
                }
                _ => texts.entry(path.clone()).or_default().push_str(line),
            }
        }
        let canary = format!(
            "---\ntitle: {CANARY}\naliases: [Host, Note, {CANARY}]\ntags: [{CANARY}]\npermalink: Host\n---\n# {CANARY}\n\
             {CANARY} [[Host]] [[Note]] ![[Host]] #{CANARY} ^{CANARY}\n"
        );
        texts.insert(format!("Private/{CANARY}.md"), canary.clone());
        texts.insert("Private/Note.md".to_owned(), canary);
        let mut files = Self { notes: Vec::new(), assets: Vec::new(), canvases: BTreeMap::new() };
        files.assets.extend(AssetPath::new(&format!("Private/{CANARY}.png")));
        for (path, text) in texts {
            match NotePath::new(&path) {
                Ok(path) => files.notes.push(Arc::new(Note::parse(path, text, FileDates::default()))),
                Err(_) => {
                    let Ok(path) = AssetPath::new(&path) else { continue };
                    files.assets.push(path.clone());
                    files.canvases.insert(path, text);
                }
            }
        }
        files.notes.sort_by(|a, b| a.path().cmp(b.path()));
        files.notes.dedup_by(|a, b| a.path() == b.path());
        files.assets.sort();
        files.assets.dedup();
        files
    }

    /// Returns the notes.
    pub(super) fn notes(&self) -> &[Arc<Note>] {
        &self.notes
    }

    /// Lets what is public through.
    pub(super) fn grow(&self) -> PublicGarden {
        let measure = |_: &AssetPath| Some(Look::Picture(40, 30));
        let read = |path: &AssetPath| self.canvases.get(path).cloned();
        let harvest = Harvest { measure: &measure, read: &read, ..Harvest::new(&self.notes, &self.assets) };
        PublicGarden::grow(&harvest, &options())
    }

    /// Returns what the author is told of the garden.
    pub(super) fn audit(&self, garden: &PublicGarden) -> Vec<hedgerow_model::Diagnostic> {
        audit(&self.notes, &self.assets, garden)
    }

    /// Returns the vault as it would be had nobody ever written a private file.
    pub(super) fn without_private(&self) -> Self {
        let policy = options().policy;
        Self {
            notes: self.notes.iter().filter(|note| policy.decide(note).is_public()).cloned().collect(),
            assets: self.assets.iter().filter(|asset| policy.may_use(asset.as_vault_path())).cloned().collect(),
            canvases: self.canvases.clone(),
        }
    }
}

fn options() -> PublishOptions {
    PublishOptions {
        policy: Policy::new(Mode::All, &[], &["Private".to_owned()], None).expect("the rule is valid"),
        render: RenderOptions {
            show_properties: vec!["up".to_owned(), "status".to_owned()],
            ..RenderOptions::default()
        },
        site_title: "Garden".to_owned(),
        ..PublishOptions::default()
    }
}

/// Returns all that readers can get of a garden but its pages, which are made of it.
pub(super) fn seen(garden: &PublicGarden) -> String {
    use std::fmt::Write as _;
    let mut seen = String::new();
    for note in garden.notes() {
        let body = garden.body(note.id());
        let _ = write!(
            seen,
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}\n{}\n",
            note.path(),
            note.url(),
            note.title(),
            note.aliases(),
            note.tags(),
            note.description(),
            garden.image(note.id()),
            garden.properties(note.id()),
            garden.links(note.id()),
            garden.backlinks(note.id()).told(0..usize::MAX),
            body.toc,
            body.html
        );
        for section in note.sections() {
            let _ = write!(seen, "{section:?}");
        }
    }
    let edges: Vec<_> = garden.edges().collect();
    let _ = write!(seen, "{:?} {:?} {edges:?} {:?}", garden.assets(), garden.redirects(), garden.root());
    seen
}
