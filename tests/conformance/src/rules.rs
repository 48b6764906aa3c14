//! Which rules there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

/// The rules of the notes format: their ids, and which of them may be left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many rules each family has; they are numbered from 1.
    families: BTreeMap<String, u32>,
    /// The families that the suite covers.
    covered: BTreeSet<String>,
    /// The rules that a program may leave out as a whole.
    optional: BTreeSet<String>,
}

impl Rules {
    /// Reads the file of rules.
    ///
    /// # Errors
    /// If it cannot be read or names a rule that it does not count.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let rules: Self = toml::from_str(&text).with_context(|| format!("`{}` is no file of rules", path.display()))?;
        if let Some(unknown) = rules.optional.iter().find(|rule| !rules.holds(rule)) {
            anyhow::bail!("{}: there is no rule `{unknown}`", path.display());
        }
        Ok(rules)
    }

    /// Tells whether there is a rule of this id.
    pub fn holds(&self, id: &str) -> bool {
        self.families.iter().any(|(family, count)| (1..=*count).any(|number| id == rule_id(family, number)))
    }

    /// Returns the ids of the covered families in order, each with whether the rule is optional.
    pub(crate) fn covered(&self) -> impl Iterator<Item = (&str, String, bool)> {
        let families = self.families.iter().filter(|(family, _)| self.covered.contains(*family));
        families.flat_map(move |(family, count)| {
            (1..=*count).map(move |number| {
                let id = rule_id(family, number);
                let is_optional = self.optional.contains(&id);
                (family.as_str(), id, is_optional)
            })
        })
    }
}

fn rule_id(family: &str, number: u32) -> String {
    format!("{family}-{number:02}")
}
