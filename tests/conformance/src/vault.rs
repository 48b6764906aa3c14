//! A case's vault on disk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::case::Case;
use crate::content::Content;

/// The day of the last change of files that name none: nothing may depend on the clock.
const SOME_DAY: &str = "2022-01-01";
const DAY: u64 = 24 * 60 * 60;

/// A folder of notes, beside it the settings and room for a site; all is gone when the value is.
#[derive(Debug)]
pub(crate) struct CaseVault {
    home: TempDir,
}

impl CaseVault {
    /// Writes the files and settings of a case.
    pub(crate) fn write(case: &Case) -> Result<Self, String> {
        let home = tempfile::Builder::new().prefix("conformance-").tempdir().map_err(|error| error.to_string())?;
        let vault = Self { home };
        fs::create_dir(vault.root()).map_err(|error| error.to_string())?;
        if !case.history.is_empty() {
            crate::history::begin(&vault.root())?;
        }
        for commit in &case.history {
            vault.put_all(&commit.files)?;
            crate::history::commit(&vault.root(), &commit.day)?;
        }
        vault.put_all(&case.files)?;
        fs::write(vault.settings(), crate::settings::json(&case.settings)).map_err(|error| error.to_string())?;
        fs::write(vault.config(), crate::settings::hedgerow(&case.settings)?).map_err(|error| error.to_string())?;
        Ok(vault)
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.home.path().join("vault")
    }

    /// Where a static site is built.
    pub(crate) fn out(&self) -> PathBuf {
        self.home.path().join("site")
    }

    /// The settings of the case as JSON.
    pub(crate) fn settings(&self) -> PathBuf {
        self.home.path().join("settings.json")
    }

    /// The settings of the case as Hedgerow reads them.
    pub(crate) fn config(&self) -> PathBuf {
        self.home.path().join("hedgerow.toml")
    }

    fn put_all(&self, files: &BTreeMap<String, Content>) -> Result<(), String> {
        let put = |(path, content): (&String, &Content)| {
            self.put(path, content).map_err(|error| format!("cannot write `{path}`: {error}"))
        };
        files.iter().try_for_each(put)
    }

    fn put(&self, path: &str, content: &Content) -> Result<(), String> {
        let at = self.root().join(path);
        if path.ends_with('/') {
            return fs::create_dir_all(at).map_err(|error| error.to_string());
        }
        fs::create_dir_all(at.parent().unwrap_or(&at)).map_err(|error| error.to_string())?;
        if let Some(target) = content.link() {
            return link(Path::new(target), &at);
        }
        fs::write(&at, content.bytes()?).map_err(|error| error.to_string())?;
        let day = content.modified().unwrap_or(SOME_DAY);
        let noon =
            Duration::from_secs(days_since_1970(day).ok_or_else(|| format!("`{day}` is no day"))? * DAY + DAY / 2);
        let file = File::options().write(true).open(&at).map_err(|error| error.to_string())?;
        file.set_modified(SystemTime::UNIX_EPOCH + noon).map_err(|error| error.to_string())
    }
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(target, at).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<(), String> {
    Err("there are no symbolic links on this system".to_owned())
}

/// Reads `2023-05-06`.
fn days_since_1970(day: &str) -> Option<u64> {
    let date: toml::value::Datetime = day.parse().ok()?;
    let date = date.date?;
    let (year, month, day) = (u64::from(date.year), u64::from(date.month), u64::from(date.day));
    // Years that begin in March have their leap day at the end.
    let (year, month) = if month < 3 { (year.checked_sub(1)?, month + 9) } else { (year, month - 3) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    days.checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::days_since_1970;

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(days_since_1970("1970-01-01"), Some(0));
        assert_eq!(days_since_1970("2000-03-01"), Some(11_017));
        assert_eq!(days_since_1970("2024-02-29"), Some(19_782));
        assert_eq!(days_since_1970("yesterday"), None);
    }
}
