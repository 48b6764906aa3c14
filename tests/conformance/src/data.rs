//! What a program says of its site as data. The schema is that of `hedgerow inspect --json`.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde::Deserialize;

/// The public part of a vault.
#[derive(Debug, Deserialize)]
pub(crate) struct SiteData {
    pub(crate) notes: Vec<NoteData>,
    pub(crate) assets: Option<Vec<AssetData>>,
}

/// A public note. All but path and address may be left out; what speaks of it is then not run.
#[derive(Debug, Deserialize)]
pub(crate) struct NoteData {
    pub(crate) path: String,
    pub(crate) url: String,
    pub(crate) title: Option<String>,
    pub(crate) aliases: Option<Vec<String>>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) links: Option<Vec<LinkData>>,
    pub(crate) backlinks: Option<Vec<String>>,
    pub(crate) mentions: Option<Vec<Mention>>,
}

/// A note that names another without linking to it: its path, alone or with more to say.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Mention {
    Path(String),
    Told { path: String },
}

#[derive(Debug, Deserialize)]
pub(crate) struct LinkData {
    pub(crate) raw: String,
    kind: LinkKind,
    target: Option<String>,
    url: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum LinkKind {
    Note,
    Asset,
    External,
    Missing,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AssetData {
    pub(crate) path: String,
    pub(crate) url: String,
}

/// A diagnostic of a checker.
#[derive(Debug, Deserialize)]
pub(crate) struct Warning {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) code: String,
}

/// All that a checker says.
#[derive(Debug, Deserialize)]
pub(crate) struct CheckData {
    pub(crate) diagnostics: Vec<Warning>,
}

impl SiteData {
    pub(crate) fn note(&self, path: &str) -> Option<&NoteData> {
        self.notes.iter().find(|note| note.path == path)
    }

    /// Returns the addresses of notes and attachments by vault path.
    pub(crate) fn addresses(&self) -> BTreeMap<&str, &str> {
        let notes = self.notes.iter().map(|note| (note.path.as_str(), note.url.as_str()));
        notes.chain(self.assets.iter().flatten().map(|asset| (asset.path.as_str(), asset.url.as_str()))).collect()
    }
}

impl Mention {
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Path(path) | Self::Told { path } => path,
        }
    }
}

impl LinkData {
    /// Returns where it leads as cases say it: vault path and anchor, or an address; `None` for nowhere.
    pub(crate) fn leads(&self) -> Option<String> {
        let target = self.target.as_ref()?;
        if self.kind == LinkKind::External || self.kind == LinkKind::Missing {
            return (self.kind == LinkKind::External).then(|| target.clone());
        }
        let fragment = self.url.as_deref().and_then(|url| url.split_once('#')).map(|(_, fragment)| fragment);
        Some(match fragment {
            Some(fragment) => format!("{target}#{}", percent_decode_str(fragment).decode_utf8_lossy()),
            None => target.clone(),
        })
    }
}
