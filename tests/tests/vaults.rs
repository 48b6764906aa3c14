//! Random vaults, and which of their notes are meant to be private.
//!
//! The pools of names and words are small on purpose: names meet aliases, folders, attachments and each other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A vault as planned.
#[derive(Clone, Debug)]
pub(crate) struct Vault {
    pub(crate) settings: Settings,
    pub(crate) notes: Vec<Planned>,
    /// Attachments, by path, with their bytes.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Files that exist for no purpose (rules F-04 to F-06), by path.
    pub(crate) hidden: BTreeMap<String, String>,
}

/// The settings file.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    mode_all: bool,
    include: Vec<&'static str>,
    exclude: Vec<&'static str>,
    home: Option<&'static str>,
    shows_properties: bool,
    has_base_url: bool,
    order: Vec<&'static str>,
    hide: Vec<&'static str>,
    pub(crate) allows_style: bool,
}

/// A note as planned.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) path: String,
    flags: usize,
    /// The other lines of the front matter.
    front: Vec<String>,
    parts: Vec<String>,
}

/// What the flags of a note mean (rules W-01, P-09, P-12, P-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Hides,
    Shows,
    Nothing,
}

use Meaning::{Hides, Nothing, Shows};

/// Flags with what they mean. `{{open}}` makes a block that is never closed.
const FLAGS: &[(&str, Meaning)] = &[
    ("", Nothing),
    ("publish: true", Shows),
    ("dg-publish: true", Shows),
    ("Publish: \"yes\"", Shows),
    ("publish: on", Shows),
    ("draft: \"false\"\npublish: true", Shows),
    ("private: no\npublish: TRUE", Shows),
    ("private: false", Nothing),
    ("publish:", Nothing),
    ("publish: false", Hides),
    ("dg-publish: false\npublish: true", Hides),
    ("private: true", Hides),
    ("draft: yes", Hides),
    ("DRAFT: On", Hides),
    ("publish: true\nprivate: true", Hides),
    ("draft: true\npublish: true", Hides),
    ("publish: true\npublish: false", Hides),
    ("private: true\nprivate: false", Hides),
    ("unlisted: true\npublish: true", Shows),
    ("unlisted: maybe", Nothing),
    ("unlisted: yes\nprivate: true", Hides),
    // Broken blocks: what hides is obeyed, what shows is not (rule P-12).
    ("publish: true\nbroken: [1, 2", Nothing),
    ("private: true\nbroken: [1, 2", Hides),
    ("broken: {a\npublish: false", Hides),
    ("draft: true\n\tbroken: {{title}}", Hides),
    ("@broken\npublish: true", Nothing),
    ("{{open}}private: true", Hides),
    ("{{open}}publish: true", Nothing),
];

const FOLDERS: &[&str] =
    &["", "Lane/", "Lane/Deep/", "Field/", "field/", "Private/", "Private/Shown/", "Privateer/", "Templates/", "Pond/"];
const RULES: &[&str] = &["Private", "Private/Shown", "Lane", "Lane/Deep", "Field", "Pond", "Priv"];
const NAMES: &[&str] = &[
    "Boat",
    "boat",
    "Tea",
    "Tea house",
    "Tea-house",
    "Café",
    "Cafe\u{301}",
    "index",
    "README",
    "Home",
    "Secret",
    "search",
    "Lane",
    "map.png",
    "2024-01-05 Day",
    "Boat.canvas",
    "Map.excalidraw",
];
const FILES: &[&str] = &[
    "map.png",
    "Map.PNG",
    "song.mp3",
    "voice.webm",
    "data.csv",
    "doc.pdf",
    "Boat.canvas",
    "table.base",
    "Tea",
    "page.html",
    "a.svg",
    "Map.excalidraw.svg",
    "favicon.ico",
    "favicon-32x32.png",
    "publish.css",
    "publish.js",
];
/// What the navigation may be told about: folders, notes and what is neither.
const WISHES: &[&str] = &["Lane", "Lane/Deep/", "Private", "Boat.md", "Secret", "Pond/Tea", "nowhere"];
const TAGS: &[&str] = &["craft", "craft/wood", "Craft", "garden", "hush", "hush/deep"];
const WORDS: &[&str] = &["river", "tea", "boat", "lantern", "moss", "hush", "Café", "quiet"];
const HEADINGS: &[&str] = &["Plan", "Why tea", "Log"];
/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 0x0A, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0,
    1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
];
/// A film without a picture, which is played as sound (rule F-02).
const SOUND: &[u8] =
    b"\x1A\x45\xDF\xA3\x87\x42\x82\x84webm\x18\x53\x80\x67\x8A\x16\x54\xAE\x6B\x85\xAE\x83\x83\x81\x02";

