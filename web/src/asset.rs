//! Files that the site's pages use.

use crate::table;

/// The path below which assets are served, without the site's base path.
pub const ASSETS_PREFIX: &str = "/-/assets/";

/// A file that pages use. Its hashed name changes with its bytes, so that it may be cached for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path below `web/`, such as `js/palette.js`; `css/garden.css` is all sheets in one.
    pub name: &'static str,
    /// The name it is served under, below [`ASSETS_PREFIX`].
    pub hashed_name: &'static str,
    /// The bytes as they are.
    pub bytes: &'static [u8],
    /// The bytes for readers that accept gzip; `None` where compressing gains nothing.
    pub gzip: Option<&'static [u8]>,
    /// The bytes for readers that accept Brotli; `None` where compressing gains nothing.
    pub brotli: Option<&'static [u8]>,
    /// The `content-type`.
    pub media_type: &'static str,
    /// The start of the BLAKE3 hash of the bytes, in hexadecimal.
    pub hash: &'static str,
}

/// Returns every asset, in order of names.
pub fn assets() -> &'static [Asset] {
    table::ASSETS
}

/// Finds the asset that is served under a hashed name.
pub fn asset(hashed_name: &str) -> Option<&'static Asset> {
    table::ASSETS.iter().find(|asset| asset.hashed_name == hashed_name)
}

/// Finds an asset by its path below `web/`.
pub fn source(name: &str) -> Option<&'static Asset> {
    let at = table::ASSETS.binary_search_by(|asset| asset.name.cmp(name)).ok()?;
    Some(&table::ASSETS[at])
}

/// Returns the address of an asset, without the site's base path.
///
/// # Panics
/// If there is no such asset: names are written in our own code and templates, which the tests render.
pub fn asset_url(name: &str) -> String {
    let asset = source(name).unwrap_or_else(|| panic!("`{name}` is not an asset"));
    format!("{ASSETS_PREFIX}{}", asset.hashed_name)
}

/// Returns the icon for `/favicon.ico`, which browsers ask for unasked.
pub fn favicon() -> &'static Asset {
    source("icons/favicon.ico").expect("the icon is one of the assets")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_by_its_hashed_name() {
        for wanted in assets() {
            assert_eq!(asset(wanted.hashed_name), Some(wanted));
            assert_eq!(source(wanted.name), Some(wanted));
            assert!(wanted.hashed_name.contains(wanted.hash), "{}", wanted.name);
        }
        assert_eq!(asset("garden.css"), None);
    }

    #[test]
    fn sheets_and_scripts_name_only_assets_that_exist() {
        for sheet in assets().iter().filter(|asset| asset.name.ends_with(".css")) {
            let text = std::str::from_utf8(sheet.bytes).unwrap();
            for target in text.split("url(").skip(1).map(|rest| rest.split(')').next().unwrap()) {
                assert!(asset(target).is_some(), "{} names `{target}`", sheet.name);
            }
        }
        for script in assets().iter().filter(|asset| asset.name.starts_with("js/")) {
            let text = std::str::from_utf8(script.bytes).unwrap();
            for target in text.split("\"./").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(asset(target).is_some(), "{} names `{target}`", script.name);
            }
        }
    }

    #[test]
    fn every_type_of_callout_has_its_icon_c_03() {
        let sheet = std::str::from_utf8(source("css/garden.css").unwrap().bytes).unwrap();
        for (icon, types) in [
            ("clipboard-list", "abstract summary tldr"),
            ("info", "info"),
            ("circle-check", "todo"),
            ("flame", "tip hint important"),
            ("check", "success check done"),
            ("circle-question-mark", "question help faq"),
            ("triangle-alert", "warning caution attention"),
            ("x", "failure fail missing"),
            ("zap", "danger error"),
            ("bug", "bug"),
            ("list", "example"),
            ("quote", "quote cite"),
        ] {
            let file = source(&format!("icons/{icon}.svg")).unwrap().hashed_name;
            for kind in types.split(' ') {
                let rule = sheet.split_inclusive('}').find(|rule| rule.contains(&format!("[data-callout=\"{kind}\"]")));
                assert!(
                    rule.is_some_and(|rule| rule.contains(&format!("--callout-icon: url({file})"))),
                    "{kind}: {rule:?}"
                );
            }
        }
        // `note`, and any type that is not known (rule C-04).
        let pencil = source("icons/pencil.svg").unwrap().hashed_name;
        assert!(
            sheet.contains(&format!("--callout-icon: url({pencil})")) && !sheet.contains("[data-callout=\"note\"]")
        );
    }

    #[test]
    fn own_sheets_and_scripts_name_no_other_host() {
        for ours in assets().iter().filter(|asset| asset.name.starts_with("js/") || asset.name == "css/garden.css") {
            let text = std::str::from_utf8(ours.bytes).unwrap();
            assert!(!text.contains("://"), "{}", ours.name);
        }
    }

    #[test]
    fn compressed_bytes_give_back_the_asset() {
        for asset in assets().iter().filter(|asset| asset.bytes.len() < 200_000) {
            if let Some(packed) = asset.brotli {
                assert!(packed.len() <= asset.bytes.len() + 8, "{}", asset.name);
            }
            assert_eq!(asset.gzip.is_some(), asset.brotli.is_some());
        }
    }

    #[test]
    fn text_and_code_fonts_stay_small() {
        let size: usize = assets().iter().filter(|a| a.name.starts_with("fonts/")).map(|a| a.bytes.len()).sum();
        assert!(size < 350_000, "{size} bytes of fonts");
    }
}
