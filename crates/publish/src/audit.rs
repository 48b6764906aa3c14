//! What an author should know that no single file shows: broken and ambiguous links, links across the hedge, claims on one
//! address. It sees the whole vault and so belongs to the author's side alone; no reader learns of it.

use std::collections::HashMap;
use std::sync::Arc;

use hedgerow_model::{AssetPath, Code, Diagnostic, FileKind, NotePath, Severity};
use hedgerow_parser::{FileId, Garden, Link, LinkTarget, Note, Place, Resolution, Resolved};

use crate::claims::Conflict;
use crate::{NoteId, PublicGarden};

/// Compares the public garden with the whole vault. Both lists must be in vault-path order. Renders the public bodies that hold
/// formulas, to find those that cannot be typeset. The diagnostics of single files are not repeated.
pub fn audit(notes: &[Arc<Note>], assets: &[AssetPath], public: &PublicGarden) -> Vec<Diagnostic> {
    let whole = Garden::join(notes.to_vec(), assets.into());
    let ids = public.notes().iter().map(|note| (note.path(), note.id())).collect();
    let auditor = Auditor { whole, public, ids };
    let mut found = Vec::new();
    for note in 0..notes.len() {
        auditor.links(note, &mut found);
    }
    auditor.canvases(&mut found);
    auditor.addresses(&mut found);
    auditor.names(&mut found);
    auditor.formulas(&mut found);
    crate::cycles::report(&auditor.whole, &mut found);
    found.sort_by(|a, b| (&a.path, a.span, a.code).cmp(&(&b.path, b.span, b.code)));
    found
}

struct Auditor<'a> {
    whole: Garden,
    public: &'a PublicGarden,
    ids: HashMap<&'a NotePath, NoteId>,
}

