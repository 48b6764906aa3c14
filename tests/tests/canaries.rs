//! Secret words planted wherever a vault can hold one, and a crawl that must never meet them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use flate2::Crc;
use flate2::write::ZlibEncoder;
use hedgerow_tests::{Answer, Crawl, Door, Host, Question, TempGarden, encoded};

/// A word that stands in one hidden place.
fn canary(number: usize) -> String {
    format!("zzcanary{number:02}")
}

/// A word of the same length that stands nowhere.
fn stranger(number: usize) -> String {
    format!("qqcanary{number:02}")
}

/// The hidden places, each with its own number; the files of the vault hold them as `CANARY01` and so on.
const PLACES: [&str; 44] = [
    "title of a private note",
    "alias of a private note",
    "body of a private note",
    "file name of a private note",
    "folder that holds private notes only",
    "tag of a private note, inline",
    "tag of a private note, front matter",
    "heading of a private note",
    "block id of a private note",
    "text embedded from a private note, whole",
    "section embedded from a private note",
    "block embedded from a private note",
    "code of a private note",
    "footnote of a private note",
    "callout of a private note",
    "description of a private note",
    "permalink of a private note",
    "property of a private note",
    "`%%` comment of a public note, in a line",
    "`%%` comment of a public note, as a block",
    "HTML comment of a public note",
    "unclosed `%%` comment of a public note",
    "property of a public note that is not shown",
    "content of an attachment that only a comment uses",
    "name of an attachment that only a private note uses",
    "content of an attachment that only a private note uses",
    "name of an attachment that nothing uses",
    "text chunk of a public picture (PNG)",
    "EXIF of a public picture (JPEG)",
    "card of a canvas",
    "filter of a base",
    "broken front matter that hides",
    "broken front matter of a public note",
    "template",
    "dot folder",
    "target of a symbolic link, outside",
    "comment in hedgerow.toml",
    "backup of a note (`note.md~`)",
    "content of `.git`",
    "file that is not UTF-8",
    "note in an ignored folder",
    "unlisted note",
    "note with contradicting flags",
    "query block that would list private notes",
];

