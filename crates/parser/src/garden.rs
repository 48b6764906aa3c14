//! A garden: notes joined by their links.

use std::collections::BTreeSet;
use std::sync::Arc;

use hedgerow_model::AssetPath;
use rayon::prelude::*;

use crate::graph::LinkGraph;
use crate::index::NameIndex;
use crate::places::GardenPlaces;
use crate::resolve::{Finder, Resolution, Resolved, resolve};
use crate::{Canvas, Note, Subpath};

/// Notes and attachments joined by their links. The gate makes one of the public files alone; the author's tools make one
/// of the whole vault.
#[derive(Debug)]
pub struct Garden {
    notes: Vec<Arc<Note>>,
    assets: Arc<[AssetPath]>,
    names: Arc<NameIndex>,
    resolved: Vec<Arc<[Resolved]>>,
    graph: Arc<LinkGraph>,
}

impl Garden {
    /// Joins files: indexes their names, resolves each link, builds the graph. Both lists must be in vault-path order.
    pub fn join(notes: Vec<Arc<Note>>, assets: Arc<[AssetPath]>) -> Self {
        Self::rejoin(notes, assets, None)
    }

    /// Joins files as [`Garden::join`] does, to the same value, and takes from an earlier garden what must be the same: the
    /// names, where no name came or went, and then the links of the notes that neither changed nor lead into a changed one.
    pub fn rejoin(notes: Vec<Arc<Note>>, assets: Arc<[AssetPath]>, earlier: Option<&Self>) -> Self {
        match earlier.filter(|earlier| earlier.has_the_names_of(&notes, &assets)) {
            Some(earlier) => earlier.with_changed_texts(notes, assets),
            None => Self::afresh(notes, assets),
        }
    }

    fn afresh(notes: Vec<Arc<Note>>, assets: Arc<[AssetPath]>) -> Self {
        let names = Arc::new(NameIndex::new(notes.iter().map(Arc::as_ref), assets.iter()));
        let places = GardenPlaces::new(&notes);
        let resolve_note = |host: usize| resolve_all(&notes, host, &names, &places);
        let resolved: Vec<Arc<[Resolved]>> = (0..notes.len()).into_par_iter().map(resolve_note).collect();
        drop(places);
        let graph = Arc::new(LinkGraph::new(notes.len(), edges(&resolved)));
        Self { notes, assets, names, resolved, graph }
    }

    /// Tells whether links find the same files in both: by path, by alias and by folder.
    fn has_the_names_of(&self, notes: &[Arc<Note>], assets: &Arc<[AssetPath]>) -> bool {
        let has_assets = Arc::ptr_eq(&self.assets, assets) || self.assets == *assets;
        has_assets && self.differ_nowhere_in(notes, |note| (note.path(), &note.front().aliases, note.front().unlisted))
    }

    /// Tells whether as many notes have the same something in the same places.
    pub fn differ_nowhere_in<'n, T: PartialEq>(&'n self, notes: &'n [Arc<Note>], of: impl Fn(&'n Note) -> T) -> bool {
        let are_same = |(old, new): (&'n Arc<Note>, &'n Arc<Note>)| Arc::ptr_eq(old, new) || of(old) == of(new);
        self.notes.len() == notes.len() && self.notes.iter().zip(notes).all(are_same)
    }

    fn with_changed_texts(&self, notes: Vec<Arc<Note>>, assets: Arc<[AssetPath]>) -> Self {
        let mut stale: BTreeSet<usize> = BTreeSet::new();
        for (at, (old, new)) in self.notes.iter().zip(&notes).enumerate() {
            if Arc::ptr_eq(old, new) {
                continue;
            }
            stale.insert(at);
            if !has_same_places(old, new) {
                let into = self.graph.backlinks(at).into_iter();
                let names_place = |&(source, link): &(usize, usize)| {
                    *self.notes[source].links()[link].target.subpath() != Subpath::Whole
                };
                stale.extend(into.filter(names_place).map(|(source, _)| source));
            }
        }
        let places = GardenPlaces::new(&notes);
        let mut resolved = self.resolved.clone();
        let mut has_same_edges = true;
        for host in stale {
            let links = resolve_all(&notes, host, &self.names, &places);
            has_same_edges &= targets(&links).eq(targets(&resolved[host]));
            resolved[host] = links;
        }
        drop(places);
        let graph = match has_same_edges {
            true => Arc::clone(&self.graph),
            false => Arc::new(LinkGraph::new(notes.len(), edges(&resolved))),
        };
        Self { notes, assets, names: Arc::clone(&self.names), resolved, graph }
    }

    /// Tells whether this garden took over the graph of another.
    pub fn shares_graph_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.graph, &other.graph)
    }

    /// Returns the notes in vault-path order.
    pub fn notes(&self) -> &[Arc<Note>] {
        &self.notes
    }

    /// Returns the attachments in vault-path order.
    pub fn assets(&self) -> &[AssetPath] {
        &self.assets
    }

    /// Returns the names by which files are found.
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// Returns where each link of a note leads, in the order of [`Note::links`].
    pub fn resolved(&self, note: usize) -> &[Resolved] {
        &self.resolved[note]
    }

    /// Resolves the links of a canvas among the files of this garden, in the order of [`Canvas::links`] (rule O-02).
    pub fn resolve_canvas(&self, canvas: &Canvas) -> Vec<Resolved> {
        let places = GardenPlaces::new(&self.notes);
        let mut finder = Finder::new(canvas.path(), &self.names);
        canvas.links().iter().map(|link| resolve(link, None, &places, &mut finder)).collect()
    }

    /// Returns the graph of the notes.
    pub fn graph(&self) -> &LinkGraph {
        &self.graph
    }
}

fn resolve_all(notes: &[Arc<Note>], host: usize, names: &NameIndex, places: &GardenPlaces<'_>) -> Arc<[Resolved]> {
    let mut finder = Finder::new(notes[host].path(), names);
    notes[host].links().iter().map(|link| resolve(link, Some(host), places, &mut finder)).collect()
}

/// The numbers of the links that lead to notes, with those notes.
fn targets(links: &[Resolved]) -> impl Iterator<Item = (usize, usize)> {
    links.iter().enumerate().filter_map(|(link, resolved)| match resolved.resolution {
        Resolution::Note(target, _) => Some((link, target)),
        _ => None,
    })
}

fn edges(resolved: &[Arc<[Resolved]>]) -> impl Iterator<Item = (usize, usize, usize)> {
    let of_note = |(source, links)| targets(links).map(move |(link, target)| (source, target, link));
    resolved.iter().map(|links| &**links).enumerate().flat_map(of_note)
}

/// Tells whether links into a note find the same headings and blocks.
fn has_same_places(old: &Note, new: &Note) -> bool {
    let headings = |note: &'_ Note| -> Vec<_> {
        note.headings().iter().map(|heading| (heading.level, heading.anchor.clone(), heading.keys.clone())).collect()
    };
    let blocks = |note: &'_ Note| -> Vec<String> { note.block_ids().iter().map(|(id, _)| id.clone()).collect() };
    headings(old) == headings(new) && blocks(old) == blocks(new)
}
