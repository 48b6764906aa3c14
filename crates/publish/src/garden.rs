//! The public garden: everything that readers can reach.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use hedgerow_model::{AssetPath, BasePath, Look, NotePath, PageUrl, Tag};
use hedgerow_parser::{Garden, Note, RenderSettings, Rendered, render, render_canvas};
use rayon::prelude::*;

use crate::canvas::Source;
use crate::claims::{Claims, Owner, index_folder};
use crate::past::{Before, Followed, Now, Past, Seen};
use crate::surroundings::{PublicSurroundings, render_settings};
use crate::used::{self, Used};
use crate::{
    Address, Body, NoteId, Policy, PublicAsset, PublicCanvas, PublicFolder, PublicIcon, PublicNote, PublishOptions,
    TocEntry,
};

/// What the gate is given: every file of a vault, public or not, in vault-path order.
pub struct Harvest<'h> {
    /// The notes.
    pub notes: &'h [Arc<Note>],
    /// All other files.
    pub assets: &'h [AssetPath],
    /// Looks into a picture or a film. It is asked only for files that are public.
    pub measure: &'h (dyn Fn(&AssetPath) -> Option<Look> + Sync),
    /// Reads the text of a canvas. It is asked only for canvases that are public.
    pub read: &'h dyn Fn(&AssetPath) -> Option<String>,
    /// The addresses of the last run; where there is an earlier garden, that is asked instead.
    pub past: Option<&'h Past>,
    /// Where version control says that notes went since then, as `(from, to)`.
    pub renames: &'h [(NotePath, NotePath)],
    /// Tells whether a file lies at a path that is none of the notes because the author's rules leave it out. It is asked only for paths where
    /// notes were public.
    pub is_left_out: &'h (dyn Fn(&NotePath) -> bool + Sync),
    /// Nothing has happened for a while: notes that were missed in the earlier garden and are missed still went nowhere, and their
    /// addresses are forgotten. Those that vanish only now are waited for.
    pub is_settled: bool,
}

impl<'h> Harvest<'h> {
    /// Takes files of which no more is known than their names, and no past.
    pub fn new(notes: &'h [Arc<Note>], assets: &'h [AssetPath]) -> Self {
        let (measure, read) = (&|_: &AssetPath| None, &|_: &AssetPath| None);
        Self { notes, assets, measure, read, past: None, renames: &[], is_left_out: &|_| false, is_settled: false }
    }
}

/// What a garden was grown from before, and the garden.
pub struct Earlier<'e> {
    /// The notes of that harvest.
    pub notes: &'e [Arc<Note>],
    /// What was grown from it.
    pub garden: &'e PublicGarden,
}

/// All public notes, linked among themselves. An immutable value; [`PublicGarden::grow`] is its only maker.
pub struct PublicGarden {
    notes: Vec<PublicNote>,
    assets: Vec<PublicAsset>,
    icons: Vec<PublicIcon>,
    canvases: Vec<PublicCanvas>,
    root: Arc<PublicFolder>,
    home: Option<NoteId>,
    options: PublishOptions,
    claims: Arc<Claims>,
    followed: Followed,
    /// The places of the public attachments among the garden's.
    used: Vec<usize>,
    /// The bases that public notes name: their pages say where one stands.
    bases: Vec<AssetPath>,
    /// The public files alone, joined; it never leaves this room.
    garden: Garden,
    /// The canvases as they were read; likewise.
    sources: Vec<Source>,
    mentions: OnceLock<Vec<Vec<NoteId>>>,
    /// The tags of listed notes, and those they are nested in.
    tags: OnceLock<HashSet<Tag>>,
}

impl PublicGarden {
    /// Lets the public notes through and makes a garden of them (rules W-01 to W-14). The only door: what does not pass
    /// here takes no part in anything behind it. Costs some 10 µs a note; bodies are rendered when they are asked for.
    pub fn grow(harvest: &Harvest<'_>, options: &PublishOptions) -> Self {
        Self::regrow(harvest, options, None)
    }