impl Auditor<'_> {
    fn links(&self, at: usize, found: &mut Vec<Diagnostic>) {
        let note = &self.whole.notes()[at];
        let id = self.ids.get(note.path()).copied();
        for (index, (link, resolved)) in note.links().iter().zip(self.whole.resolved(at)).enumerate() {
            let mut diagnostics = Vec::new();
            match id {
                Some(id) => {
                    let public = &self.public.joined().resolved(id.index())[index].resolution;
                    self.public_link(public, link, resolved, &mut diagnostics);
                }
                None => self.broken(link, resolved, &mut diagnostics),
            }
            for (code, message, help) in diagnostics {
                let mut diagnostic = Diagnostic::new(code, note.path(), Some(link.span), message).with_help(help);
                if id.is_none() {
                    // Readers do not see a private note: what is broken there hides nothing from them.
                    diagnostic.severity = Severity::Warning;
                }
                found.push(diagnostic);
            }
        }
    }

    /// Compares where the whole vault and the public garden lead (rule L-37).
    fn public_link(&self, public: &Resolution, link: &Link, resolved: &Resolved, found: &mut Vec<Trouble>) {
        let meant = self.path_of(&resolved.resolution);
        let shown = self.public_path(public);
        match (meant, shown) {
            (Some(meant), Some(shown)) if meant != shown => found.push((
                Code::ResolvesElsewhere,
                format!("`{}` means `{meant}` here, which is private; readers are led to `{shown}`", link.raw),
                "write the path of the note that readers should see, or publish the one that is meant".to_owned(),
            )),
            (Some(meant), None) => {
                let (code, verb) =
                    if link.is_embed { (Code::EmbedOfPrivate, "embeds") } else { (Code::LinkToPrivate, "links to") };
                let what = match resolved.resolution {
                    Resolution::Asset(_) => "a file that is excluded",
                    Resolution::Folder(_) => "a folder without public notes",
                    _ => "a private note",
                };
                found.push((
                    code,
                    format!("`{}` {verb} {what}: `{meant}`", link.raw),
                    "readers see only the words of the link; publish what it leads to, or reword it".to_owned(),
                ));
            }
            (Some(_), Some(_)) | (None, _) => self.broken(link, resolved, found),
        }
        if let Resolution::Asset(asset) = resolved.resolution {
            let path = &self.whole.assets()[asset];
            if path.kind() == FileKind::Base {
                found.push((
                    Code::NotShown,
                    format!("`{path}` is not published: it would name notes that may be private"),
                    "readers see only the words of the link".to_owned(),
                ));
            }
        }
    }

    /// Tells what readers miss on the canvases that they see, each at the head of its file: JSON keeps no places.
    fn canvases(&self, found: &mut Vec<Diagnostic>) {
        for source in self.public.sources() {
            let canvas = &source.canvas;
            found.extend(canvas.trouble().cloned());
            let whole = self.whole.resolve_canvas(canvas);
            for ((link, resolved), public) in canvas.links().iter().zip(&whole).zip(&source.resolved) {
                let mut diagnostics = Vec::new();
                self.public_link(&public.resolution, link, resolved, &mut diagnostics);
                found.extend(
                    diagnostics.into_iter().map(|(code, message, help)| {
                        Diagnostic::new(code, canvas.path(), None, message).with_help(help)
                    }),
                );
            }
        }
        found.dedup();
    }

    fn broken(&self, link: &Link, resolved: &Resolved, found: &mut Vec<Trouble>) {
        match &resolved.resolution {
            Resolution::Missing => found.push(missing(link)),
            Resolution::Note(note, Place::MissingHeading) => found.push((
                Code::MissingHeading,
                format!("`{}` has no heading that `{}` names", self.whole.notes()[*note].path(), link.raw),
                "the link leads to the top of the note; copy the heading's text as it is now".to_owned(),
            )),
            Resolution::Note(note, Place::MissingBlock) => found.push((
                Code::MissingBlock,
                format!("`{}` has no block that `{}` names", self.whole.notes()[*note].path(), link.raw),
                "the link leads to the top of the note; write the block id, such as `^id`, at the end of the block"
                    .to_owned(),
            )),
            Resolution::Note(..)
            | Resolution::Asset(_)
            | Resolution::Folder(_)
            | Resolution::External(_)
            | Resolution::Unsafe => {}
        }
        let taken = self.path_of(&resolved.resolution);
        if let (Some(taken), Some(other)) = (taken, &resolved.rival) {
            let other = match other {
                FileId::Note(note) => self.whole.notes()[*note].path().to_string(),
                FileId::Asset(asset) => self.whole.assets()[*asset].to_string(),
            };
            found.push((
                Code::AmbiguousLink,
                format!("`{}` fits several files; `{taken}` was taken, `{other}` would fit too", link.raw),
                "write as much of the path as tells them apart".to_owned(),
            ));
        }
    }

    fn path_of(&self, resolution: &Resolution) -> Option<String> {
        match resolution {
            Resolution::Note(note, _) => Some(self.whole.notes()[*note].path().to_string()),
            Resolution::Asset(asset) => Some(self.whole.assets()[*asset].to_string()),
            Resolution::Folder(folder) => Some(format!("{folder}/")),
            Resolution::External(_) | Resolution::Missing | Resolution::Unsafe => None,
        }
    }

    fn public_path(&self, resolution: &Resolution) -> Option<String> {
        match resolution {
            Resolution::Note(note, _) => Some(self.public.joined().notes()[*note].path().to_string()),
            Resolution::Asset(asset) => Some(self.public.joined().assets()[*asset].to_string()),
            Resolution::Folder(folder) => Some(format!("{folder}/")),
            Resolution::External(_) | Resolution::Missing | Resolution::Unsafe => None,
        }
    }

    fn addresses(&self, found: &mut Vec<Diagnostic>) {
        for conflict in &self.public.claims().conflicts {
            found.push(match conflict {
                Conflict::Url { note, wanted, given } => {
                    let message = format!("address `{wanted}` is taken; this note is at `{given}`");
                    Diagnostic::new(Code::UrlCollision, self.public.note(*note).path(), None, message)
                        .with_help("rename the note, or give it a `permalink`")
                }
                Conflict::Alias { note, alias, wanted } => {
                    let message = format!("alias `{alias}` makes no redirect: `{wanted}` is taken");
                    Diagnostic::new(Code::AliasCollision, self.public.note(*note).path(), None, message)
                        .with_help("links by this alias still work; take the alias out if it is not needed")
                }
            });
        }
    }

    fn names(&self, found: &mut Vec<Diagnostic>) {
        for twins in self.whole.names().twins() {
            for pair in twins.windows(2) {
                let message = format!("`{}` and `{}` differ only in case or normal form", pair[0], pair[1]);
                let diagnostic = Diagnostic::new(Code::SameName, pair[1], None, message)
                    .with_help("a link takes the one that it spells; rename one of them");
                found.push(diagnostic);
            }
        }
    }

    fn formulas(&self, found: &mut Vec<Diagnostic>) {
        for note in self.public.notes() {
            let source = &self.public.joined().notes()[note.id().index()];
            // Without the sign there is no formula, and no need to render a note that no reader may ask for.
            if !source.text().contains('$') {
                continue;
            }
            let broken = self.public.broken_math(note.id());
            if broken.is_empty() {
                continue;
            }
            let places = source.places_of_formulas(broken.iter().map(|(tex, _)| tex.as_str()));
            for ((tex, reason), span) in broken.iter().zip(places) {
                let first_line = tex.trim().lines().next().unwrap_or_default();
                let message = format!("formula `{first_line}` cannot be typeset: {reason}");
                let diagnostic =
                    Diagnostic::new(Code::BrokenMath, note.path(), span, message).with_help("readers see its source");
                found.push(diagnostic);
            }
        }
    }
}

/// Code, message, help.
type Trouble = (Code, String, String);

fn missing(link: &Link) -> Trouble {
    let is_file = match &link.target {
        LinkTarget::Local { path, .. } => {
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            !matches!(FileKind::of_extension(extension), FileKind::Note | FileKind::Other)
        }
        LinkTarget::External(_) | LinkTarget::Unsafe => false,
    };
    if is_file {
        let help = "put the file into the vault, or take the link out".to_owned();
        (Code::MissingFile, format!("`{}` names no file of the vault", link.raw), help)
    } else {
        let help = "write the note, or leave the link for later: readers see its words without a link".to_owned();
        (Code::MissingNote, format!("`{}` names no note or file of the vault", link.raw), help)
    }
}
