//! Making public notes and folders of the joined public files.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use hedgerow_model::{Anchor, FileKind, Key};
use hedgerow_parser::{FileId, Garden, Link, Note, Place, Resolution, Value, ValuePiece};
use rayon::prelude::*;

use crate::canvas::Source;
use crate::claims::{Claims, index_folder};
use crate::natural::natural_key;
use crate::{
    Backlink, LinkContext, NoteId, Property, PropertyPiece, PublicAsset, PublicCanvas, PublicFolder, PublicHeading,
    PublicLink, PublicNote, PublicTarget, PublishOptions,
};

/// Characters of a description that is taken from the text (rule W-27).
const DESCRIPTION_CHARS: usize = 155;

/// Makes the public notes, in order. `used` holds the numbers of the public attachments among the garden's.
pub(crate) fn notes(
    garden: &Garden,
    used: &[usize],
    assets: &[PublicAsset],
    claims: &Claims,
    options: &PublishOptions,
) -> Vec<PublicNote> {
    let maker = Maker { garden, used, assets, claims, options };
    let titles: Vec<String> = garden.notes().iter().map(|note| maker.title(note)).collect();
    let order: Vec<Key> = titles.iter().map(|title| Key::of(title)).collect();
    let make = |(at, title): (usize, String)| maker.note(at, title, &order);
    titles.into_par_iter().enumerate().map(make).collect()
}

/// Makes the public canvases, in order, of what was read of them.
pub(crate) fn canvases(
    garden: &Garden,
    used: &[usize],
    assets: &[PublicAsset],
    claims: &Claims,
    options: &PublishOptions,
    sources: &[Source],
    notes: &[PublicNote],
) -> Vec<PublicCanvas> {
    let maker = Maker { garden, used, assets, claims, options };
    let mut shown_in: BTreeMap<usize, Vec<NoteId>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.is_listed) {
        for link in &note.links {
            let PublicTarget::Asset(asset) = link.target else { continue };
            let shown_in = shown_in.entry(asset).or_default();
            if shown_in.last() != Some(&note.id) {
                shown_in.push(note.id);
            }
        }
    }
    let make = |source: &Source| {
        let asset = used.binary_search(&source.asset).expect("a canvas that was read is in use");
        let links = source.canvas.links().iter().zip(&source.resolved);
        PublicCanvas {
            path: assets[asset].path.clone(),
            url: assets[asset].url.clone(),
            title: source.canvas.title(),
            links: links.map(|(link, resolved)| maker.link(link, &resolved.resolution)).collect(),
            shown_in: shown_in.get(&asset).cloned().unwrap_or_default(),
        }
    };
    sources.iter().map(make).collect()
}

struct Maker<'g> {
    garden: &'g Garden,
    used: &'g [usize],
    assets: &'g [PublicAsset],
    claims: &'g Claims,
    options: &'g PublishOptions,
}