    /// Makes the garden that [`PublicGarden::grow`] makes, and takes from an earlier one what must be the same. Where only
    /// texts changed, and no path, alias or other name of a public note, that is nearly everything.
    pub fn regrow(harvest: &Harvest<'_>, options: &PublishOptions, earlier: Option<&Earlier<'_>>) -> Self {
        let before = match (earlier, harvest.past) {
            (Some(earlier), _) => Before::Garden(earlier.garden),
            (None, Some(past)) => Before::Past(past),
            (None, None) => Before::Nothing,
        };
        // Other settings may change anything but where the notes were before.
        let earlier = earlier.filter(|earlier| earlier.garden.options == *options);
        let notes = public_notes(harvest.notes, &options.policy, earlier);
        let usable = harvest.assets.iter().filter(|asset| options.policy.may_use(asset.as_vault_path()));
        let earlier = earlier.map(|earlier| earlier.garden);
        let garden = Garden::rejoin(notes, usable.cloned().collect(), earlier.map(|earlier| &earlier.garden));

        let Used { assets: used, canvases: sources, bases } = used::find(&garden, harvest);
        let asset_paths: Vec<&AssetPath> = used.iter().map(|&asset| &garden.assets()[asset]).collect();
        let note_refs: Vec<&Note> = garden.notes().iter().map(Arc::as_ref).collect();
        let home = home(&note_refs, options.home.as_deref());
        let has_same_names = |earlier: &&Self| {
            let facts = |note: &'_ Note| {
                (
                    note.path().clone(),
                    note.front().permalink.clone(),
                    note.front().aliases.clone(),
                    note.front().unlisted,
                )
            };
            earlier.home == home
                && earlier.assets.iter().map(PublicAsset::path).eq(asset_paths.iter().copied())
                && earlier.garden.differ_nowhere_in(garden.notes(), facts)
        };
        let twin = earlier.filter(has_same_names);
        let follow = |urls: &[PageUrl]| {
            let Harvest { notes: files, renames, is_left_out, is_settled, .. } = *harvest;
            before.follow(&Now { notes: garden.notes(), urls, files, renames, is_left_out, is_settled })
        };
        let of_twin = twin.map(|twin| match twin.followed.gone.is_empty() {
            // No note is where none was, and none is missed: there is nobody to follow.
            true => (twin, twin.followed.clone()),
            // Where a note is missed, a file may lie now that is not public.
            false => (twin, follow(&twin.claims.notes)),
        });
        let (claims, followed) = match of_twin {
            Some((twin, followed)) if followed.old == twin.followed.old => (Arc::clone(&twin.claims), followed),
            Some(_) | None => {
                let mut claims = Claims::settle(&note_refs, &asset_paths, home);
                let followed = follow(&claims.notes);
                claims.remember(&followed.old, garden.notes());
                (Arc::new(claims), followed)
            }
        };
        let measure = |(path, url): (&&AssetPath, &PageUrl)| PublicAsset {
            path: (*path).clone(),
            url: url.clone(),
            look: (harvest.measure)(path),
        };
        let assets: Vec<PublicAsset> = asset_paths.par_iter().zip(&claims.assets).map(measure).collect();
        let notes = crate::make::notes(&garden, &claims, &options.site_title);
        let canvases = crate::make::canvases(&garden, &used, &assets, &sources);
        let root = match twin.filter(|twin| twin.garden.differ_nowhere_in(garden.notes(), Note::title)) {
            Some(twin) => Arc::clone(&twin.root),
            None => Arc::new(crate::make::folders(&notes, &note_refs, &claims, home)),
        };
        let icons = crate::icon::icons(harvest.assets, &options.policy);
        let (options, mentions, tags) = (options.clone(), OnceLock::new(), OnceLock::new());
        Self {
            notes,
            assets,
            icons,
            canvases,
            root,
            home,
            options,
            claims,
            followed,
            used,
            bases,
            garden,
            sources,
            mentions,
            tags,
        }
    }

    /// Returns the public notes in vault-path order, also those that nothing lists; a note's place is its [`NoteId`].
    pub fn notes(&self) -> &[PublicNote] {
        &self.notes
    }

    /// Returns the notes that readers may come across, in vault-path order: all but the unlisted (rule W-07). Whatever
    /// lists, counts, indexes or draws notes takes them from here.
    pub fn listed(&self) -> impl Iterator<Item = &PublicNote> {
        self.notes.iter().filter(|note| note.is_listed())
    }

    /// Returns a note by its number.
    pub fn note(&self, id: NoteId) -> &PublicNote {
        &self.notes[id.index()]
    }

    /// Returns the note that is the home page, if there is one (rule F-21). It answers at `/`.
    pub fn home(&self) -> Option<NoteId> {
        self.home
    }

    /// Returns what stands at a canonical or other address. Costs a few hash look-ups.
    pub fn lookup(&self, url: &PageUrl) -> Address<'_> {
        match self.claims.owner(url) {
            Some(Owner::Note(note)) => Address::Note(note),
            Some(Owner::Asset(asset)) => match self.canvas_of(asset) {
                Some(canvas) => Address::Canvas(canvas),
                None => Address::Asset(&self.assets[asset]),
            },
            Some(Owner::Folder(at)) => {
                let folder = self.claims.folders.keys().nth(at).and_then(|path| self.root.find(path));
                folder.map_or(Address::Nothing, Address::Folder)
            }
            None => self.claims.moved(url).map_or(Address::Nothing, |target| Address::Moved(target.clone())),
        }
    }

    /// Returns the root folder; only folders that hold public notes are in it (rule F-24).
    pub fn root(&self) -> &PublicFolder {
        &self.root
    }

    /// Returns the attachments that public notes use, in vault-path order (rule W-05). Canvases are among them.
    pub fn assets(&self) -> &[PublicAsset] {
        &self.assets
    }

    /// Returns the icons of the site that files of the vault offer, `favicon.ico` first, then by size (rule W-24).
    pub fn icons(&self) -> &[PublicIcon] {
        &self.icons
    }

    /// Returns the canvases that public notes show, in vault-path order.
    pub fn canvases(&self) -> &[PublicCanvas] {
        &self.canvases
    }

    /// Draws a canvas, by its place in [`PublicGarden::canvases`].
    pub fn drawing(&self, canvas: usize) -> Body {
        body(render_canvas(canvas, &PublicSurroundings(self), render_settings(&self.options)), Vec::new())
    }

    /// Returns the redirects that are no mere spellings: `(from, to)`, from permalinks and aliases, in order of `from`.
    pub fn redirects(&self) -> &[(PageUrl, PageUrl)] {
        &self.claims.redirects
    }

    /// Returns what the next start must know of this garden, so that no address of a note dies (see [`Past`]). Costs a walk over
    /// all texts the first time.
    pub fn past(&self) -> Past {
        Past::new(self.notes.par_iter().with_min_len(64).map(Seen::of).collect(), &self.followed)
    }

    /// Tells whether as many notes as in an earlier garden give the same something in the same places. Costs next to nothing for
    /// notes that are the same.
    pub fn agrees_with<'n, T: PartialEq>(&'n self, earlier: &'n Self, of: impl Fn(&'n PublicNote) -> T) -> bool {
        let are_same =
            |(old, new): (&'n PublicNote, &'n PublicNote)| Arc::ptr_eq(&old.source, &new.source) || of(old) == of(new);
        self.notes.len() == earlier.notes.len() && earlier.notes.iter().zip(&self.notes).all(are_same)
    }

    /// Tells whether the link graph was taken over from an earlier garden.
    pub fn shares_graph_with(&self, earlier: &Self) -> bool {
        self.garden.shares_graph_with(&earlier.garden)
    }

    /// Tells whether the folders were taken over from an earlier garden, and with them all paths, addresses and titles.
    pub fn shares_folders_with(&self, earlier: &Self) -> bool {
        Arc::ptr_eq(&self.root, &earlier.root)
    }

    /// Tells whether readers see in both the same, but for the bytes of attachments; `changed` are those that may be others.
    pub fn shows_the_same_as(&self, other: &Self, changed: &[AssetPath]) -> bool {
        let is_public = |path: &AssetPath| {
            self.assets.iter().map(PublicAsset::path).any(|asset| asset == path)
                || self.icons.iter().any(|icon| icon.file.path() == path)
        };
        let same = |(one, two): (&PublicNote, &PublicNote)| Arc::ptr_eq(&one.source, &two.source) && one.url == two.url;
        self.options == other.options
            && self.home == other.home
            && self.notes.len() == other.notes.len()
            && self.notes.iter().zip(&other.notes).all(same)
            && self.assets == other.assets
            && self.icons == other.icons
            && self.canvases == other.canvases
            && self.bases == other.bases
            && self.claims.redirects == other.claims.redirects
            && !changed.iter().any(is_public)
    }

    /// Returns where notes were whose files are gone, and which may turn up elsewhere.
    pub fn missed(&self) -> impl Iterator<Item = &NotePath> {
        self.followed.gone.iter().map(|seen| &seen.path)
    }

    /// Tells whether any note is missed so.
    pub fn misses_notes(&self) -> bool {
        !self.followed.gone.is_empty()
    }

    /// Returns the path below which the site lives; every `href` goes through it.
    pub fn base(&self) -> &BasePath {
        &self.options.base
    }

    /// Returns the listed notes that a note links to or is linked from, each once, itself left out, in vault-path order;
    /// none for a note that is not listed itself.
    pub fn neighbours(&self, id: NoteId) -> impl Iterator<Item = NoteId> + '_ {
        let all = if self.note(id).is_listed() { self.garden.graph().neighbours(id.index()) } else { &[] };
        all.iter().copied().map(NoteId).filter(|id| self.note(*id).is_listed())
    }

    /// Tells whether two notes that are listed are neighbours. Costs next to nothing, however many neighbours they have.
    pub fn are_neighbours(&self, one: NoteId, other: NoteId) -> bool {
        self.garden.graph().neighbours(one.index()).binary_search(&other.0).is_ok()
    }

    /// Returns the edges of the link graph `(from, to)` between listed notes, each once, without links of a note to
    /// itself, in order.
    pub fn edges(&self) -> impl Iterator<Item = (NoteId, NoteId)> + '_ {
        let edges = self.garden.graph().edges().into_iter().map(|(from, to)| (NoteId::at(from), NoteId::at(to)));
        edges.filter(|(from, to)| self.note(*from).is_listed() && self.note(*to).is_listed())
    }

    /// Returns the listed notes that mention a note's name or an alias in plain words, in vault-path order (rule L-42). The
    /// first call reads the words of all notes: some 30 ms a megabyte.
    pub fn mentions(&self, id: NoteId) -> &[NoteId] {
        let all = self.mentions.get_or_init(|| {
            let sources = |sources: Vec<usize>| sources.into_iter().map(NoteId::at);
            let listed = |id: &NoteId| self.note(*id).is_listed();
            let found = hedgerow_parser::mentions(self.garden.notes()).into_iter();
            found.map(|found| sources(found).filter(listed).collect()).collect()
        });
        &all[id.index()]
    }

    /// Renders a note's body: tenths of a millisecond for a usual note. It is not kept, since pages are.
    pub fn body(&self, id: NoteId) -> Body {
        self.rendered(id, false).0
    }

    /// Tells whether a tag has a page: a listed note has it, or one nested in it (rule W-07).
    pub(crate) fn has_tag_page(&self, tag: &Tag) -> bool {
        let lineages = || self.listed().flat_map(|note| note.tags().iter().flat_map(Tag::lineage));
        self.tags.get_or_init(|| lineages().collect()).contains(tag)
    }

    /// Renders a note, its code plain, and returns the formulas of it that could not be typeset: source and reason.
    pub(crate) fn broken_math(&self, id: NoteId) -> Vec<(String, String)> {
        self.rendered(id, true).1
    }

    pub(crate) fn followed(&self) -> &Followed {
        &self.followed
    }

    pub(crate) fn options(&self) -> &PublishOptions {
        &self.options
    }

    /// Returns the place in [`PublicGarden::assets`] of an attachment of the joined garden, if a public note uses it.
    pub(crate) fn place_among_used(&self, asset: usize) -> Option<usize> {
        self.used.binary_search(&asset).ok()
    }

    pub(crate) fn joined(&self) -> &Garden {
        &self.garden
    }

    pub(crate) fn claims(&self) -> &Claims {
        &self.claims
    }

    pub(crate) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Returns the place in [`PublicGarden::canvases`] of an attachment that is a canvas.
    pub(crate) fn canvas_of(&self, asset: usize) -> Option<usize> {
        self.canvases.binary_search_by(|canvas| canvas.path.cmp(&self.assets[asset].path)).ok()
    }

    pub(crate) fn asset(&self, index: usize) -> &PublicAsset {
        &self.assets[index]
    }

    fn rendered(&self, id: NoteId, plain_code: bool) -> (Body, Vec<(String, String)>) {
        let settings = RenderSettings { plain_code, ..render_settings(&self.options) };
        let mut rendered = render(id.index(), &PublicSurroundings(self), settings);
        let note = &self.garden.notes()[id.index()];
        let skipped = usize::from(note.has_title_heading());
        let own = note.headings().iter().filter(|heading| heading.is_top_level).skip(skipped);
        let toc = own.map(|heading| TocEntry {
            level: heading.level,
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
        });
        let toc = toc.collect();
        let broken_math = std::mem::take(&mut rendered.broken_math);
        (body(rendered, toc), broken_math)
    }
}

