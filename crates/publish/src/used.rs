//! Which attachments are public: those that public notes use, what is on the canvases among them, and the pictures of public
//! drawings (rules W-05 and O-06).

use std::collections::BTreeSet;

use hedgerow_model::{AssetPath, FileKind};
use hedgerow_parser::{Garden, Resolution};

use crate::Harvest;
use crate::canvas::{self, Source};

/// The public attachments of a garden.
pub(crate) struct Used {
    /// Their numbers, in order.
    pub(crate) assets: Vec<usize>,
    /// The canvases among them, in order.
    pub(crate) canvases: Vec<Source>,
    /// The bases that notes name, in order. None of them is public, but readers are told where one stands (rule O-05).
    pub(crate) bases: Vec<AssetPath>,
}

/// Finds the attachments that public notes link to, embed or name as cover, and those on the canvases that notes name. A canvas
/// that only another canvas names is not public; a base never is: as a file it would name private notes (rule E-23).
pub(crate) fn find(garden: &Garden, harvest: &Harvest<'_>) -> Used {
    let kind = |asset: usize| garden.assets()[asset].kind();
    let by_link =
        (0..garden.notes().len()).flat_map(|note| garden.resolved(note)).filter_map(|resolved| {
            match resolved.resolution {
                Resolution::Asset(asset) => Some(asset),
                _ => None,
            }
        });
    let by_cover = garden.notes().iter().filter_map(|note| crate::relations::cover(garden, note));
    let by_drawing = (0..garden.notes().len()).filter_map(|note| crate::drawing::picture(garden, note));
    let all: BTreeSet<usize> = by_link.chain(by_cover).chain(by_drawing).collect();
    let (bases, mut used): (BTreeSet<usize>, BTreeSet<usize>) =
        all.into_iter().partition(|&asset| kind(asset) == FileKind::Base);
    let named: Vec<usize> = used.iter().copied().collect();
    let canvases = canvas::read(garden, &named, harvest);
    let is_file = |asset: &usize| !matches!(kind(*asset), FileKind::Canvas | FileKind::Base);
    used.extend(canvases.iter().flat_map(canvas::uses).filter(is_file));
    let bases = bases.into_iter().map(|asset| garden.assets()[asset].clone()).collect();
    Used { assets: used.into_iter().collect(), canvases, bases }
}
