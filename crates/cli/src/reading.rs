//! The whole vault as read, on the author's side of the gate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use hedgerow_model::{AssetPath, Code, Diagnostic, FileKind, Key, NotePath, Rule, VaultPath};
use hedgerow_parser::{FileDates, Note, Unread};
use hedgerow_publish::{Earlier, Harvest, Past, Policy, PublicGarden, PublishOptions, RenderOptions, audit};
use hedgerow_server::Access;
use hedgerow_site::SiteOptions;
use hedgerow_vault::{AssetFile, History, Inventory, OpenError, SourceFile, Survey, Vault, VaultOptions};
use rayon::prelude::*;

use crate::args::Overrides;
use crate::failure::Failure;
use crate::larder::Larder;
use crate::looks::Looks;
use crate::progress::Progress;
use crate::settings::Settings;

/// A picture longer than this makes readers wait.
const LARGE_PICTURE: u64 = 5 << 20;

/// Any other attachment longer than this is more than readers expect of a link.
const LARGE_FILE: u64 = 50 << 20;

/// A vault with its settings, before anything is read.
pub(crate) struct Opened {
    pub(crate) vault: Arc<Vault>,
    pub(crate) settings: Settings,
    pub(crate) options: PublishOptions,
}

/// All notes of a vault, public and private.
#[derive(Clone)]
pub(crate) struct Reading {
    pub(crate) vault: Arc<Vault>,
    pub(crate) options: PublishOptions,
    pub(crate) notes: Vec<Arc<Note>>,
    pub(crate) assets: Vec<AssetPath>,
    pub(crate) history: History,
    asset_sizes: Vec<u64>,
    diagnostics: Vec<Diagnostic>,
}

impl Opened {
    /// Opens a vault and reads its settings; cheap, so that what is wrong with them is said at once.
    pub(crate) fn new(path: &Path, overrides: &Overrides) -> Result<Self, Failure> {
        // The folder first: a missing folder must not look like one without settings.
        Vault::open(path, &VaultOptions::default()).map_err(|error| no_vault(&error))?;
        let settings = Settings::load(path, overrides.config.as_deref(), overrides)?;
        let vault_options = VaultOptions {
            ignore: settings.publish.ignore.clone(),
            own_files: settings.file.iter().map(|file| file.path().to_owned()).collect(),
            honours_gitignore: settings.publish.gitignore,
        };
        let vault = Vault::open(path, &vault_options).map_err(|error| match &error {
            OpenError::BadPattern { pattern, reason } => settings.bad_pattern(pattern, reason),
            OpenError::Missing(_) | OpenError::NotAFolder(_) | OpenError::Unreadable { .. } => no_vault(&error),
        })?;
        let options = publish_options(&vault, &settings)?;
        Ok(Self { vault: Arc::new(vault), settings, options })
    }

    /// Returns the site's title: the one that is set, else the name of the vault's folder.
    pub(crate) fn title(&self) -> &str {
        &self.options.site_title
    }

    /// Returns what readers must know to come in; `None` where everybody may.
    pub(crate) fn access(&self) -> Option<Access> {
        let (site, access) = (&self.settings.site, &self.settings.access);
        Some(Access {
            password: access.password.clone()?,
            greeting: Some(access.greeting.trim().to_owned()).filter(|greeting| !greeting.is_empty()),
            language: site.language.clone(),
            is_secure: site.base_url.as_ref().is_some_and(|url| url.origin().starts_with("https:")),
        })
    }

    /// Returns how the site presents itself; the owner's style sheet is not in it.
    pub(crate) fn site_options(&self) -> SiteOptions {
        let site = &self.settings.site;
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
        SiteOptions {
            title: self.title().to_owned(),
            description: said(&site.description),
            author: said(&site.author),
            base_url: site.base_url.as_ref().map(ToString::to_string),
            language: site.language.clone(),
            order: self.settings.navigation.order.clone(),
            hide: self.settings.navigation.hide.clone(),
            has_password: self.settings.access.password.is_some(),
            has_previews: site.previews,
            shows_title: self.settings.render.show_title,
            style: None,
            is_hidden: !site.search_engines,
        }
    }

