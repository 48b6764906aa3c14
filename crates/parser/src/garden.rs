//! A garden: notes joined by their links.

use std::sync::Arc;

use hedgerow_model::AssetPath;
use rayon::prelude::*;

use crate::graph::LinkGraph;
use crate::index::NameIndex;
use crate::places::GardenPlaces;
use crate::resolve::{Finder, Resolution, Resolved, resolve};
use crate::{Canvas, Note};

/// Notes and attachments joined by their links. The gate makes one of the public files alone; the author's tools make one
/// of the whole vault.
#[derive(Debug)]
pub struct Garden {
    notes: Vec<Arc<Note>>,
    assets: Vec<AssetPath>,
    names: NameIndex,
    resolved: Vec<Vec<Resolved>>,
    graph: LinkGraph,
}

impl Garden {
    /// Joins files: indexes their names, resolves each link, builds the graph. Both lists must be in vault-path order.
    pub fn join(notes: Vec<Arc<Note>>, assets: Vec<AssetPath>) -> Self {
        let names = NameIndex::new(notes.iter().map(Arc::as_ref), assets.iter());
        let places = GardenPlaces::new(&notes);
        let resolve_note = |(host, note): (usize, &Arc<Note>)| -> Vec<Resolved> {
            let mut finder = Finder::new(note.path(), &names);
            note.links().iter().map(|link| resolve(link, Some(host), &places, &mut finder)).collect()
        };
        let resolved: Vec<Vec<Resolved>> = notes.par_iter().enumerate().map(resolve_note).collect();
        drop(places);
        let edges = resolved.iter().enumerate().flat_map(|(source, links)| {
            links.iter().enumerate().filter_map(move |(link, resolved)| match resolved.resolution {
                Resolution::Note(target, _) => Some((source, target, link)),
                _ => None,
            })
        });
        let graph = LinkGraph::new(notes.len(), edges);
        Self { notes, assets, names, resolved, graph }
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
