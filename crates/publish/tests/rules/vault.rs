//! A whole vault in one string, and what becomes of it.
//!
//! ```text
//! -- Folder/Note.md
//! Its text, up to the next such line.
//! -- pic.png
//! -- Board.canvas
//! {"nodes": []}
//! ```
//!
//! Only notes and canvases have a text. A vault is public as a whole ([`all`]) or note by note ([`explicit`]).

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, OnceLock};

use hedgerow_model::{AssetPath, NotePath, PageUrl};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{
    Address, Body, Harvest, Mode, NoteId, Policy, PublicGarden, PublicTarget, PublishOptions, audit,
};

/// The files of a vault and the garden that came of them.
pub(crate) struct Vault {
    pub(crate) notes: Vec<Arc<Note>>,
    pub(crate) assets: Vec<AssetPath>,
    pub(crate) garden: PublicGarden,
    bodies: Vec<OnceLock<Body>>,
}

/// Makes a garden of a vault in which everything is public that no rule hides.
pub(crate) fn all(fixture: &str) -> Vault {
    Vault::new(files(fixture), &PublishOptions { policy: policy(Mode::All, &[], &[]), ..PublishOptions::default() })
}

/// Makes a garden of a vault in which only that is public which says so.
pub(crate) fn explicit(fixture: &str) -> Vault {
    Vault::new(files(fixture), &PublishOptions::default())
}

/// Makes a garden with settings of its own.
pub(crate) fn with(fixture: &str, options: &PublishOptions) -> Vault {
    Vault::new(files(fixture), options)
}

pub(crate) fn policy(mode: Mode, include: &[&str], exclude: &[&str]) -> Policy {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    Policy::new(mode, &owned(include), &owned(exclude), None).expect("the test's own patterns are valid")
}

