//! The author's whole vault as data for tools: the schema of `inspect --json --author`, version 1.

use hedgerow_model::Visibility;
use hedgerow_parser::{Garden, Note, Resolution};
use hedgerow_publish::PublicGarden;
use serde::Serialize;

use super::public_view::LinkKind;
use crate::reading::Reading;

/// All notes and attachments of a vault, linked as the author's editor links them.
#[derive(Debug, Serialize)]
pub(crate) struct AuthorView {
    version: u8,
    notes: Vec<NoteView>,
    assets: Vec<AssetView>,
}

#[derive(Debug, Serialize)]
struct NoteView {
    path: String,
    visibility: &'static str,
    rule: String,
    /// Only a public note has an address.
    url: Option<String>,
    title: String,
    aliases: Vec<String>,
    tags: Vec<String>,
    links: Vec<LinkView>,
    backlinks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LinkView {
    raw: String,
    kind: LinkKind,
    target: Option<String>,
}

#[derive(Debug, Serialize)]
struct AssetView {
    path: String,
    visibility: &'static str,
    url: Option<String>,
}

impl AuthorView {
    pub(crate) fn of(reading: &Reading, public: &PublicGarden) -> Self {
        let whole = Garden::join(reading.notes.clone(), reading.assets.clone().into());
        let n_notes = whole.notes().len();
        Self {
            version: 1,
            notes: (0..n_notes).map(|idx| NoteView::of(idx, &whole, reading, public)).collect(),
            assets: whole.assets().iter().map(|path| AssetView::of(path, public)).collect(),
        }
    }
}

impl NoteView {
    fn of(idx: usize, whole: &Garden, reading: &Reading, public: &PublicGarden) -> Self {
        let note = &whole.notes()[idx];
        let visibility = reading.options.policy.decide(note);
        let found = public.notes().binary_search_by(|public| public.path().cmp(note.path())).ok();
        let sources = whole.graph().backlinks(idx).into_iter().map(|(source, _)| path_of(whole, source));
        let mut backlinks: Vec<String> = sources.collect();
        backlinks.sort();
        backlinks.dedup();
        Self {
            path: note.path().to_string(),
            visibility: word(matches!(visibility, Visibility::Public(_))),
            rule: visibility.rule().to_string(),
            url: found.map(|found| public.base().href(public.notes()[found].url())),
            title: note.title().to_owned(),
            aliases: note.front().aliases.clone(),
            tags: note.tags().iter().map(|tag| tag.text().to_owned()).collect(),
            links: links(idx, note, whole),
            backlinks,
        }
    }
}

impl AssetView {
    fn of(path: &hedgerow_model::AssetPath, public: &PublicGarden) -> Self {
        let found = public.assets().binary_search_by(|asset| asset.path().cmp(path)).ok();
        let url = found.map(|found| public.base().href(public.assets()[found].url()));
        Self { path: path.to_string(), visibility: word(url.is_some()), url }
    }
}

fn links(idx: usize, note: &Note, whole: &Garden) -> Vec<LinkView> {
    let pairs = note.links().iter().zip(whole.resolved(idx));
    let view = |(link, resolved): (&hedgerow_parser::Link, &hedgerow_parser::Resolved)| {
        let (kind, target) = match &resolved.resolution {
            Resolution::Note(target, _) => (LinkKind::Note, Some(path_of(whole, *target))),
            Resolution::Asset(target) => (LinkKind::Asset, Some(whole.assets()[*target].to_string())),
            Resolution::Folder(folder) => (LinkKind::Folder, Some(folder.clone())),
            Resolution::External(address) => (LinkKind::External, Some(address.to_string())),
            Resolution::Missing | Resolution::Unsafe => (LinkKind::Missing, None),
        };
        LinkView { raw: link.raw.to_string(), kind, target }
    };
    pairs.map(view).collect()
}

fn path_of(whole: &Garden, idx: usize) -> String {
    whole.notes()[idx].path().to_string()
}

fn word(is_public: bool) -> &'static str {
    if is_public { "public" } else { "private" }
}