impl Vault {
    /// Any vault.
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        let notes = prop::collection::vec(Planned::any(), 2..9);
        let files = prop::collection::btree_map(file_path(), select(WORDS), 0..5);
        let hidden = prop::collection::btree_map(select(HIDDEN), select(WORDS), 0..3);
        (Settings::any(), notes, files, hidden).prop_map(|(settings, notes, files, hidden)| {
            let mut taken = BTreeSet::new();
            let notes: Vec<Planned> = notes.into_iter().filter(|note| taken.insert(note.path.clone())).collect();
            let files = files
                .into_iter()
                .filter(|(path, _)| !taken.contains(path))
                .map(|(path, word)| {
                    let bytes = match path.rsplit_once('.') {
                        Some((_, "png")) => PIXEL.to_vec(),
                        Some((_, "webm")) => SOUND.to_vec(),
                        Some((_, "canvas")) => canvas(word).into_bytes(),
                        _ => word.as_bytes().to_vec(),
                    };
                    (path, bytes)
                })
                .collect();
            let text = |word| format!("---\npublish: true\naliases: [Tea]\n---\n# {word}\n[[Boat]] #hush {word}\n");
            let hidden = hidden.into_iter().map(|(path, word)| (path.to_owned(), text(word))).collect();
            Self { settings, notes, files, hidden }
        })
    }

    /// Returns the files to write.
    pub(crate) fn on_disk(&self) -> Vec<(String, Vec<u8>)> {
        let notes = self.notes.iter().map(|note| (note.path.clone(), note.text().into_bytes()));
        let hidden = self.hidden.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
        let settings = ("hedgerow.toml".to_owned(), self.settings.text().into_bytes());
        notes.chain(self.files.clone()).chain(hidden).chain([settings]).collect()
    }

    /// Returns the notes that are meant to be public, by W-01 as it is written and nothing else.
    pub(crate) fn public(&self) -> BTreeSet<String> {
        self.notes.iter().filter(|note| self.settings.shows(note)).map(|note| note.path.clone()).collect()
    }

    /// Tells whether a public note may mean this file, or a canvas that a public note may mean: its name stands in one.
    pub(crate) fn is_mentioned(&self, file: &str) -> bool {
        let is_canvas = |path: &&String| path.ends_with(".canvas") && self.is_mentioned_in_notes(path);
        let name = name_of(file);
        self.is_mentioned_in_notes(file)
            || self
                .files
                .keys()
                .filter(is_canvas)
                .any(|path| String::from_utf8_lossy(&self.files[path]).to_lowercase().contains(&name))
    }

    fn is_mentioned_in_notes(&self, file: &str) -> bool {
        let name = name_of(file);
        let public = || self.notes.iter().filter(|note| self.settings.shows(note));
        // The picture of a drawing goes with the drawing.
        let is_picture_of =
            |note: &Planned| note.path.strip_suffix(".md").is_some_and(|stem| file == format!("{stem}.svg"));
        public().any(is_picture_of) || public().map(Planned::text).any(|text| text.to_lowercase().contains(&name))
    }

    /// Returns the style sheet that readers get, if the owner allows it (rule W-24).
    pub(crate) fn style(&self) -> Option<String> {
        self.settings.allows_style.then(|| "publish.css".to_owned())
    }

    /// Returns the same vault with every private file given another fate; files that readers can get are `public_files`.
    pub(crate) fn with_private_changed(&self, fates: &[Fate], public_files: &[String]) -> Self {
        let public = self.public();
        let mut changed = Self { notes: Vec::new(), files: BTreeMap::new(), hidden: BTreeMap::new(), ..self.clone() };
        let mut taken: BTreeSet<String> = self.notes.iter().map(|note| note.path.clone()).collect();
        taken.extend(self.files.keys().cloned());
        let mut fates = fates.iter().cycle();
        let mut fate = || fates.next().expect("there is a fate");
        for note in &self.notes {
            if public.contains(&note.path) {
                changed.notes.push(note.clone());
                continue;
            }
            match fate() {
                Fate::Gone => {}
                Fate::Noise(noise) => {
                    changed.notes.push(Planned { path: note.path.clone(), flags: note.flags, ..noise.clone() });
                }
                Fate::Renamed(name) => {
                    let folder = note.path.rfind('/').map_or("", |end| &note.path[..=end]);
                    let path = free(&format!("{folder}{name}"), ".md", &mut taken);
                    changed.notes.push(Planned { path, ..note.clone() });
                }
            }
        }
        for (path, bytes) in &self.files {
            // A base that a public note names is public by W-05, though it has no page of its own.
            let is_base = path.ends_with(".base");
            if public_files.contains(path) || (is_base && self.is_mentioned_in_notes(path)) {
                changed.files.insert(path.clone(), bytes.clone());
                continue;
            }
            match fate() {
                Fate::Gone => {}
                Fate::Noise(noise) => {
                    changed.files.insert(path.clone(), noise.text().into_bytes());
                }
                Fate::Renamed(_) => {
                    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
                    changed.files.insert(free(&format!("{folder}renamed"), ".png", &mut taken), bytes.clone());
                }
            }
        }
        for (path, text) in &self.hidden {
            match fate() {
                Fate::Gone => {}
                Fate::Noise(noise) => {
                    changed.hidden.insert(path.clone(), noise.text());
                }
                Fate::Renamed(_) => {
                    changed.hidden.insert(path.clone(), format!("{text}\n[[Secret]] #craft"));
                }
            }
        }
        changed
    }

    /// Returns the same vault with a word more in one of its public notes; `None` if it has none.
    pub(crate) fn with_public_changed(&self, which: Index) -> Option<Self> {
        // Of a drawing no word is shown.
        let has_words = |note: &Planned| self.settings.shows(note) && !note.path.ends_with(".excalidraw.md");
        let public: Vec<usize> = (0..self.notes.len()).filter(|&at| has_words(&self.notes[at])).collect();
        if public.is_empty() {
            return None;
        }
        let mut changed = self.clone();
        changed.notes[*which.get(&public)].parts.push("Weathervane".to_owned());
        Some(changed)
    }

    /// Returns the same vault with one note shown that its flags had hidden; `None` if there is none.
    pub(crate) fn with_flag_dropped(&self) -> Option<Self> {
        let mut changed = self.clone();
        let is_hidden = |note: &&mut Planned| FLAGS[note.flags].1 == Hides && !note.path.starts_with("Templates/");
        changed.notes.iter_mut().find(is_hidden)?.flags = 1;
        Some(changed)
    }
}

