//! What stands in a file of a case's vault.

use base64::Engine as _;
use serde::Deserialize;

use crate::picture::png;

/// The content of a file, or the symbolic link that it is.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Content {
    Text(String),
    Made(Made),
}

/// Content that is not simply text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Made {
    base64: Option<String>,
    picture: Option<[u32; 2]>,
    repeat: Option<Vec<Piece>>,
    text: Option<String>,
    pub(crate) link: Option<String>,
    /// The day of the last change, as `2023-05-06`.
    pub(crate) modified: Option<String>,
}

/// A piece of a long text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Piece {
    Once(String),
    Many(String, usize),
}

impl Content {
    /// Returns the bytes of the file.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Made(made) => made.bytes(),
        }
    }

    pub(crate) fn link(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Made(made) => made.link.as_deref(),
        }
    }

    pub(crate) fn modified(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Made(made) => made.modified.as_deref(),
        }
    }
}

impl Made {
    fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self { base64: Some(code), picture: None, repeat: None, text: None, link: None, .. } => {
                base64::engine::general_purpose::STANDARD.decode(code).map_err(|error| format!("base64: {error}"))
            }
            Self { base64: None, picture: Some([width, height]), repeat: None, text: None, link: None, .. } => {
                Ok(png(*width, *height))
            }
            Self { base64: None, picture: None, repeat: Some(pieces), text: None, link: None, .. } => {
                Ok(pieces.iter().map(Piece::text).collect::<String>().into_bytes())
            }
            Self { base64: None, picture: None, repeat: None, text: Some(text), link: None, .. } => {
                Ok(text.clone().into_bytes())
            }
            Self { base64: None, picture: None, repeat: None, text: None, link: Some(_), .. } => Ok(Vec::new()),
            _ => Err("a file has exactly one of `base64`, `picture`, `repeat`, `text` and `link`".to_owned()),
        }
    }
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Self::Once(text) => text.clone(),
            Self::Many(text, times) => text.repeat(*times),
        }
    }
}
