//! An example as a note of a vault.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hedgerow_model::{AssetPath, NotePath};
use hedgerow_parser::{FileDates, Note};
use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions, RenderOptions};
use percent_encoding::percent_decode_str;
use scraper::Html;
use url::Url;

/// The title of its own leaves a first heading in the body (rule F-29).
const FRONT_MATTER: &str = "---\ntitle: Example\n---\n";

/// An example as a note, in a vault with the files that its links name.
pub(crate) struct Rendered {
    /// The body of the note.
    pub(crate) html: String,
    /// The addresses of the specification, decoded, each with the one that the site gives the file.
    pub(crate) addresses: BTreeMap<String, String>,
}

impl Rendered {
    /// Renders markdown; `html` is what must become of it, and tells which files are linked.
    pub(crate) fn new(markdown: &str, html: &str) -> Self {
        let (mut paths, mut assets) = (vec![NotePath::new("Example.md").unwrap()], Vec::new());
        for path in local_paths(html) {
            match NotePath::new(&path) {
                Ok(path) => paths.push(path),
                Err(_) => assets.extend(AssetPath::new(&path).ok()),
            }
        }
        let text = |path: &NotePath| {
            let is_example = path.as_str() == "Example.md";
            if is_example { format!("{FRONT_MATTER}{markdown}") } else { String::new() }
        };
        let note = |path: NotePath| Arc::new(Note::parse(path.clone(), text(&path), FileDates::default()));
        let notes: Vec<_> = paths.into_iter().map(note).collect();
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let render = RenderOptions { strict_line_breaks: true, ..RenderOptions::default() };
        let options = PublishOptions { policy, render, ..PublishOptions::default() };
        let harvest = Harvest::new(&notes, &assets);
        let garden = PublicGarden::grow(&harvest, &options);
        let example = garden.notes().iter().find(|note| note.title() == "Example").unwrap();
        // An empty address is that of the page itself.
        let own = (String::new(), example.url().to_string());
        let notes = garden.notes().iter().map(|note| (note.path().as_str().to_owned(), note.url().to_string()));
        let assets = garden.assets().iter().map(|asset| (asset.path().as_str().to_owned(), asset.url().to_string()));
        let addresses = std::iter::once(own).chain(notes).chain(assets).collect();
        Self { html: garden.body(example.id()).html.clone(), addresses }
    }
}

/// The paths of this site that a page links to.
fn local_paths(html: &str) -> BTreeSet<String> {
    let fragment = Html::parse_fragment(html);
    let elements = fragment.tree.nodes().filter_map(scraper::ElementRef::wrap);
    let addresses = elements.filter_map(|element| element.value().attr("href").or_else(|| element.value().attr("src")));
    let local = addresses.filter(|address| Url::parse(address).is_err());
    let paths = local.filter_map(|address| address.split(['#', '?']).next());
    paths
        .map(|path| {
            percent_decode_str(path.trim_start_matches("./").trim_matches('/')).decode_utf8_lossy().into_owned()
        })
        .collect()
}

/// Shows a text on one line.
pub(crate) fn shown(text: &str) -> String {
    text.replace('\n', "⏎").replace('\t', "→")
}
