//! Settings: what `hedgerow.toml` and the flags say, checked, with a default for everything.

mod base_url;
mod nearest;
mod reader;
mod section;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use hedgerow_publish::Mode;
use hedgerow_server::Password;

use crate::args::Overrides;
use crate::failure::{Complaint, Failure};

pub use base_url::BaseUrl;
pub(crate) use nearest::nearest;

/// The name of the settings file in the vault's root.
pub(crate) const FILE_NAME: &str = "hedgerow.toml";

/// A password that is set here is stronger than one in the file, and does not lie in the vault.
const PASSWORD_VARIABLE: &str = "HEDGEROW_PASSWORD";

/// All settings of a garden.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How the site presents itself.
    pub site: SiteSettings,
    /// What is public.
    pub publish: PublishSettings,
    /// How notes are rendered.
    pub render: RenderSettings,
    /// How the tree of pages is ordered.
    pub navigation: NavigationSettings,
    /// Who may read.
    pub access: AccessSettings,
    /// The file they were read from, if there is one.
    pub file: Option<SettingsFile>,
}

/// The `[site]` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSettings {
    /// The name of the site; by default the name of the vault's folder.
    pub title: Option<String>,
    /// One sentence on the site.
    pub description: String,
    /// Who writes it.
    pub author: String,
    /// Where it is on the web.
    pub base_url: Option<BaseUrl>,
    /// The language of the notes, a BCP 47 tag.
    pub language: String,
    /// The vault path of the home page; by default found by rule F-21.
    pub home: Option<String>,
    /// Search engines are welcome (rule W-30).
    pub search_engines: bool,
    /// `publish.css` in the vault's root styles the site (rule W-24).
    pub publish_css: bool,
    /// Links show what they lead to while a mouse rests on them (rule W-16).
    pub previews: bool,
}

/// The `[publish]` table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishSettings {
    /// What is public when nothing else decides (rule W-02).
    pub mode: Mode,
    /// Folders and patterns whose notes are public (rule W-01 e).
    pub include: Vec<String>,
    /// Folders and patterns whose notes are private (rule W-01 d).
    pub exclude: Vec<String>,
    /// Template folders; by default `templates` and `_templates` in the root (rule F-06).
    pub templates: Option<Vec<String>>,
    /// Patterns of files that do not exist for any purpose (rule F-05).
    pub ignore: Vec<String>,
    /// What `.gitignore` files name does not exist either (rule F-05).
    pub gitignore: bool,
}

/// The `[render]` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderSettings {
    /// A single line end in a paragraph is a space and not a line break (rule I-29).
    pub strict_line_breaks: bool,
    /// The properties that readers may see (rule P-16).
    pub show_properties: Vec<String>,
    /// The title stands above a note, for the eye too (rule W-20).
    pub show_title: bool,
}

/// The `[navigation]` table: vault paths of folders and notes (rule W-15).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavigationSettings {
    /// What stands first among its neighbours, in this order.
    pub order: Vec<String>,
    /// What is left out of the tree and of the pages of folders; it stays reachable.
    pub hide: Vec<String>,
}

/// The `[access]` table (rule W-31).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessSettings {
    /// What readers must know; without one everybody may read.
    pub password: Option<Password>,
    /// What the page that asks for it says.
    pub greeting: String,
}

/// The file that settings were read from, kept for messages about it.
#[derive(Clone)]
pub struct SettingsFile {
    path: PathBuf,
    text: String,
    list_entries: Vec<section::Placed>,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            title: None,
            description: String::new(),
            author: String::new(),
            base_url: None,
            language: "en".into(),
            home: None,
            search_engines: true,
            previews: true,
            publish_css: false,
        }
    }
}

impl Default for RenderSettings {
    fn default() -> Self {
        Self { strict_line_breaks: false, show_properties: Vec::new(), show_title: true }
    }
}

impl Settings {
    /// Reads the settings of a vault: the file that was named, else `hedgerow.toml` in the vault's root, else nothing;
    /// then the flags, which are stronger.
    ///
    /// # Errors
    /// Where a named file cannot be read, or a key or value cannot be used.
    pub fn load(vault: &Path, named: Option<&Path>, overrides: &Overrides) -> Result<Self, Failure> {
        let path = Self::path(vault, named);
        let mut settings = match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&path, &text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Self::default(),
            Err(error) => return Err(Failure::new(format!("cannot read the settings `{}`: {error}", path.display()))),
        };
        settings.apply(overrides);
        settings.apply_password(std::env::var_os(PASSWORD_VARIABLE))?;
        Ok(settings)
    }

    /// Returns where the settings of a vault are, whether or not there are any: at the place that was named, else in its root.
    pub(crate) fn path(vault: &Path, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| vault.join(FILE_NAME), Path::to_owned)
    }

    /// Reads the text of a settings file; `path` is only for messages.
    ///
    /// # Errors
    /// Every key and value that cannot be used, each with its place.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        let (mut settings, list_entries, wrong) = reader::read(text);
        let file = SettingsFile { path: path.to_owned(), text: text.to_owned(), list_entries };
        if !wrong.is_empty() {
            return Err(Failure::from_complaints(wrong.into_iter().map(|wrong| file.complaint(wrong)).collect()));
        }
        settings.file = Some(file);
        Ok(settings)
    }

    /// Makes a failure of a pattern that turned out to be unusable, at its place in the file if it is from there.
    pub(crate) fn bad_pattern(&self, pattern: &str, reason: &str) -> Failure {
        let message = format!("`{pattern}` is not a pattern: {reason}");
        let placed = self.file.as_ref().and_then(|file| {
            let entry = file.list_entries.iter().find(|entry| entry.text == pattern)?;
            Some(file.complaint(section::Wrong { span: entry.span.clone(), message: message.clone(), help: None }))
        });
        placed.map_or_else(|| Failure::new(message), |complaint| Failure::from_complaints(vec![complaint]))
    }

    /// Takes the password from the environment. One that is set and cannot be used ends the command: a garden that was
    /// meant to be closed is not opened by a slip.
    fn apply_password(&mut self, variable: Option<OsString>) -> Result<(), Failure> {
        let Some(value) = variable else { return Ok(()) };
        let text = value.to_str().ok_or("it is not UTF-8");
        let password = text.and_then(Password::plain);
        let password = password.map_err(|reason| Failure::new(format!("`{PASSWORD_VARIABLE}` is set: {reason}")))?;
        self.access.password = Some(password);
        Ok(())
    }

    fn apply(&mut self, overrides: &Overrides) {
        if let Some(mode) = overrides.publish {
            self.publish.mode = mode.into();
        }
        if let Some(title) = &overrides.title {
            self.site.title = Some(title.clone());
        }
        if let Some(base_url) = &overrides.base_url {
            self.site.base_url = Some(base_url.clone());
        }
    }
}

/// Leaves out the text, in which a password may stand.
impl std::fmt::Debug for SettingsFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SettingsFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SettingsFile {
    /// Returns where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what it said.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn complaint(&self, wrong: section::Wrong) -> Complaint {
        Complaint::at(self.path.display().to_string(), self.text.clone(), wrong.span, wrong.message, wrong.help)
    }
}