/// Files that exist for no purpose, whatever they say. Those in `Scratch` are ignored by setting.
const HIDDEN: &[&str] = &[
    ".obsidian/app.json",
    ".trash/Boat.md",
    "Lane/.hidden.md",
    "Boat.md~",
    "Tea.md.tmp",
    "Scratch/Tea.md",
    "Scratch/deep/map.png",
    "Templates/Lane.md",
    "_templates/Day.md",
    "Lane/song.mp3.part",
];

impl Settings {
    fn any() -> impl Strategy<Value = Self> {
        let rules = || prop::collection::vec(select(RULES), 0..3);
        let home = prop::option::weighted(0.3, select(&["Secret", "Lane/index", "Boat.md", "Tea house"][..]));
        let wishes = || prop::collection::vec(select(WISHES), 0..3);
        let site = (wishes(), wishes(), any::<bool>());
        (any::<bool>(), rules(), rules(), home, any::<bool>(), any::<bool>(), site).prop_map(
            |(mode_all, include, exclude, home, shows_properties, has_base_url, (order, hide, allows_style))| Self {
                mode_all,
                include,
                exclude,
                home,
                shows_properties,
                has_base_url,
                order,
                hide,
                allows_style,
            },
        )
    }

    fn text(&self) -> String {
        let mode = if self.mode_all { "all" } else { "explicit" };
        let home = self.home.map_or(String::new(), |home| format!("home = {home:?}\n"));
        let base_url = if self.has_base_url { "base_url = \"https://garden.test\"\n" } else { "" };
        let properties = if self.shows_properties { "show_properties = [\"up\", \"status\"]\n" } else { "" };
        let Self { include, exclude, order, hide, allows_style, .. } = self;
        format!(
            "[site]\npublish_css = {allows_style}\n{home}{base_url}[navigation]\norder = {order:?}\nhide = {hide:?}\n[publish]\nmode = \"{mode}\"\ninclude = {include:?}\nexclude = {exclude:?}\n\
             ignore = [\"Scratch\"]\n[render]\n{properties}"
        )
    }