    /// Reads and parses all notes.
    pub(crate) fn read(self, progress: &Progress) -> Reading {
        progress.step("reading notes", None);
        let scan = self.vault.scan(&|n_read| progress.reach(n_read));
        progress.step("parsing notes", Some(scan.notes.len()));
        let parse_one = |file: SourceFile| {
            let parsed = parse(file, None);
            progress.count();
            parsed
        };
        let parsed: Vec<Result<Note, Diagnostic>> = scan.notes.into_par_iter().map(parse_one).collect();
        let mut diagnostics = scan.diagnostics;
        let mut notes = Vec::with_capacity(parsed.len());
        for parsed in parsed {
            match parsed {
                Ok(note) => notes.push(Arc::new(note)),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        let (assets, asset_sizes) = scan.assets.into_iter().map(|AssetFile { path, size }| (path, size)).unzip();
        let (vault, options) = (self.vault, self.options);
        Reading { vault, options, notes, assets, history: scan.history, asset_sizes, diagnostics }
    }
}

impl Reading {
    /// Lets the public notes through the gate.
    pub(crate) fn grow(&self, progress: &Progress) -> Arc<PublicGarden> {
        progress.step("linking notes", None);
        let measure = |path: &AssetPath| self.vault.look(path);
        let read = |path: &AssetPath| self.vault.read_text(path).ok();
        let harvest = Harvest { measure: &measure, read: &read, ..Harvest::new(&self.notes, &self.assets) };
        Arc::new(PublicGarden::grow(&harvest, &self.options))
    }

    /// Reads what a survey found: parses the notes that changed, or takes them from the larder, and keeps all others.
    pub(crate) fn of_survey(
        opened: &Opened,
        before: Option<(&Self, &Scraps)>,
        survey: Survey,
        larder: Option<&Larder>,
        progress: &Progress,
    ) -> (Self, Scraps, Inventory) {
        let Survey { inventory, changed, removed, assets_changed, .. } = survey;
        let parse_one = |file: SourceFile| {
            let path = file.path.clone();
            let parsed = parse(file, larder);
            progress.count();
            (path, parsed)
        };
        let parsed: Vec<_> = changed.into_par_iter().map(parse_one).collect();
        let (mut notes, mut scraps) = match before {
            Some((before, scraps)) => (before.notes.clone(), scraps.clone()),
            None => (Vec::with_capacity(parsed.len()), Scraps::default()),
        };
        let mut gone: BTreeSet<NotePath> = removed.into_iter().collect();
        let mut fresh: Vec<Arc<Note>> = Vec::new();
        for (path, parsed) in parsed {
            scraps.0.remove(&path);
            match parsed {
                Ok(note) => fresh.push(Arc::new(note)),
                Err(diagnostic) => {
                    scraps.0.insert(path.clone(), diagnostic);
                    gone.insert(path);
                }
            }
        }
        notes = replace(notes, fresh, &gone);
        scraps.0.retain(|path, _| inventory.has_note(path));
        let (assets, asset_sizes) = match before {
            Some((before, _)) if assets_changed.is_empty() => (before.assets.clone(), before.asset_sizes.clone()),
            _ => inventory.assets().map(|AssetFile { path, size }| (path, size)).unzip(),
        };
        let mut diagnostics = inventory.diagnostics();
        diagnostics.extend(scraps.0.values().cloned());
        let (vault, options) = (Arc::clone(&opened.vault), opened.options.clone());
        let history = inventory.history();
        (Self { vault, options, notes, assets, history, asset_sizes, diagnostics }, scraps, inventory)
    }

    /// Lets the public notes through the gate, and takes from an earlier garden what must be the same.
    pub(crate) fn regrow(
        &self,
        earlier: Option<&Earlier<'_>>,
        past: Option<&Past>,
        renames: &[(NotePath, NotePath)],
        is_settled: bool,
        looks: &Looks,
    ) -> Arc<PublicGarden> {
        let measure = |path: &AssetPath| looks.of(path, &self.vault);
        let read = |path: &AssetPath| {
            let text = looks.text(path, || self.vault.read_text(path).ok().map(Arc::from));
            text.map(|text| text.as_ref().to_owned())
        };
        let rules = OnceLock::new();
        let is_left_out = |path: &NotePath| rules.get_or_init(|| self.vault.left_out())(path);
        let harvest = Harvest {
            measure: &measure,
            read: &read,
            past,
            renames,
            is_left_out: &is_left_out,
            is_settled,
            ..Harvest::new(&self.notes, &self.assets)
        };
        Arc::new(PublicGarden::regrow(&harvest, &self.options, earlier))
    }

    /// Returns everything that the author should know, in the order of paths and places. Renders every public note.
    pub(crate) fn diagnostics(&self, garden: &PublicGarden) -> Vec<Diagnostic> {
        let mut all = self.diagnostics.clone();
        // Templates hold what is to be filled in: what looks wrong in them is right.
        let is_template = |note: &Note| matches!(self.options.policy.decide(note).rule(), Rule::Template(_));
        let own = self.notes.iter().filter(|note| !is_template(note)).flat_map(|note| note.diagnostics());
        all.extend(own.cloned());
        all.extend(audit(&self.notes, &self.assets, garden));
        all.extend(garden.assets().iter().filter_map(|asset| self.large(asset.path())));
        all.sort_by(|a, b| (&a.path, a.span, a.code, &a.message).cmp(&(&b.path, b.span, b.code, &b.message)));
        all.dedup();
        all
    }

    /// Returns the home page that the settings name, if readers do not get it: it is not there, or not public.
    pub(crate) fn lost_home(&self, garden: &PublicGarden) -> Option<&str> {
        let wanted = self.options.home.as_deref()?;
        let key = Key::of(wanted.trim_matches('/'));
        let is_it = |path: &str| Key::of(path) == key || Key::of(path.trim_end_matches(".md")) == key;
        let found = garden.home().is_some_and(|home| is_it(garden.note(home).path().as_str()));
        (!found).then_some(wanted)
    }

    /// Returns the text of a note, to show the line that a diagnostic speaks of.
    pub(crate) fn text(&self, path: &VaultPath) -> Option<&str> {
        let found = self.notes.binary_search_by(|note| note.path().as_vault_path().cmp(path)).ok()?;
        Some(self.notes[found].text())
    }

    fn large(&self, path: &AssetPath) -> Option<Diagnostic> {
        let size = self.asset_sizes[self.assets.binary_search(path).ok()?];
        let (limit, help) = match path.kind() {
            FileKind::Image => (LARGE_PICTURE, "scale the picture down: readers see it at the width of the page"),
            _ => (LARGE_FILE, "offer a smaller file, or keep it elsewhere and link to it"),
        };
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let message = format!("{} MB, more than {} MB", megabytes(size), megabytes(limit));
        (size > limit).then(|| Diagnostic::new(Code::LargeFile, path, None, message).with_help(help))
    }
}

/// Notes that make the parser fail, each with what is said of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scraps(BTreeMap<NotePath, Diagnostic>);

/// Puts notes in the places of those with their paths, or between the others, and takes out those that are gone.
fn replace(notes: Vec<Arc<Note>>, fresh: Vec<Arc<Note>>, gone: &BTreeSet<NotePath>) -> Vec<Arc<Note>> {
    if notes.is_empty() {
        return fresh;
    }
    let mut replaced = Vec::with_capacity(notes.len() + fresh.len());
    let mut fresh = fresh.into_iter().peekable();
    for note in notes {
        while let Some(new) = fresh.next_if(|new| new.path() < note.path()) {
            replaced.push(new);
        }
        match fresh.next_if(|new| new.path() == note.path()) {
            Some(new) => replaced.push(new),
            None if gone.contains(note.path()) => {}
            None => replaced.push(note),
        }
    }
    replaced.extend(fresh);
    replaced
}

/// Reads a note. A fault of ours in one note must not take the others away: it costs that note alone, which then does not
/// exist for readers.
fn parse(file: SourceFile, larder: Option<&Larder>) -> Result<Note, Diagnostic> {
    let SourceFile { path, text, created, modified, .. } = file;
    let vault_path = path.as_vault_path().clone();
    let dates = FileDates { created, modified };
    let file = Unread::new(path, text, dates);
    let file = match larder {
        Some(larder) => match larder.revive(file) {
            Ok(note) => return Ok(note),
            Err(file) => file,
        },
        None => file,
    };
    std::panic::catch_unwind(|| file.parse()).map_err(|_| {
        Diagnostic::new(Code::Unreadable, &vault_path, None, "this note makes the parser fail and is left out")
            .with_help("please report it, with the note if you can share it")
    })
}

fn publish_options(vault: &Vault, settings: &Settings) -> Result<PublishOptions, Failure> {
    let publish = &settings.publish;
    let policy = Policy::new(publish.mode, &publish.include, &publish.exclude, publish.templates.as_deref())
        .map_err(|(pattern, reason)| settings.bad_pattern(&pattern, &reason))?;
    let folder_name = || vault.root().file_name().map_or("Garden".into(), |name| name.to_string_lossy().into_owned());
    Ok(PublishOptions {
        policy,
        render: RenderOptions {
            strict_line_breaks: settings.render.strict_line_breaks,
            show_properties: settings.render.show_properties.clone(),
        },
        base: settings.site.base_url.as_ref().map(|url| url.path().clone()).unwrap_or_default(),
        home: settings.site.home.clone(),
        site_title: settings.site.title.clone().unwrap_or_else(folder_name),
    })
}

fn no_vault(error: &OpenError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error {
        OpenError::NotAFolder(_) => failure.with_help("name the folder that holds the notes"),
        OpenError::Missing(_) | OpenError::Unreadable { .. } | OpenError::BadPattern { .. } => failure,
    }
}