/// The vault: one public garden, and the secrets around and inside it.
const FILES: &[(&str, &str)] = &[
    (
        "hedgerow.toml",
        "# CANARY37\n[publish]\nexclude = [\"Private\"]\nignore = [\"Scratch\"]\n[render]\nshow_properties = [\"status\"]\n",
    ),
    (
        "index.md",
        "---\npublish: true\nstatus: growing\nmood: CANARY23\nup: \"[[Mentor]]\"\n---\n# The public lane\n\n\
         Here is a garden about lanterns. See [[Lanterns]], [[Mentor]], [[Mentor#A plan]], [[Private/Mentor|a friend]].\n\n\
         ![[Mentor]]\n\n![[Mentor#Embedded plan]]\n\n![[Mentor#^spot]]\n\n\
         before %%CANARY19%% after\n\n%%\nCANARY20\n\n- more of CANARY20\n%%\n\nagain <!-- CANARY21 --> and again\n\n\
         <!--\nCANARY21\n-->\n\n%%![[commented.csv]] and [[commented.csv]]%%\n\n\
         ![[tea.png]] ![[tea.jpg]] ![[Board.canvas]] [[Board.canvas]] ![[Shelf.base]] ![[link.png]] ![[Linked note]]\n\n\
         ```dataview\nLIST FROM \"Private\"\n```\n\n```base\nfilters: file.inFolder(\"Private\")\n```\n\n```query\npath:Private\n```\n",
    ),
    (
        "Lanterns.md",
        "---\npublish: true\ntags: [light]\n---\nLanterns are quiet. Back to [[index]]. #light/soft\n\n## A plan\n\nLight them.\n\n%% CANARY22\n\nnever closed CANARY22\n",
    ),
    (
        "Broken but public/Note.md",
        "---\nsecret: CANARY33\nbad: [1, 2\n---\nIts folder is public, its front matter broken.\n",
    ),
    (
        "Mentor.md",
        "---\ntitle: CANARY01\naliases: [CANARY02, Friend of the lane]\ntags: [CANARY07]\ndescription: CANARY16\npermalink: CANARY17\n\
         key: CANARY18\n---\n# CANARY01\n\nCANARY03 and lanterns, see [[Lanterns]] CANARY03 and [[index]]. #CANARY06 #light\n\n\
         ## CANARY08\n\nA block. ^CANARY09\n\n## A plan\n\nCANARY10\n\n## Embedded plan\n\nCANARY11\n\nCANARY12 in a block ^spot\n\n\
         ```rust\nlet CANARY13 = 1;\n```\n\nA claim[^1].\n\n[^1]: CANARY14 was told by [[Lanterns]]\n\n> [!tip] CANARY15\n> CANARY15\n\n\
         ![[hidden-map.png]] ![[CANARY25.png]] ![[secret-list.csv]]\n",
    ),
    ("Private/Mentor.md", "# Also private\n\nCANARY03 [[Lanterns]]\n"),
    ("CANARY04.md", "private by name, [[Lanterns]] links from here\n"),
    ("CANARY05/Inner/Note.md", "a folder without public notes [[index]]\n"),
    ("Hidden.md", "---\nprivate: true\nword: CANARY32\nbad: [1, 2\n---\nCANARY32 [[Lanterns]]\n"),
    ("Templates/Day.md", "---\npublish: true\n---\nCANARY34 [[Lanterns]]\n"),
    (".obsidian/app.json", "{\"word\": \"CANARY35\"}"),
    (".trash/Old.md", "---\npublish: true\n---\nCANARY35\n"),
    ("Lanterns.md~", "---\npublish: true\n---\nCANARY38\n"),
    (".git/config", "[core]\n\t# CANARY39\n"),
    ("Scratch/Note.md", "---\npublish: true\n---\nCANARY41 [[Lanterns]]\n"),
    ("Unlisted.md", "---\npublish: true\nunlisted: true\ntitle: CANARY42\n---\nCANARY42 [[Lanterns]]\n"),
    ("Both.md", "---\npublish: true\ndraft: true\n---\nCANARY43 [[Lanterns]]\n"),
    ("Private/CANARY44.md", "listed by a query, were it run\n"),
    ("CANARY25.png", "only a private note uses this"),
    ("commented.csv", "CANARY24 in it"),
    ("hidden-map.png", "CANARY26 is in its bytes"),
    ("secret-list.csv", "CANARY26,CANARY26\n"),
    ("CANARY27.pdf", "nothing uses this"),
    (
        "Board.canvas",
        "{\"nodes\":[{\"id\":\"a\",\"type\":\"text\",\"text\":\"CANARY30 [[Mentor]]\",\"x\":0,\"y\":0,\"width\":9,\"height\":9},\
                      {\"id\":\"b\",\"type\":\"file\",\"file\":\"CANARY04.md\",\"x\":0,\"y\":0,\"width\":9,\"height\":9}],\"edges\":[]}",
    ),
    ("Shelf.base", "filters: file.name == \"CANARY31\"\nviews: []\n"),
];

fn planted(text: &str) -> String {
    (1..=PLACES.len())
        .fold(text.to_owned(), |text, number| text.replace(&format!("CANARY{number:02}"), &canary(number)))
}

fn vault() -> TempGarden {
    let garden = TempGarden::of(FILES.iter().map(|(path, text)| (planted(path), planted(text))));
    // The picture of a public note, and the same with a word in its metadata.
    garden.write("tea.png", png_with_text(&canary(28)));
    garden.write("tea.jpg", jpeg_with_exif(&canary(29)));
    garden.write("Broken.md", [b"\xFF\xFE\xFD private ".as_slice(), canary(40).as_bytes(), b" \xC3\x28"].concat());
    let settings = std::fs::read_to_string(garden.at("hedgerow.toml")).unwrap();
    garden.write("hedgerow.toml", settings.replace("exclude", "include = [\"Broken but public\"]\nexclude"));
    #[cfg(unix)]
    {
        let outside = garden.root().parent().unwrap().join("outside");
        std::fs::create_dir(&outside).unwrap();
        std::fs::write(outside.join("note.md"), format!("---\npublish: true\n---\n{}", canary(36))).unwrap();
        std::fs::write(outside.join("link.png"), canary(36)).unwrap();
        std::os::unix::fs::symlink(outside.join("note.md"), garden.at("Linked note.md")).unwrap();
        std::os::unix::fs::symlink(outside.join("link.png"), garden.at("link.png")).unwrap();
        std::os::unix::fs::symlink(&outside, garden.at("Linked folder")).unwrap();
    }
    garden
}