    /// Rule W-01: what is strongest decides.
    fn shows(&self, note: &Planned) -> bool {
        if note.path.starts_with("Templates/") {
            return false;
        }
        let longest = |rules: &[&str]| {
            let holds = |rule: &&&str| note.path.strip_prefix(**rule).is_some_and(|rest| rest.starts_with('/'));
            rules.iter().filter(holds).map(|rule| rule.len()).max()
        };
        // Rules that hide ignore case.
        let lower_path = note.path.to_lowercase();
        let hides =
            |rule: &&&str| lower_path.strip_prefix(&rule.to_lowercase()).is_some_and(|rest| rest.starts_with('/'));
        let excluded = self.exclude.iter().filter(hides).map(|rule| rule.len()).max();
        match (FLAGS[note.flags].1, excluded, longest(&self.include)) {
            (Hides, _, _) => false,
            (Shows, _, _) => true,
            (Nothing, Some(excluded), Some(included)) => included > excluded,
            (Nothing, Some(_), None) => false,
            (Nothing, None, Some(_)) => true,
            (Nothing, None, None) => self.mode_all,
        }
    }
}

impl Planned {
    fn any() -> impl Strategy<Value = Self> {
        let front = prop::collection::vec(front_line(), 0..4);
        let parts = prop::collection::vec(part(), 0..6);
        // Half of the notes have plain flags, so that each vault has a few of either kind.
        let flags = prop_oneof![0..2_usize, 0..FLAGS.len()];
        (select(FOLDERS), select(NAMES), flags, front, parts).prop_map(|(folder, name, flags, front, parts)| {
            let mut keys = BTreeSet::new();
            let mut front: Vec<String> = front;
            front.retain(|line| keys.insert(line.split(':').next().unwrap_or_default().to_owned()));
            Self { path: format!("{folder}{name}.md"), flags, front, parts }
        })
    }

    pub(crate) fn text(&self) -> String {
        let (flags, _) = FLAGS[self.flags];
        let body = self.parts.join("\n\n");
        let lines = self.front.iter().map(String::as_str);
        match flags.strip_prefix("{{open}}") {
            Some(flags) => format!("---\n{flags}\n\n{body}\n"),
            None => {
                let front: Vec<&str> = lines.chain([flags]).filter(|line| !line.is_empty()).collect();
                if front.is_empty() { format!("{body}\n") } else { format!("---\n{}\n---\n{body}\n", front.join("\n")) }
            }
        }
    }

    /// Returns the names that this note would be asked for by, were it public.
    pub(crate) fn names(&self) -> Vec<String> {
        let value = |line: &String| {
            let (key, value) = line.split_once(": ")?;
            matches!(key, "aliases" | "permalink").then(|| value.trim_matches(['[', ']']).to_owned())
        };
        let folder = self.path.rfind('/').map_or("", |end| &self.path[..=end]);
        let said = self.front.iter().filter_map(value).flat_map(|name| [format!("{folder}{name}"), name]);
        said.chain([self.path.trim_end_matches(".md").to_owned(), self.path.clone(), folder.to_owned()]).collect()
    }
}

/// What becomes of a private file in the second vault.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    Gone,
    /// Another text, with flags of the same meaning.
    Noise(Planned),
    /// Another name in the same folder, which may well be the name or alias of a public note.
    Renamed(&'static str),
}

impl Fate {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        prop_oneof![Just(Self::Gone), Planned::any().prop_map(Self::Noise), select(NAMES).prop_map(Self::Renamed)]
    }
}

fn free(stem: &str, end: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (0..).map(|n| if n == 0 { format!("{stem}{end}") } else { format!("{stem} {n}{end}") });
    numbered.into_iter().find(|path| taken.insert(path.clone())).expect("one of endlessly many names is free")
}

fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

