//! What of the folder does not exist for any purpose (rules F-04 and F-05).

use std::path::{Path, PathBuf};

use hedgerow_model::{Key, VaultPath};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::{OpenError, VaultOptions};

/// The name of the settings file in the vault's root.
const SETTINGS_FILE: &str = "hedgerow.toml";

/// The rules that leave a path out.
#[derive(Clone, Debug)]
pub(crate) struct Ignored {
    patterns: Gitignore,
    own_files: Vec<PathBuf>,
}

impl Ignored {
    pub(crate) fn new(root: &Path, options: &VaultOptions) -> Result<Self, OpenError> {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for pattern in &options.ignore {
            // Patterns and paths are both folded: a name that is composed otherwise on disk must not slip through.
            builder
                .add_line(None, &as_line(pattern))
                .map_err(|error| OpenError::BadPattern { pattern: pattern.clone(), reason: error.to_string() })?;
        }
        let patterns = builder
            .build()
            .map_err(|error| OpenError::BadPattern { pattern: options.ignore.join(" "), reason: error.to_string() })?;
        let own_files = options.own_files.iter().filter_map(|file| file.canonicalize().ok());
        let own_files = own_files.filter_map(|file| Some(file.strip_prefix(root).ok()?.to_owned())).collect();
        Ok(Self { patterns, own_files })
    }

    /// Tells whether a file is left out, for its own name or for a folder it lies in.
    pub(crate) fn hides_file(&self, path: &VaultPath) -> bool {
        let text = path.as_str();
        text.match_indices('/').any(|(end, _)| self.hides_entry(&text[..end], true)) || self.hides_entry(text, false)
    }

    /// Tells whether a file or folder is left out, when the folders above it are known not to be.
    pub(crate) fn hides_entry(&self, path: &str, is_folder: bool) -> bool {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        name.starts_with('.')
            || (!is_folder && (is_temporary(name) || self.is_own(path)))
            || self.patterns.matched(Key::of(path).as_str(), is_folder).is_ignore()
    }

    fn is_own(&self, path: &str) -> bool {
        path.eq_ignore_ascii_case(SETTINGS_FILE) || self.own_files.iter().any(|own| own == Path::new(path))
    }
}

/// Makes a pattern a line of `.gitignore`: in a list of settings a `#` starts no comment, and `./a` means `/a`.
fn as_line(pattern: &str) -> String {
    let folded = Key::of(pattern);
    let folded = folded.as_str();
    match folded.strip_prefix("./") {
        Some(rest) => format!("/{rest}"),
        None if folded.starts_with('#') => format!("\\{folded}"),
        None => folded.to_owned(),
    }
}

/// Tells whether editors and other programs use such a name for a file of the moment (rule F-05).
fn is_temporary(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with('~')
        || lower.starts_with("~$")
        || (lower.len() > 1 && lower.starts_with('#') && lower.ends_with('#'))
        || [".tmp", ".temp", ".swp", ".swo", ".swx", ".part", ".crdownload"].iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(patterns: &[&str], path: &str) -> bool {
        let options = VaultOptions { ignore: patterns.iter().map(ToString::to_string).collect(), ..Default::default() };
        Ignored::new(Path::new("/"), &options).unwrap().hides_file(&VaultPath::new(path).unwrap())
    }

    #[test]
    fn a_segment_that_starts_with_a_dot_hides_all_below_f_04() {
        for path in [".obsidian/app.json", "a/.trash/b.md", ".DS_Store", "a/.hidden.md"] {
            assert!(hides(&[], path), "{path}");
        }
        for path in ["a.b/c.md", "v1.2 notes.md", "...not.md".trim_start_matches('.')] {
            assert!(!hides(&[], path), "{path}");
        }
    }

    #[test]
    fn temporary_files_are_hidden_f_05() {
        for path in ["a.md~", "#a.md#", "x/a.tmp", "A.TMP", ".a.md.swp", "a.swp", "~$letter.docx", "film.mp4.part"] {
            assert!(hides(&[], path), "{path}");
        }
        for path in ["a~b.md", "#1.md", "#", "tmp.md", "a.tmp.md", "old~/a.md"] {
            assert!(!hides(&[], path), "{path}");
        }
    }

    #[test]
    fn patterns_hide_files_and_folders_f_05() {
        let cases = [
            ("private", "private/a.md", true),
            ("private", "x/private/a.md", true),
            ("/private", "x/private/a.md", false),
            ("private/", "private", false),
            ("*.csv", "data/x.csv", true),
            ("a/**/z.md", "a/b/c/z.md", true),
            ("Privé", "prive\u{301}/a.md", true),
            ("PRIVATE", "private/a.md", true),
            ("drafts", "draftsman.md", false),
            ("#inbox", "#inbox/a.md", true),
            ("./private", "private/a.md", true),
            ("./private", "x/private/a.md", false),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(hides(&[pattern], path), expected, "{pattern} on {path}");
        }
    }

    #[test]
    fn a_later_pattern_takes_files_back() {
        assert!(!hides(&["*.pdf", "!thesis.pdf"], "thesis.pdf"));
    }

    #[test]
    fn the_settings_file_in_the_root_is_no_part_of_the_vault() {
        assert!(hides(&[], "hedgerow.toml"));
        assert!(hides(&[], "Hedgerow.toml"));
        assert!(!hides(&[], "a/hedgerow.toml"));
    }

    #[test]
    fn a_bad_pattern_is_given_back() {
        let options = VaultOptions { ignore: vec!["a[".into()], ..Default::default() };
        let error = Ignored::new(Path::new("/"), &options).unwrap_err();
        assert!(error.to_string().starts_with("`a[` is not a pattern: "), "{error}");
    }
}