impl Maker<'_> {
    fn note(&self, at: usize, title: String, order: &[Key]) -> PublicNote {
        let note = &self.garden.notes()[at];
        let front = note.front();
        let links: Vec<PublicLink> = note
            .links()
            .iter()
            .zip(self.garden.resolved(at))
            .map(|(link, resolved)| self.link(link, &resolved.resolution))
            .collect();
        let headings = note.headings().iter().enumerate().map(|(index, heading)| PublicHeading {
            level: heading.level,
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
            text_start: note.section_start(index),
        });
        PublicNote {
            id: NoteId::at(at),
            path: note.path().clone(),
            url: self.claims.notes[at].clone(),
            fingerprint: fingerprint(note, &title),
            title,
            aliases: front.aliases.clone(),
            tags: note.tags().to_vec(),
            headings: headings.collect(),
            text: Arc::clone(note.plain_text()),
            created: note.created(),
            modified: note.modified(),
            published: front.published,
            description: front.description.clone().unwrap_or_else(|| opening(note.opening())),
            lang: front.lang.clone(),
            author: front.author.clone(),
            css_classes: front.css_classes.clone(),
            shows_toc: !front.hides_toc,
            title_anchors: title_anchors(note),
            is_listed: !front.unlisted,
            is_drawing: note.is_drawing(),
            image: self.image(note),
            properties: self.properties(note, &links),
            backlinks: self.backlinks(at, order),
            links,
        }
    }

    fn title(&self, note: &Note) -> String {
        match (note.title(), self.options.site_title.trim()) {
            ("", "") => "Home".to_owned(),
            ("", site_title) => site_title.to_owned(),
            (title, _) => title.to_owned(),
        }
    }

    fn link(&self, link: &Link, resolution: &Resolution) -> PublicLink {
        let target = match resolution {
            Resolution::Note(note, place) => PublicTarget::Note(NoteId::at(*note), self.anchor(*note, place)),
            Resolution::Asset(asset) => {
                self.used.binary_search(asset).map_or(PublicTarget::Missing, PublicTarget::Asset)
            }
            Resolution::Folder(path) => {
                let url = self.claims.folders.get(path);
                url.map_or(PublicTarget::Missing, |url| PublicTarget::Folder(path.clone(), url.clone()))
            }
            Resolution::External(url) => PublicTarget::External(url.clone()),
            Resolution::Missing | Resolution::Unsafe => PublicTarget::Missing,
        };
        PublicLink {
            raw: link.raw.clone(),
            span: link.span,
            label: link.label.clone(),
            is_embed: link.is_embed,
            target,
        }
    }

    fn anchor(&self, note: usize, place: &Place) -> Option<Anchor> {
        match place {
            Place::Heading(heading) => Some(self.garden.notes()[note].headings()[*heading].anchor.clone()),
            Place::Block(id) => Some(Anchor::of_block(id)),
            Place::Whole | Place::MissingHeading | Place::MissingBlock => None,
        }
    }

    fn image(&self, note: &Note) -> Option<String> {
        let image = note.front().image.as_deref()?;
        if image.starts_with("https://") || image.starts_with("http://") {
            return Some(image.to_owned());
        }
        let asset = self.used.binary_search(&cover(self.garden, note)?).ok()?;
        if self.assets[asset].kind() == FileKind::Canvas {
            return None;
        }
        Some(self.options.base.href(self.assets[asset].url()))
    }

    fn backlinks(&self, note: usize, order: &[Key]) -> Vec<Backlink> {
        let mut by_source: BTreeMap<(&Key, usize), Vec<LinkContext>> = BTreeMap::new();
        let mut seen = HashSet::new();
        let backlinks = self.garden.graph().backlinks(note).into_iter();
        // A note that is not listed is found in no backlink (rule W-07).
        let listed = backlinks.filter(|(source, _)| !self.garden.notes()[*source].front().unlisted);
        for (source, link) in listed {
            let context = self.garden.notes()[source].context(link);
            let contexts = by_source.entry((&order[source], source)).or_default();
            let context = LinkContext { before: context.before, link: context.link, after: context.after };
            if seen.insert((source, context.clone())) {
                contexts.push(context);
            }
        }
        let make = |((_, source), contexts)| Backlink { source: NoteId::at(source), contexts };
        by_source.into_iter().map(make).collect()
    }

    /// Takes the properties that the settings show (rule P-16). Links are numbered over all properties of the note.
    fn properties(&self, note: &Note, links: &[PublicLink]) -> Vec<Property> {
        let shown = &self.options.render.show_properties;
        if shown.is_empty() {
            return Vec::new();
        }
        let mut next_link = 0;
        let mut found = Vec::new();
        for property in &note.front().properties {
            let values = self.values(&property.value, links, &mut next_link);
            let place = shown.iter().position(|key| key.eq_ignore_ascii_case(&property.key));
            if let Some(place) = place.filter(|_| !values.is_empty()) {
                found.push((place, Property { key: property.key.clone(), values }));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, property)| property).collect()
    }

    fn values(&self, value: &Value, links: &[PublicLink], next_link: &mut usize) -> Vec<Vec<PropertyPiece>> {
        match value {
            Value::List(values) => values.iter().flat_map(|value| self.values(value, links, next_link)).collect(),
            Value::Text(text) => {
                let pieces = hedgerow_parser::pieces(text, next_link).into_iter();
                vec![pieces.map(|piece| self.piece(piece, links)).collect()]
            }
            Value::Bool(flag) => vec![vec![PropertyPiece::Text(flag.to_string())]],
            Value::Number(number) => vec![vec![PropertyPiece::Text(number.clone())]],
            Value::Null | Value::Map(_) => Vec::new(),
        }
    }

    fn piece(&self, piece: ValuePiece, links: &[PublicLink]) -> PropertyPiece {
        let link = match piece {
            ValuePiece::Text(text) => return PropertyPiece::Text(text),
            ValuePiece::Link(index) => &links[index],
        };
        let text = link.label.to_string();
        match &link.target {
            PublicTarget::Note(note, anchor) => {
                let fragment = anchor.as_ref().map(Anchor::fragment).unwrap_or_default();
                let href = format!("{}{fragment}", self.options.base.href(&self.claims.notes[note.index()]));
                PropertyPiece::Link { href, text, is_external: false }
            }
            PublicTarget::Asset(asset) => PropertyPiece::Link {
                href: self.options.base.href(self.assets[*asset].url()),
                text,
                is_external: false,
            },
            PublicTarget::Folder(_, url) => {
                PropertyPiece::Link { href: self.options.base.href(url), text, is_external: false }
            }
            PublicTarget::External(url) => PropertyPiece::Link { href: url.to_string(), text, is_external: true },
            PublicTarget::Missing => PropertyPiece::Missing(text),
        }
    }
}

/// The title of a note that has none of its own comes from the settings.
fn fingerprint(note: &Note, title: &str) -> [u8; 32] {
    match note.title().is_empty() {
        true => *blake3::Hasher::new().update(note.fingerprint()).update(title.as_bytes()).finalize().as_bytes(),
        false => *note.fingerprint(),
    }
}