/// A canvas that has on it what a vault may hold, in one of the folders; the word says which.
fn canvas(word: &str) -> String {
    let folder = FOLDERS[word.len() % FOLDERS.len()];
    let mut nodes: Vec<String> = NAMES
        .iter()
        .map(|name| format!("{folder}{name}.md"))
        .chain(FILES.iter().map(|name| format!("{folder}{name}")))
        .enumerate()
        .map(|(at, path)| {
            format!("{{\"id\": \"{path}\", \"type\": \"file\", \"file\": \"{path}\", \"x\": 0, \"y\": {}}}", at * 100)
        })
        .collect();
    let links = NAMES.iter().map(|name| format!("[[{name}]] ![[{name}]] ")).collect::<String>();
    nodes.push(format!("{{\"id\": \"t\", \"type\": \"text\", \"text\": \"{word} #hush {links}\", \"x\": 400}}"));
    nodes.push(format!(
        "{{\"id\": \"g\", \"type\": \"group\", \"label\": \"{word}\", \"background\": \"{folder}map.png\"}}"
    ));
    let edge = format!("{{\"fromNode\": \"t\", \"toNode\": \"{folder}Secret.md\"}}");
    format!("{{\"nodes\": [{}], \"edges\": [{edge}]}}", nodes.join(","))
}

fn file_path() -> impl Strategy<Value = String> {
    (select(FOLDERS), select(FILES)).prop_map(|(folder, name)| format!("{folder}{name}"))
}

fn front_line() -> impl Strategy<Value = String> {
    prop_oneof![
        select(WORDS).prop_map(|word| format!("title: {word} by title")),
        select(NAMES).prop_map(|name| format!("aliases: [{name}]")),
        (select(TAGS), select(TAGS)).prop_map(|(one, other)| format!("tags: [{one}, {other}]")),
        select(NAMES).prop_map(|name| format!("permalink: {name}")),
        target().prop_map(|target| format!("up: \"[[{target}]]\"")),
        file_path().prop_map(|file| format!("cover: \"[[{file}]]\"")),
        (1..28).prop_map(|day| format!("date: 2024-02-{day:02}")),
        select(WORDS).prop_map(|word| format!("description: about {word}")),
        select(WORDS).prop_map(|word| format!("status: {word}")),
    ]
}

/// What a link may lead to: the name of a note, an alias, a path, a folder, an attachment, or nothing.
fn target() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(NAMES).prop_map(ToOwned::to_owned),
        2 => (select(FOLDERS), select(NAMES)).prop_map(|(folder, name)| format!("{folder}{name}")),
        1 => select(NAMES).prop_map(|name| format!("../{name}")),
        1 => select(NAMES).prop_map(|name| format!("{name}.md")),
        1 => select(FOLDERS).prop_map(|folder| folder.trim_end_matches('/').to_owned()),
        2 => select(FILES).prop_map(ToOwned::to_owned),
        1 => file_path(),
    ]
}

fn place() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => select(HEADINGS).prop_map(|heading| format!("#{heading}")),
        1 => Just("#^b1".to_owned()),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(select(WORDS), 1..6).prop_map(|words| words.join(" "))
}

fn part() -> impl Strategy<Value = String> {
    let link = || (target(), place());
    prop_oneof![
        2 => words(),
        3 => (words(), link(), words()).prop_map(|(a, (target, place), b)| format!("{a} [[{target}{place}]] {b}.")),
        1 => (link(), words()).prop_map(|((target, place), label)| format!("[[{target}{place}|{label}]]")),
        2 => link().prop_map(|(target, place)| format!("![[{target}{place}]]")),
        1 => (words(), link()).prop_map(|(label, (target, place))| format!("[{label}](<{target}{place}>)")),
        1 => (words(), target()).prop_map(|(label, target)| format!("![{label}](<{target}>)")),
        2 => select(TAGS).prop_map(|tag| format!("#{tag} and more")),
        2 => (1..4_usize, select(HEADINGS)).prop_map(|(level, text)| format!("{} {text}", "#".repeat(level))),
        1 => words().prop_map(|words| format!("{words} ^b1")),
        1 => target().prop_map(|target| format!("```\n[[{target}]] #hush\n```")),
        1 => target().prop_map(|target| format!("before %%[[{target}]] #hush/deep%% after <!-- [[{target}]] -->")),
        1 => target().prop_map(|target| format!("a note[^1]\n\n[^1]: see [[{target}]]")),
        1 => (target(), words()).prop_map(|(target, words)| format!("> [!tip] [[{target}]]\n> {words}")),
        1 => (target(), words()).prop_map(|(target, words)| format!("| a | b |\n|---|---|\n| [[{target}\\|x]] | {words} |")),
        1 => (words(), target()).prop_map(|(words, target)| format!("<img src=\"{target}\" alt=\"{words}\"> {words}")),
        1 => words().prop_map(|words| format!("- [ ] {words} $x^2$")),
    ]
}