impl std::fmt::Debug for PublicGarden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PublicGarden").field("n_notes", &self.notes.len()).finish_non_exhaustive()
    }
}

fn body(rendered: Rendered, toc: Vec<TocEntry>) -> Body {
    let Rendered { html, has_math, has_mermaid, has_canvas, .. } = rendered;
    Body { html, toc, has_math, has_mermaid, has_canvas }
}

/// Lets the notes through that are public. A note that has been decided about under the same rules need not be looked at.
fn public_notes(notes: &[Arc<Note>], policy: &Policy, earlier: Option<&Earlier<'_>>) -> Vec<Arc<Note>> {
    let is_public = |note: &Note| policy.decide(note).is_public();
    let Some(earlier) = earlier else {
        return notes.par_iter().with_min_len(256).filter(|note| is_public(note)).cloned().collect();
    };
    let mut decided = earlier.notes.iter().peekable();
    let mut passed = earlier.garden.garden.notes().iter().peekable();
    let was_public = |note: &Arc<Note>| -> Option<bool> {
        while decided.next_if(|old| old.path() < note.path()).is_some() {}
        while passed.next_if(|old| old.path() < note.path()).is_some() {}
        let is_known = decided.peek().is_some_and(|old| Arc::ptr_eq(old, note));
        is_known.then(|| passed.peek().is_some_and(|old| Arc::ptr_eq(old, note)))
    };
    let mut was_public = was_public;
    notes.iter().filter(|note| was_public(note).unwrap_or_else(|| is_public(note))).cloned().collect()
}

/// Finds the home page: as configured, else the first of the usual names in the root (rule F-21).
fn home(notes: &[&Note], configured: Option<&str>) -> Option<NoteId> {
    let at_path = |path: &str| {
        let key = hedgerow_model::Key::of(path.trim_matches('/'));
        notes.iter().position(|note| hedgerow_model::Key::of(note.path().as_vault_path().as_str()) == key)
    };
    let by_setting = configured.and_then(|path| at_path(path).or_else(|| at_path(&format!("{path}.md"))));
    let by_index = || notes.iter().position(|note| index_folder(note) == Some(""));
    let by_name = || ["readme.md", "home.md"].iter().find_map(|name| at_path(name));
    by_setting.or_else(by_index).or_else(by_name).map(NoteId::at)
}