/// Returns the ids of the heading that is shown as the title and not in the body, so that links to it still arrive.
fn title_anchors(note: &Note) -> Vec<Anchor> {
    let heading = note.headings().first().filter(|_| note.has_title_heading());
    heading.map_or_else(Vec::new, |heading| {
        std::iter::once(heading.anchor.clone()).chain(heading.block_anchor()).collect()
    })
}

/// Finds the attachment that a note names as its cover: a vault path or a link (rule W-28).
pub(crate) fn cover(garden: &Garden, note: &Note) -> Option<usize> {
    let image = note.front().image.as_deref()?;
    let path = image.trim().trim_start_matches('!').trim_start_matches("[[").trim_end_matches("]]");
    let path = path.split(['|', '#']).next().unwrap_or_default();
    match garden.names().find(note.path(), path).file()? {
        FileId::Asset(asset) => Some(asset),
        FileId::Note(_) => None,
    }
}

/// Makes the tree of folders that hold public notes (rules F-22 to F-24, W-15).
pub(crate) fn folders(notes: &[PublicNote], sources: &[&Note], claims: &Claims, home: Option<NoteId>) -> PublicFolder {
    let mut by_folder: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.is_listed) {
        by_folder.entry(note.path().folder()).or_default().push(note.id());
    }
    let tree = Tree { notes, sources, claims, by_folder, home };
    tree.folder("")
}

struct Tree<'t> {
    notes: &'t [PublicNote],
    sources: &'t [&'t Note],
    claims: &'t Claims,
    by_folder: BTreeMap<&'t str, Vec<NoteId>>,
    home: Option<NoteId>,
}

impl Tree<'_> {
    fn folder(&self, path: &str) -> PublicFolder {
        let url = self.claims.folders[path].clone();
        let is_below = |inner: &&String| {
            let rest = if path.is_empty() {
                Some(inner.as_str())
            } else {
                inner.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'))
            };
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
        };
        let range = self.claims.folders.range::<str, _>((std::ops::Bound::Excluded(path), std::ops::Bound::Unbounded));
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let own = range
            .map(|(inner, _)| inner)
            .skip_while(|inner| !inner.starts_with(&prefix))
            .take_while(|inner| inner.starts_with(&prefix));
        let mut folders: Vec<PublicFolder> = own.filter(is_below).map(|inner| self.folder(inner)).collect();
        // A folder that only notes without a listing share is the address of its own note and no more (rule W-07).
        folders.retain(|folder| folder.intro.is_some() || folder.count() > 0);
        folders.sort_by_cached_key(|folder| natural_key(&folder.name));
        let inside = self.by_folder.get(path).map_or(&[][..], Vec::as_slice);
        let intro = self.intro(path, inside);
        let is_page = |id: &NoteId| self.notes[id.index()].url != url;
        let mut notes: Vec<NoteId> = inside.iter().copied().filter(is_page).collect();
        notes.sort_by_cached_key(|id| (natural_key(self.notes[id.index()].title()), *id));
        let name = hedgerow_model::nfc(path.rsplit('/').next().unwrap_or_default());
        PublicFolder { path: path.to_owned(), name, url, intro, folders, notes }
    }

    /// `index.md`, then `README.md`, then `Folder/Folder.md`, then `Folder.md` beside the folder (rule F-22).
    fn intro(&self, path: &str, inside: &[NoteId]) -> Option<NoteId> {
        if path.is_empty() {
            return self.home;
        }
        let folder_key = Key::of(path.rsplit('/').next().unwrap_or(path));
        let outer = path.rsplit_once('/').map_or("", |(outer, _)| outer);
        let named = |ids: &[NoteId], wanted: &Key| {
            ids.iter().copied().find(|id| Key::of(&self.sources[id.index()].path().name()) == *wanted)
        };
        let by_index = inside.iter().copied().find(|id| index_folder(self.sources[id.index()]).is_some());
        by_index
            .or_else(|| named(inside, &Key::of("readme")))
            .or_else(|| named(inside, &folder_key))
            .or_else(|| named(self.by_folder.get(outer).map_or(&[][..], Vec::as_slice), &folder_key))
    }
}

/// Ends a text in one ellipsis, whatever mark it was cut off behind.
fn cut_off(words: &str) -> String {
    format!("{}…", words.trim_end_matches([' ', '.', ',', ';', ':', '…']))
}

/// Takes the first sentences of a text, cut at a word (rule W-27).
fn opening(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() + 1 > DESCRIPTION_CHARS {
            return if words.is_empty() { word.chars().take(DESCRIPTION_CHARS).collect() } else { cut_off(&words) };
        }
        // What is left of a formula at the end of a sentence takes no stop behind its ellipsis.
        let word = if word == "…." { "…" } else { word };
        if word == "…" && words.ends_with('…') {
            continue;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn a_description_without_its_formulas_reads_well_w_27() {
        assert_eq!(opening("Ridge: …. Has a formula, … …. Done."), "Ridge: … Has a formula, … Done.");
        assert_eq!(opening(""), "");
        assert_eq!(opening("As typed… and on."), "As typed… and on.");
    }
}