/// A PNG of one pixel with a text chunk, a compressed one, and EXIF.
fn png_with_text(word: &str) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let both = [kind, data].concat();
        let mut crc = Crc::new();
        crc.update(&both);
        png.extend(&both);
        png.extend(crc.sum().to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(b"tEXt", format!("Comment\0{word}").as_bytes());
    chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0<x>{word}</x>").as_bytes());
    chunk(b"eXIf", format!("MM\0*\0\0\0\x08{word}").as_bytes());
    let mut pixels = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    pixels.write_all(&[0, 0]).unwrap();
    chunk(b"IDAT", &pixels.finish().unwrap());
    chunk(b"IEND", b"");
    png
}

/// The frame of a JPEG with EXIF, XMP, IPTC and a comment.
fn jpeg_with_exif(word: &str) -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, data: &[u8]| {
        jpeg.extend([0xFF, marker]);
        jpeg.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(data);
    };
    segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    segment(0xE1, format!("Exif\0\0MM\0*\0\0\0\x08{word}").as_bytes());
    segment(0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x>{word}</x>").as_bytes());
    segment(0xED, format!("Photoshop 3.0\0{word}").as_bytes());
    segment(0xFE, word.as_bytes());
    segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    jpeg.extend([0x00, 0xFF, 0xD9]);
    jpeg
}

/// The ways in which an address may be spelled otherwise.
fn spellings(target: &str) -> Vec<String> {
    let path = target.split('?').next().unwrap_or_default();
    let trimmed = path.trim_end_matches('/');
    let ends =
        ["/", ".md", ".html", ".json", ".txt", "/index.html", "/index", "~", ".bak", "%2F", "%00", "/.", "/..", "?x=1"];
    let mut found: Vec<String> = ends.iter().map(|end| format!("{trimmed}{end}")).collect();
    found.extend([trimmed.to_uppercase(), trimmed.to_lowercase(), format!("/%2e%2e{path}"), format!("/..%5c{path}")]);
    found.extend([
        trimmed.replace('-', "+"),
        trimmed.replace('-', "%20"),
        format!("//{}", trimmed.trim_start_matches('/')),
    ]);
    found.retain(|target| target.starts_with('/'));
    found
}

/// Asks for all that can be reached, and then for each address in other spellings, with other methods and with the headers
/// that change an answer.
fn crawl_in_every_way(door: &Door) -> Crawl {
    let searches = [
        "lanterns",
        "private",
        "mentor",
        "plan",
        "tea",
        "light",
        "a",
        "e",
        "tag:light",
        "zz",
        "zzcan",
        "\"see\"",
        "-lanterns",
        "path:Private",
    ];
    let searches = searches.iter().flat_map(|query| {
        let query = encoded(query);
        [
            format!("/-/api/search?q={query}&limit=50"),
            format!("/-/search?q={query}"),
            format!("/-/api/search?q={query}&offset=1"),
        ]
    });
    let known = [
        "/Mentor",
        "/Private/",
        "/Private/Mentor",
        "/Templates/Day",
        "/Hidden",
        "/Unlisted",
        "/Both",
        "/Board.canvas",
        "/Shelf.base",
        "/hidden-map.png",
        "/secret-list.csv",
        "/commented.csv",
        "/Linked-note",
        "/link.png",
        "/Linked-folder/note",
        "/Linked-folder/",
        "/hedgerow.toml",
        "/.git/config",
        "/.obsidian/app.json",
        "/Scratch/Note",
        "/Lanterns.md~",
        "/Broken",
        "/Friend-of-the-lane",
        "/-/tags/light",
    ];
    let mut crawl = Crawl::of(door, searches.chain(known.map(ToOwned::to_owned)));
    let targets: Vec<String> = crawl.answers.keys().map(|question| question.target.clone()).collect();
    for target in targets.iter().filter(|target| !target.starts_with("/-/assets/")) {
        for spelling in spellings(target) {
            crawl.ask(door, Question::get(spelling));
        }
        for method in ["HEAD", "POST", "OPTIONS", "PROPFIND", "TRACE"] {
            crawl.ask(door, Question::get(target).method(method));
        }
        crawl.ask(door, Question::get(target).with("range", "bytes=0-99"));
        crawl.ask(door, Question::get(target).with("if-none-match", "*"));
        crawl.ask(door, Question::get(target).with("accept", "application/json").with("x-forwarded-host", "elsewhere"));
    }
    crawl
}

