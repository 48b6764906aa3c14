//! A vault with a secret word in each place that can hold one.

use std::io::Write;

use flate2::Crc;
use flate2::write::ZlibEncoder;
use hedgerow_tests::TempGarden;

/// A word that stands in one hidden place.
pub(crate) fn canary(number: usize) -> String {
    format!("zzcanary{number:02}")
}

/// The hidden places, each with its own number; the files of the vault hold them as `CANARY01` and so on.
pub(crate) const PLACES: [&str; 55] = [
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
    "card of a canvas that only a private note shows",
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
    "unlisted note, for a reader who does not know its address",
    "note with contradicting flags",
    "query block that would list private notes",
    "title of a private note on a public canvas",
    "path and part of a private note on a public canvas",
    "picture of an excluded folder on a public canvas",
    "background of a group on a public canvas",
    "comment in a text card of a public canvas",
    "ids, notes to self and cards of no known kind in the file of a public canvas",
    "icon in an excluded folder",
    "style sheet that is not allowed",
    "script of the owner",
    "private note that the navigation is told about",
    "data of a public drawing",
];

/// The vault: one public garden, and the secrets around and inside it.
const FILES: &[(&str, &str)] = &[
    (
        "hedgerow.toml",
        "# CANARY37\n[navigation]\norder = [\"CANARY54.md\"]\nhide = [\"CANARY54.md\"]\n[publish]\nexclude = [\"Private\"]\nignore = [\"Scratch\"]\n[render]\nshow_properties = [\"status\"]\n",
    ),
    (
        "index.md",
        "---\npublish: true\nstatus: growing\nmood: CANARY23\nup: \"[[Mentor]]\"\n---\n# The public lane\n\n\
         Here is a garden about lanterns. See [[Lanterns]], [[Mentor]], [[Mentor#A plan]], [[Private/Mentor|a friend]].\n\n\
         ![[Mentor]]\n\n![[Mentor#Embedded plan]]\n\n![[Mentor#^spot]]\n\n\
         before %%CANARY19%% after\n\n%%\nCANARY20\n\n- more of CANARY20\n%%\n\nagain <!-- CANARY21 --> and again\n\n\
         <!--\nCANARY21\n-->\n\n%%![[commented.csv]] and [[commented.csv]]%%\n\n\
         <div><!-- <img src=\"commented.csv\"> --></div>\n\n<template>\n<img src=\"commented.csv\">\n</template>\n\n\
         ![[tea.png]] ![[tea.jpg]] ![[Board.canvas]] [[Board.canvas]] ![[Shelf.base]] ![[link.png]] ![[Linked note]] ![[Sketch.excalidraw]]\n\n\
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
         ![[hidden-map.png]] ![[CANARY25.png]] ![[secret-list.csv]] ![[Inner.canvas]]\n",
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
    (
        "CANARY42.md",
        "---\npublish: true\nunlisted: true\ntitle: CANARY42\naliases: [CANARY42 again]\ntags: [CANARY42]\n---\nCANARY42 lanterns [[Lanterns]] [[index]]\n",
    ),
    ("Both.md", "---\npublish: true\ndraft: true\n---\nCANARY43 [[Lanterns]]\n"),
    ("Private/CANARY44.md", "listed by a query, were it run\n"),
    ("Private/favicon.ico", "CANARY51"),
    ("Private/favicon-16x16.png", "CANARY51"),
    ("publish.css", "body::after { content: \"CANARY52\" }"),
    ("publish.js", "CANARY53()"),
    ("CANARY54.md", "private, and named in the settings\n"),
    ("CANARY25.png", "only a private note uses this"),
    ("commented.csv", "CANARY24 in it"),
    ("hidden-map.png", "CANARY26 is in its bytes"),
    ("secret-list.csv", "CANARY26,CANARY26\n"),
    ("CANARY27.pdf", "nothing uses this"),
    (
        "Board.canvas",
        "{\"nodes\":[{\"id\":\"CANARY50\",\"type\":\"text\",\"text\":\"A board of lanterns. [[Mentor]] ![[Mentor]] %%CANARY49%% <!-- CANARY49 -->\",\"x\":0,\"y\":0},\
          {\"id\":\"b\",\"type\":\"file\",\"file\":\"CANARY04.md\",\"x\":0,\"y\":100},\
          {\"id\":\"c\",\"type\":\"file\",\"file\":\"Private/CANARY46.md\",\"subpath\":\"#CANARY46\",\"x\":0,\"y\":200,\"memo\":\"CANARY50\"},\
          {\"id\":\"d\",\"type\":\"file\",\"file\":\"Mentor.md\",\"subpath\":\"#CANARY08\",\"x\":0,\"y\":300},\
          {\"id\":\"e\",\"type\":\"file\",\"file\":\"Private/CANARY47.png\",\"x\":0,\"y\":400},\
          {\"id\":\"f\",\"type\":\"file\",\"file\":\"Lanterns.md\",\"x\":0,\"y\":500},\
          {\"id\":\"g\",\"type\":\"group\",\"label\":\"Around\",\"background\":\"Private/CANARY48.png\",\"x\":-9,\"y\":-9,\"width\":500,\"height\":700},\
          {\"id\":\"h\",\"type\":\"file\",\"file\":\"Inner.canvas\",\"x\":0,\"y\":600},\
          {\"id\":\"i\",\"type\":\"thought\",\"text\":\"CANARY50\"}],\
          \"edges\":[{\"id\":\"CANARY50\",\"fromNode\":\"b\",\"toNode\":\"c\"},{\"fromNode\":\"d\",\"toNode\":\"CANARY50\"}],\"viewport\":\"CANARY50\"}",
    ),
    (
        "Sketch.excalidraw.md",
        "---\npublish: true\nexcalidraw-plugin: parsed\n---\n# Text Elements\nCANARY55 [[Mentor]] [[CANARY55]] #CANARY55 ^CANARY55\n\n%%\n```compressed-json\nCANARY55\n```\n%%\n",
    ),
    (
        "Inner.canvas",
        "{\"nodes\":[{\"type\":\"text\",\"text\":\"CANARY30 [[Mentor]]\"},{\"type\":\"file\",\"file\":\"CANARY04.md\"}]}",
    ),
    ("Private/CANARY46.md", "---\ntitle: CANARY45\n---\n# CANARY46\nCANARY45\n"),
    ("Private/CANARY47.png", "CANARY47"),
    ("Private/CANARY48.png", "CANARY48"),
    ("Shelf.base", "filters: file.name == \"CANARY31\"\nviews: []\n"),
];

fn planted(text: &str) -> String {
    (1..=PLACES.len())
        .fold(text.to_owned(), |text, number| text.replace(&format!("CANARY{number:02}"), &canary(number)))
}

pub(crate) fn vault() -> TempGarden {
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
