//! By which selectors a program's pages are read.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use scraper::Selector;

/// The selectors of things that programs call differently, by role.
#[derive(Clone, Debug)]
pub struct Roles {
    selectors: BTreeMap<String, String>,
}

impl Roles {
    /// Reads a file of roles.
    ///
    /// # Errors
    /// If it cannot be read, or a value is no selector.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let selectors: BTreeMap<String, String> =
            toml::from_str(&text).with_context(|| format!("`{}` is no file of roles", path.display()))?;
        for (role, selector) in &selectors {
            if let Err(error) = Selector::parse(selector) {
                anyhow::bail!("{}: `{role}`: {error}", path.display());
            }
        }
        Ok(Self { selectors })
    }

    /// Returns the selector of a role that the suite itself needs; `None` if the program's pages have no such thing.
    pub(crate) fn own(&self, role: &str) -> Option<Selector> {
        self.selectors.get(role).and_then(|selector| Selector::parse(selector).ok())
    }

    /// Reads a selector in which roles stand in braces.
    pub(crate) fn selector(&self, select: &str) -> Result<Selector, Unusable> {
        let mut css = String::new();
        let mut rest = select;
        while let Some((before, role, after)) = next_role(rest) {
            let Some(selector) = self.selectors.get(role) else { return Err(Unusable::Role(role.to_owned())) };
            css.push_str(before);
            css.push_str(&format!(":is({selector})"));
            rest = after;
        }
        css.push_str(rest);
        Selector::parse(&css).map_err(|error| Unusable::Selector(format!("`{select}` is no selector: {error}")))
    }
}

/// Why a selector cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// The program has no such thing, or the case has a role that does not exist.
    Role(String),
    /// It is wrong as it stands.
    Selector(String),
}

fn next_role(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (role, after) = rest.split_once('}')?;
    Some((before, role, after))
}