#[test]
fn no_canary_is_met_by_a_reader_who_does_not_know_it() {
    let garden = vault();
    let door = Door::open(garden.root());
    assert_eq!(door.public_notes, ["Broken but public/Note.md", "Lanterns.md", "index.md"]);
    let crawl = crawl_in_every_way(&door);
    assert!(crawl.answers.len() > 1000, "the crawl got around: {}", crawl.answers.len());
    for sign in ["The public lane", "Lanterns are quiet", "Light them"] {
        assert!(!crawl.holding(sign).is_empty(), "the crawl meets what is public: {sign}");
    }
    let mut met = BTreeMap::new();
    for (at, place) in PLACES.iter().enumerate() {
        let holding = crawl.holding(&canary(at + 1));
        if !holding.is_empty() {
            met.insert(format!("{}, {place}", canary(at + 1)), holding.into_iter().take(5).collect::<Vec<_>>());
        }
    }
    assert!(met.is_empty(), "{met:#?}");
    // Whatever is not a canary of ours: nothing that begins like one either.
    assert_eq!(crawl.holding("zzcanary"), Vec::<String>::new());
}

#[test]
fn every_place_was_planted() {
    let garden = vault();
    let mut held = BTreeSet::new();
    let mut folders = vec![garden.root().parent().unwrap().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            held.insert(entry.path().to_str().unwrap().to_lowercase());
            if entry.path().is_dir() && !entry.path().is_symlink() {
                folders.push(entry.path());
            } else if entry.path().is_file() {
                held.insert(String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned());
            }
        }
    }
    for (at, place) in PLACES.iter().enumerate() {
        assert!(held.iter().any(|text| text.contains(&canary(at + 1))), "{place}");
    }
}

/// An answer with what the reader typed taken out of it, and with what follows from that: the tag of the body.
fn without_echo(answer: &Answer, typed: &str) -> (u16, Vec<(String, String)>, String) {
    let blank = |text: &str| text.replace(typed, "WORD");
    let headers = answer.headers.iter().filter(|(name, _)| name != "etag");
    let headers = headers.map(|(name, value)| (name.clone(), blank(value))).collect();
    (answer.status, headers, blank(&answer.text()))
}

/// Asks the same with a canary and with a word of the same length that never was anywhere.
fn same_as_for_a_stranger(host: &dyn Host, ask: impl Fn(&str) -> Question, word: &str, other: &str) {
    let (known, unknown) = (ask(word), ask(other));
    let (here, there) = (host.ask(&known), host.ask(&unknown));
    assert_eq!(without_echo(&here, word), without_echo(&there, other), "{known} tells more than {unknown}");
}

