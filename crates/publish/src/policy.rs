//! The rules that decide whether a note is public.

use globset::{GlobBuilder, GlobMatcher};
use hedgerow_model::{Key, Rule, VaultPath, Visibility};
use hedgerow_parser::Note;

/// Which files are public (rules W-01 to W-04, F-06).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    mode: Mode,
    include: Vec<FolderRule>,
    exclude: Vec<FolderRule>,
    /// `None` for the usual names of template folders.
    templates: Option<Vec<FolderRule>>,
}

/// What is public when nothing else decides (rule W-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// Only notes that say so, and included folders.
    #[default]
    Explicit,
    /// Everything that is not hidden or excluded.
    All,
}

impl Policy {
    /// Checks the settings; a rule is a folder (whole segments from the root, with all below) or, if it holds one of
    /// `*?[{`, a glob over the vault path. Rules that hide ignore case; a rule that shows does not, so that doubt means
    /// private. For the same reason a glob that hides a folder hides all below it, and hides the folder of that very name.
    ///
    /// # Errors
    /// Gives back the pattern that is not a valid glob, and why.
    pub fn new(
        mode: Mode,
        include: &[String],
        exclude: &[String],
        templates: Option<&[String]>,
    ) -> Result<Self, (String, String)> {
        let rules = |texts: &[String], case: Case| -> Result<Vec<FolderRule>, _> {
            texts.iter().map(|text| FolderRule::new(text, case)).collect()
        };
        Ok(Self {
            mode,
            include: rules(include, Case::Exact)?,
            exclude: rules(exclude, Case::Ignored)?,
            templates: templates.map(|templates| rules(templates, Case::Ignored)).transpose()?,
        })
    }

    /// Returns the mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Decides about a note (rule W-01), from its own path and front matter alone.
    pub fn decide(&self, note: &Note) -> Visibility {
        let path = note.path().as_vault_path();
        if let Some(folder) = self.template_folder(path) {
            return Visibility::Private(Rule::Template(folder));
        }
        if let Some(flag) = &note.flags().hides {
            return Visibility::Private(Rule::Hidden(flag.clone()));
        }
        if let Some(flag) = &note.flags().shows {
            return Visibility::Public(Rule::Flagged(flag.clone()));
        }
        match (strongest(&self.exclude, path), strongest(&self.include, path)) {
            (Some(exclude), Some(include)) if include.length > exclude.length => {
                Visibility::Public(Rule::Included(include.text.clone()))
            }
            (Some(exclude), _) => Visibility::Private(Rule::Excluded(exclude.text.clone())),
            (None, Some(include)) => Visibility::Public(Rule::Included(include.text.clone())),
            (None, None) => match self.mode {
                Mode::All => Visibility::Public(Rule::ModeAll),
                Mode::Explicit => Visibility::Private(Rule::ModeExplicit),
            },
        }
    }

    /// Tells whether an attachment may become public when a public note uses it (rule W-05).
    pub fn may_use(&self, path: &VaultPath) -> bool {
        let is_excluded = match (strongest(&self.exclude, path), strongest(&self.include, path)) {
            (Some(exclude), include) => include.is_none_or(|include| include.length <= exclude.length),
            (None, _) => false,
        };
        !is_excluded && self.template_folder(path).is_none()
    }

    fn template_folder(&self, path: &VaultPath) -> Option<String> {
        match &self.templates {
            Some(rules) => strongest(rules, path).map(|rule| rule.text.clone()),
            None => {
                let (first, _) = path.as_str().split_once('/')?;
                matches!(Key::of(first).as_str(), "templates" | "_templates").then(|| first.to_owned())
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Exact,
    Ignored,
}

/// A folder or a glob.
#[derive(Clone, Debug)]
struct FolderRule {
    text: String,
    case: Case,
    /// The longer rule wins (rule W-04).
    length: usize,
    kind: RuleKind,
}

#[derive(Clone, Debug)]
enum RuleKind {
    /// Segments in comparable form.
    Folder(Vec<String>),
    Glob {
        glob: Box<GlobMatcher>,
        segments: Vec<String>,
    },
}

/// Rules that were written alike are alike.
impl PartialEq for FolderRule {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.case) == (&other.text, other.case)
    }
}

impl FolderRule {
    fn new(text: &str, case: Case) -> Result<Self, (String, String)> {
        let trimmed = text.trim().trim_start_matches("./").trim_matches('/');
        let segments =
            trimmed.split('/').filter(|part| !part.is_empty()).map(|part| case.comparable(part)).collect::<Vec<_>>();
        let kind = if trimmed.contains(['*', '?', '[', '{']) {
            let glob = GlobBuilder::new(&hedgerow_model::nfc(trimmed))
                .literal_separator(true)
                .case_insensitive(case == Case::Ignored)
                .build();
            let glob = glob.map_err(|error| (text.to_owned(), error.kind().to_string()))?;
            RuleKind::Glob { glob: Box::new(glob.compile_matcher()), segments }
        } else {
            RuleKind::Folder(segments)
        };
        Ok(Self { text: text.to_owned(), case, length: trimmed.chars().count(), kind })
    }

    fn matches(&self, path: &VaultPath) -> bool {
        match &self.kind {
            RuleKind::Folder(segments) => self.is_below(segments, path),
            RuleKind::Glob { glob, .. } if self.case == Case::Exact => {
                glob.is_match(hedgerow_model::nfc(path.as_str()))
            }
            RuleKind::Glob { glob, segments } => {
                let path_text = hedgerow_model::nfc(path.as_str());
                let mut folders = path_text.match_indices('/').map(|(end, _)| &path_text[..end]);
                glob.is_match(&path_text)
                    || folders.any(|folder| glob.is_match(folder))
                    || self.is_below(segments, path)
            }
        }
    }

    fn is_below(&self, segments: &[String], path: &VaultPath) -> bool {
        let mut own = path.segments().map(|segment| self.case.comparable(segment));
        !segments.is_empty() && segments.iter().all(|segment| own.next().as_ref() == Some(segment))
    }
}

impl Case {
    fn comparable(self, segment: &str) -> String {
        match self {
            Self::Exact => hedgerow_model::nfc(segment),
            Self::Ignored => Key::of(segment).as_str().to_owned(),
        }
    }
}

fn strongest<'r>(rules: &'r [FolderRule], path: &VaultPath) -> Option<&'r FolderRule> {
    rules.iter().filter(|rule| rule.matches(path)).max_by_key(|rule| rule.length)
}
