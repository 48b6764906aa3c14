//! The icon of the site, as files of the vault offer it (rule W-24).

use std::collections::BTreeMap;

use hedgerow_model::{AssetPath, Key, Look, PageUrl};

use crate::{Policy, PublicAsset};

/// More sizes than this are of no use to a browser.
const MAX_SIZES: usize = 8;

/// A file that is the site's icon. Its name makes it public: `favicon.ico` and `favicon-32x32.png` mean nothing else, and
/// nothing of where they lie is shown, neither folder nor neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicIcon {
    /// The file; its address does not tell its path.
    pub file: PublicAsset,
    /// Width and height as the name says; `None` for `favicon.ico`.
    pub size: Option<(u32, u32)>,
}

/// Finds the icons among the files of a vault, whatever folder they lie in. What is ignored or excluded is none. Of several
/// with one name the one with the shortest path counts, then the first.
pub(crate) fn icons(assets: &[AssetPath], policy: &Policy) -> Vec<PublicIcon> {
    let mut found: BTreeMap<Option<(u32, u32)>, &AssetPath> = BTreeMap::new();
    for path in assets {
        let Some(size) = icon_size(path.file_name()) else { continue };
        if !policy.may_use(path.as_vault_path()) {
            continue;
        }
        let length = |path: &AssetPath| (path.as_str().chars().count(), path.clone());
        let kept = found.entry(size).or_insert(path);
        if length(path) < length(kept) {
            *kept = path;
        }
    }
    let icon = |(size, path): (Option<(u32, u32)>, &AssetPath)| {
        let address = match size {
            Some((width, height)) => format!("-/icons/favicon-{width}x{height}.png"),
            None => "favicon.ico".to_owned(),
        };
        let url = PageUrl::from_slug(&address);
        let look = size.map(|(width, height)| Look::Picture(width, height));
        PublicIcon { file: PublicAsset { path: path.clone(), url, look }, size }
    };
    found.into_iter().take(MAX_SIZES + 1).map(icon).collect()
}

/// Reads `favicon.ico` (`Some(None)`) and `favicon-32x32.png`.
fn icon_size(name: &str) -> Option<Option<(u32, u32)>> {
    let key = Key::of(name);
    if key.as_str() == "favicon.ico" {
        return Some(None);
    }
    let (width, height) = key.as_str().strip_prefix("favicon-")?.strip_suffix(".png")?.split_once('x')?;
    let number = |text: &str| {
        let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|&number: &u32| is_number && number > 0)
    };
    Some(Some((number(width)?, number(height)?)))
}

#[cfg(test)]
mod tests {
    use hedgerow_model::AssetPath;

    use super::{icon_size, icons};
    use crate::{Mode, Policy};

    #[test]
    fn an_icon_is_known_by_its_name_w_24() {
        for (name, expected) in [
            ("favicon.ico", Some(None)),
            ("Favicon.ICO", Some(None)),
            ("favicon-32x32.png", Some(Some((32, 32)))),
            ("favicon-0180x180.png", Some(Some((180, 180)))),
            ("favicon-0x0.png", None),
            ("favicon-32.png", None),
            ("favicon-ax32.png", None),
            ("favicon-99999x1.png", None),
            ("favicon-32x32.jpg", None),
            ("my favicon.ico", None),
            ("favicon.png", None),
        ] {
            assert_eq!(icon_size(name), expected, "{name}");
        }
    }

    #[test]
    fn the_shortest_path_counts_and_what_is_excluded_does_not_w_24() {
        let paths =
            ["Private/favicon.ico", "a/b/favicon.ico", "cc/favicon.ico", "dd/favicon.ico", "x/favicon-32x32.png"];
        let assets: Vec<AssetPath> = paths.iter().map(|path| AssetPath::new(path).unwrap()).collect();
        let policy = Policy::new(Mode::Explicit, &[], &["Private".to_owned()], None).unwrap();
        let found = icons(&assets, &policy);
        let found: Vec<(&str, String)> =
            found.iter().map(|icon| (icon.file.path().as_str(), icon.file.url().to_string())).collect();
        assert_eq!(found[0].0, "cc/favicon.ico");
        assert_eq!(found[1].0, "x/favicon-32x32.png");
        assert_eq!((found[0].1.as_str(), found[1].1.as_str()), ("/favicon.ico", "/-/icons/favicon-32x32.png"));
    }
}