/// Parts a fixture into paths and texts.
pub(crate) fn files(fixture: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in fixture.split_inclusive('\n') {
        match (line.strip_prefix("-- "), files.last_mut()) {
            (Some(path), _) => files.push((path.trim_end().to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => assert!(line.trim().is_empty(), "a fixture starts with `-- path`, not with {line:?}"),
        }
    }
    files
}

impl Vault {
    /// Reads files, sorts them and lets the public ones through.
    pub(crate) fn new(files: Vec<(String, String)>, options: &PublishOptions) -> Self {
        let (mut notes, mut assets, mut texts) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (path, text) in files {
            match NotePath::new(&path) {
                Ok(path) => notes.push(Arc::new(Note::parse(path, text, FileDates::default()))),
                Err(_) => {
                    let path = AssetPath::new(&path).expect("a path of the fixture is valid");
                    texts.insert(path.clone(), text);
                    assets.push(path);
                }
            }
        }
        notes.sort_by(|a: &Arc<Note>, b| a.path().cmp(b.path()));
        assets.sort();
        let read = |path: &AssetPath| texts.get(path).cloned();
        let harvest = Harvest { read: &read, ..Harvest::new(&notes, &assets) };
        let garden = PublicGarden::grow(&harvest, options);
        let bodies = garden.notes().iter().map(|_| OnceLock::new()).collect();
        Self { notes, assets, garden, bodies }
    }

    pub(crate) fn id(&self, path: &str) -> NoteId {
        let found = self.garden.notes().iter().find(|note| note.path().as_str() == path);
        found.unwrap_or_else(|| panic!("{path} is not public")).id()
    }

    /// The paths of the public notes.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.garden.notes().iter().map(|note| note.path().as_str()).collect()
    }

    pub(crate) fn title(&self, path: &str) -> &str {
        self.garden.note(self.id(path)).title()
    }

    /// The body of a note, as a reader's browser gets it.
    pub(crate) fn html(&self, path: &str) -> &str {
        let id = self.id(path);
        &self.bodies[id.index()].get_or_init(|| self.garden.body(id)).html
    }

    /// The body without what is on every block: its direction and the link of a heading to itself.
    pub(crate) fn body(&self, path: &str) -> String {
        let mut html = self.html(path).replace(" dir=\"auto\"", "");
        while let Some(start) = html.find("<a class=\"heading-anchor\"") {
            let end = html[start..].find("</a>").expect("an element is closed") + start + "</a>".len();
            html.replace_range(start..end, "");
        }
        html.trim().to_owned()
    }

    pub(crate) fn text(&self, path: &str) -> String {
        let sections = self.garden.note(self.id(path)).sections();
        let heading = |text: &str| if text.is_empty() { String::new() } else { format!("# {text}") };
        let lines = sections.into_iter().flat_map(|section| {
            [section.heading.map_or(String::new(), |it| heading(it.text)), section.text.to_owned()]
        });
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn tags(&self, path: &str) -> Vec<&str> {
        self.garden.note(self.id(path)).tags().iter().map(hedgerow_model::Tag::text).collect()
    }

    /// Where the links of a note lead, in reading order: a path, `-` for nothing, an address for another site.
    pub(crate) fn targets(&self, path: &str) -> Vec<String> {
        self.garden.links(self.id(path)).iter().map(|link| self.target(&link.target)).collect()
    }

    pub(crate) fn target(&self, target: &PublicTarget) -> String {
        match target {
            PublicTarget::Note(note, anchor) => {
                let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{anchor}", self.garden.note(*note).path())
            }
            PublicTarget::Asset(asset) => self.garden.assets()[*asset].path().to_string(),
            PublicTarget::Folder(path, _) => format!("{path}/"),
            PublicTarget::External(url) => url.to_string(),
            PublicTarget::Missing => "-".to_owned(),
        }
    }

    /// The canonical address of each note, then of each attachment: `path /address`.
    pub(crate) fn urls(&self) -> Vec<String> {
        let notes = self.garden.notes().iter().map(|note| format!("{} {}", note.path(), note.url()));
        let assets = self.garden.assets().iter().map(|asset| format!("{} {}", asset.path(), asset.url()));
        notes.chain(assets).collect()
    }

    /// What a request finds.
    pub(crate) fn lookup(&self, request: &str) -> String {
        let Some(url) = PageUrl::parse(request) else { return "refused".to_owned() };
        match self.garden.lookup(&url) {
            Address::Note(note) => format!("note {}", self.garden.note(note).path()),
            Address::Folder(folder) => format!("folder {}", folder.path),
            Address::Canvas(canvas) => format!("canvas {}", self.garden.canvases()[canvas].path()),
            Address::Asset(asset) => format!("asset {}", asset.path()),
            Address::Moved(url) => format!("moved {url}"),
            Address::Nothing => "nothing".to_owned(),
        }
    }

    /// `/from /to` of each redirect.
    pub(crate) fn redirects(&self) -> Vec<String> {
        self.garden.redirects().iter().map(|(from, to)| format!("{from} {to}")).collect()
    }

    /// The notes that link to a note.
    pub(crate) fn backlinks(&self, path: &str) -> Vec<&str> {
        let backlinks = self.garden.backlinks(self.id(path));
        backlinks.sources().map(|source| self.garden.note(source).path().as_str()).collect()
    }

    /// All that the author is told.
    pub(crate) fn diagnostics(&self) -> Vec<String> {
        let own = self.notes.iter().flat_map(|note| note.diagnostics().iter().cloned());
        own.chain(audit(&self.notes, &self.assets, &self.garden)).map(|found| found.to_string()).collect()
    }
}

/// Where a link leads when it stands in a note of its own at `host`, or at the end of the note that is there.
/// A text that is no link gives `text`.
pub(crate) fn resolves(fixture: &str, host: &str, link: &str) -> String {
    let mut files = files(fixture);
    match files.iter_mut().find(|(path, _)| path == host) {
        Some((_, text)) => text.push_str(&format!("\n\n{link}\n")),
        None => files.push((host.to_owned(), format!("{link}\n"))),
    }
    let options = PublishOptions { policy: policy(Mode::All, &[], &[]), ..PublishOptions::default() };
    Vault::new(files, &options).targets(host).pop().unwrap_or_else(|| "text".to_owned())
}

/// The body of a lone note.
pub(crate) fn shows(markdown: &str) -> String {
    one(markdown).body("Host.md")
}

/// A vault of one note, `Host.md`, with a note `Note.md` beside it that it may link to.
pub(crate) fn one(markdown: &str) -> Vault {
    all(&format!("-- Note.md\n# Heading\ntext ^id\n-- Host.md\n{markdown}"))
}

/// Compares case by case, and tells of every case that differs.
#[track_caller]
pub(crate) fn check<C: Display, T: PartialEq + Display>(cases: impl IntoIterator<Item = (C, T, T)>) {
    let differ = |(case, got, want): (C, T, T)| (got != want).then(|| format!("{case}\n   got: {got}\n  want: {want}"));
    let wrong: Vec<String> = cases.into_iter().filter_map(differ).collect();
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Renders each text and compares with what a reader should get.
#[track_caller]
pub(crate) fn check_html(cases: &[(&str, &str)]) {
    check(cases.iter().map(|(markdown, want)| (format!("{markdown:?}"), shows(markdown), (*want).to_owned())));
}
