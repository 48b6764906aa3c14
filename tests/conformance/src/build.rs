//! A site that a program writes as files.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::answer::Answer;
use crate::command::Template;
use crate::site::Site;
use crate::vault::CaseVault;

/// What is encoded in the path of a file.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// A folder of pages, read as the simplest of file servers would.
#[derive(Debug)]
pub(crate) struct Built {
    root: PathBuf,
    origin: Url,
}

impl Built {
    /// Builds the site of a vault.
    pub(crate) fn make(template: &Template, vault: &CaseVault) -> Result<Self, String> {
        template.output(vault, 0)?;
        let origin = Url::parse("http://site.invalid/").map_err(|error| error.to_string())?;
        Ok(Self { root: vault.out(), origin })
    }

    /// Finds the file of a path: itself, with `.html`, or the index of the folder.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let decoded = percent_decode_str(path).decode_utf8().ok()?;
        let relative = decoded.trim_matches('/');
        if relative.split('/').any(|segment| segment == "..") {
            return None;
        }
        let at = self.root.join(relative);
        let with_suffix = self.root.join(format!("{relative}.html"));
        [at.clone(), with_suffix, at.join("index.html")].into_iter().find(|file| file.is_file())
    }
}

impl Site for Built {
    fn origin(&self) -> &Url {
        &self.origin
    }

    fn ask(&self, _: &str, path: &str, _: &BTreeMap<String, String>) -> Result<Answer, String> {
        let (status, file) = match self.file(path) {
            Some(file) => (200, file),
            None => (404, self.root.join("404.html")),
        };
        let kind = match file.extension().and_then(|extension| extension.to_str()) {
            Some("html" | "htm") => "text/html",
            Some("json") => "application/json",
            Some("xml") => "application/xml",
            Some("js" | "css" | "txt" | "md") => "text/plain",
            _ => "application/octet-stream",
        };
        let body = fs::read(&file).unwrap_or_default();
        Ok(Answer { status, headers: vec![("content-type".to_owned(), kind.to_owned())], body })
    }

    fn all(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(relative) = path.strip_prefix(&self.root).ok().and_then(|path| path.to_str()) {
                    paths.push(format!("/{}", utf8_percent_encode(relative, PATH)));
                }
            }
        }
        paths
    }

    fn is_served(&self) -> bool {
        false
    }
}
