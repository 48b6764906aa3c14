//! Turns the files of this folder into one table of assets: style sheets joined, names hashed, bytes compressed.
//!
//! 1. The sheets in `css/` become one `garden.css`, in the order of [`SHEETS`].
//! 2. Each asset is named by the hash of its content; what refers to another asset of ours is rewritten to the hashed
//!    name first, so that a changed font changes the name of the sheet that uses it.
//! 3. Text is compressed once, here, so that starting the program costs nothing. The results are kept in `OUT_DIR` by
//!    hash, because compressing the diagram library takes seconds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The parts of `garden.css`, in the order in which they build on each other.
const SHEETS: [&str; 15] = [
    "fonts",
    "tokens",
    "base",
    "layout",
    "prose",
    "callout",
    "code",
    "embed",
    "canvas",
    "components",
    "listing",
    "search",
    "palette",
    "preview",
    "print",
];

/// Folders whose files are served.
const SERVED: [&str; 5] = ["fonts", "icons", "js", "vendor/katex", "vendor/mermaid"];

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets the manifest folder"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets the output folder"));
    for watched in ["build.rs", "css", "fonts", "icons", "js", "vendor", "templates"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    let assets = name_all(read_sources(&root));
    let mut code = String::from("pub(crate) static ASSETS: &[Asset] = &[\n");
    for asset in assets.values() {
        write_asset(&mut code, &out, asset);
    }
    code.push_str("];\n\npub(crate) static TEMPLATES: &[Template] = &[\n");
    for (name, path) in files_below(&root.join("templates")) {
        writeln!(code, "    Template {{ name: {name:?}, source: include_str!({path:?}) }},")
            .expect("writing to a string");
    }
    code.push_str("];\n");
    fs::write(out.join("table.rs"), code).expect("OUT_DIR can be written");
}

/// A file of ours with its final bytes and name.
struct Named {
    /// `css/garden.css`.
    name: String,
    /// `garden.0123456789ab.css`.
    hashed: String,
    bytes: Vec<u8>,
}

/// Reads every served file; the key is its name in this folder.
fn read_sources(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let sheet: Vec<String> = SHEETS.iter().map(|name| read_text(&root.join(format!("css/{name}.css")))).collect();
    let mut sources = BTreeMap::from([("css/garden.css".to_owned(), sheet.join("\n").into_bytes())]);
    for folder in SERVED {
        for (name, path) in files_below(&root.join(folder)) {
            if !name.ends_with("LICENSE") {
                sources.insert(format!("{folder}/{name}"), fs::read(path).expect("a listed file can be read"));
            }
        }
    }
    sources
}

/// Names all files, those without references first. Files that refer to each other in a circle cannot be named.
fn name_all(mut waiting: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Named> {
    let mut named: BTreeMap<String, Named> = BTreeMap::new();
    while !waiting.is_empty() {
        let ready: Vec<String> = waiting
            .iter()
            .filter(|(name, bytes)| is_ready(name, bytes, &waiting))
            .map(|(name, _)| name.clone())
            .collect();
        assert!(!ready.is_empty(), "assets refer to each other in a circle: {:?}", waiting.keys());
        for name in ready {
            let bytes = waiting.remove(&name).expect("the name was just listed");
            let bytes = if may_refer(&name) { rewrite(&bytes, &named) } else { bytes };
            let hash = blake3::hash(&bytes).to_hex();
            let file_name = name.rsplit('/').next().expect("a split has a last part");
            let (stem, extension) = file_name.rsplit_once('.').expect("every asset has an extension");
            let hashed = format!("{stem}.{}.{extension}", &hash[..12]);
            named.insert(name.clone(), Named { name, hashed, bytes });
        }
    }
    named
}

/// Our own sheets and scripts, and KaTeX's sheet, name other assets.
fn may_refer(name: &str) -> bool {
    name.ends_with(".css") || name.starts_with("js/")
}

fn is_ready(name: &str, bytes: &[u8], waiting: &BTreeMap<String, Vec<u8>>) -> bool {
    !may_refer(name)
        || !waiting.keys().filter(|other| *other != name).any(|other| {
            let text = String::from_utf8_lossy(bytes);
            references(other).iter().any(|reference| text.contains(reference.as_str()))
        })
}

/// The ways in which a sheet or script names an asset: all assets are served from one folder.
fn references(name: &str) -> [String; 4] {
    let file_name = name.rsplit('/').next().expect("a split has a last part");
    [format!("\"./{file_name}\""), format!("\"../{name}\""), format!("url(../{name})"), format!("url({file_name})")]
}

fn rewrite(bytes: &[u8], named: &BTreeMap<String, Named>) -> Vec<u8> {
    let mut text = String::from_utf8(bytes.to_vec()).expect("sheets and scripts are UTF-8");
    for other in named.values() {
        let hashed = &other.hashed;
        let [here, up, url_up, url_here] = references(&other.name);
        let url = format!("url({hashed})");
        text = text.replace(&here, &format!("\"./{hashed}\"")).replace(&up, &format!("\"./{hashed}\""));
        text = text.replace(&url_up, &url).replace(&url_here, &url);
    }
    text.into_bytes()
}

fn write_asset(code: &mut String, out: &Path, asset: &Named) {
    let kept = |suffix: &str, compress: &dyn Fn(&[u8]) -> Vec<u8>| {
        let path = out.join(format!("{}{suffix}", asset.hashed));
        if !path.exists() {
            fs::write(&path, compress(&asset.bytes)).expect("OUT_DIR can be written");
        }
        path
    };
    let raw = kept("", &<[u8]>::to_vec);
    let is_text = !asset.name.ends_with(".woff2") && !asset.name.ends_with(".ico") && !asset.name.ends_with(".png");
    let packed = |suffix: &str, compress: &dyn Fn(&[u8]) -> Vec<u8>| {
        if is_text { format!("Some(include_bytes!({:?}))", kept(suffix, compress)) } else { "None".to_owned() }
    };
    let hash = asset.hashed.rsplit('.').nth(1).expect("a hashed name has three parts");
    writeln!(
        code,
        "    Asset {{ name: {:?}, hashed_name: {:?}, bytes: include_bytes!({raw:?}), gzip: {}, brotli: {}, media_type: {:?}, hash: {hash:?} }},",
        asset.name,
        asset.hashed,
        packed(".gz", &gzip),
        packed(".br", &brotli),
        media_type(&asset.name),
    )
    .expect("writing to a string");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    // The highest quality takes a minute for megabytes in an unoptimised build script, for a few percent.
    let quality = if bytes.len() > 200_000 { 9 } else { 11 };
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, quality, 22).write_all(bytes).expect("writing to memory");
    packed
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("ico") => "image/x-icon",
        Some("png") => "image/png",
        _ => panic!("`{name}` has no media type: add its extension to build.rs"),
    }
}

fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files below a folder in order of their names, which are relative to it.
fn files_below(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("a folder of ours can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name =
                    path.strip_prefix(folder).expect("found below the folder").to_string_lossy().replace('\\', "/");
                files.push((name, path));
            }
        }
    }
    files.sort();
    files
}