#[test]
fn who_guesses_a_canary_learns_nothing() {
    let garden = vault();
    let door = Door::open(garden.root());
    for number in 1..=PLACES.len() {
        let (word, other) = (canary(number), stranger(number));
        // Whole, cut short, and with a letter changed: neither prefixes nor guesses of what was meant may help.
        let words = [(word.clone(), other.clone()), (word[..9].to_owned(), other[..9].to_owned())];
        let forms = [
            "/{}",
            "/{}.md",
            "/{}.png",
            "/{}.pdf",
            "/{}/",
            "/{}/Inner/Note",
            "/Private/{}",
            "/-/tags/{}",
            "/-/assets/{}",
            "/?q={}",
            "/-/search?q={}",
            "/-/api/search?q={}",
            "/-/api/search?q={}&limit=50",
            "/-/api/search?q=%22{}%22",
            "/-/api/search?q=tag%3A{}",
            "/-/api/search?q=path%3A{}",
            "/-/api/search?q=lanterns%20OR%20{}",
            "/-/api/search?q=lanterns%20-{}",
            "/-/search?q=lanterns%20{}",
            "/search?q={}",
            "/-/graph?focus={}",
        ];
        for (word, other) in &words {
            for form in forms {
                same_as_for_a_stranger(&door, |word| Question::get(form.replace("{}", word)), word, other);
            }
            same_as_for_a_stranger(&door, |word| Question::get(format!("/{word}")).method("HEAD"), word, other);
        }
    }
}

#[test]
fn a_private_address_answers_as_one_that_never_was_w_09() {
    let garden = vault();
    let door = Door::open(garden.root());
    // Each private address beside one of the same length where nothing ever was.
    let pairs = [
        ("Mentor", "Nobody"),
        ("Hidden", "Nobody"),
        ("Unlisted", "Nobodies"),
        ("Both", "None"),
        ("Private/Mentor", "Nowhere/Nobody"),
        ("Private", "Nowhere"),
        ("Templates/Day", "Nowherest/Not"),
        ("hidden-map.png", "nothere-no.png"),
        ("secret-list.csv", "nothing-else.csv"),
        ("Board.canvas", "Nobdy.canvas"),
        ("commented.csv", "nowhere-1.csv"),
        ("Friend-of-the-lane", "Nobody-of-the-lane"),
        ("Scratch/Note", "Nothing/Note"),
        ("link.png", "none.png"),
        ("Linked-note", "Nothing-now"),
        ("hedgerow.toml", "nothings.toml"),
    ];
    for (private, never) in pairs {
        for end in ["", "/", ".md", ".html", ".json", "?raw=1"] {
            for method in ["GET", "HEAD", "POST"] {
                let ask = |path: &str| Question::get(format!("/{path}{end}")).method(method);
                let (here, there) = (door.ask(&ask(private)), door.ask(&ask(never)));
                assert_eq!(here.status, there.status, "{private}{end}");
                // The search box holds the words of the address, so that the length of the page may differ.
                let bare = |answer: &Answer| {
                    let text = answer.text();
                    let parts: Vec<&str> = text.split("value=\"").collect();
                    let rest = |part: &&str| part.split_once('"').map_or(String::new(), |(_, rest)| rest.to_owned());
                    let text: String = [parts[0].to_owned()].into_iter().chain(parts[1..].iter().map(rest)).collect();
                    let headers = answer.headers.iter().filter(|(name, _)| name != "content-length");
                    (answer.status, headers.cloned().collect::<Vec<_>>(), text)
                };
                assert_eq!(bare(&here), bare(&there), "{method} /{private}{end} and /{never}{end}");
            }
        }
    }
}

#[test]
fn a_note_that_is_withdrawn_is_gone_from_everything_w_06() {
    let word = canary(99);
    let note = |flag: &str| {
        format!(
            "---\n{flag}\naliases: [{word} by another name]\ntags: [{word}]\n---\n# {word}\n\n{word} ![[{word}.png]] [[index]]\n"
        )
    };
    let garden = TempGarden::of([
        ("index.md".to_owned(), "---\npublish: true\n---\nSee [[Withdrawn]] and ![[Withdrawn]].\n".to_owned()),
        ("Withdrawn.md".to_owned(), note("publish: true")),
        (format!("{word}.png"), word.clone()),
    ]);
    let before = crawl_in_every_way(&Door::open(garden.root()));
    assert!(before.holding(&word).len() > 20, "the crawl meets a word that is public");
    garden.write("Withdrawn.md", note("publish: false"));
    let after = crawl_in_every_way(&Door::open(garden.root()));
    assert_eq!(after.holding(&word), Vec::<String>::new());
    garden.remove("Withdrawn.md");
    let never = crawl_in_every_way(&Door::open(garden.root()));
    assert_eq!(after.difference(&never), None, "withdrawn and never written are the same");
}
