//! Which rules the cases cite.

use std::collections::BTreeMap;
use std::fmt;

use crate::rules::Rules;
use crate::suite::Suite;

/// So many cases must cite each rule.
const ENOUGH: usize = 2;

/// How many cases cite each rule, by family.
#[derive(Debug)]
pub struct Coverage {
    families: BTreeMap<String, Family>,
}

#[derive(Debug, Default)]
struct Family {
    n_cases: usize,
    /// The id of each rule, how many cases cite it, and whether it is optional.
    rules: Vec<(String, usize, bool)>,
}

impl Coverage {
    /// Counts.
    pub fn of(suite: &Suite, rules: &Rules) -> Self {
        let cases: Vec<_> = suite.files.iter().flat_map(|file| &file.cases).map(|(_, case)| case).collect();
        let mut families: BTreeMap<String, Family> = BTreeMap::new();
        for (name, id, is_optional) in rules.covered() {
            let n_cases = cases.iter().filter(|case| case.rules.contains(&id)).count();
            families.entry(name.to_owned()).or_default().rules.push((id, n_cases, is_optional));
        }
        for (name, family) in &mut families {
            let is_of_family = |rule: &String| rule.split('-').next() == Some(name);
            family.n_cases = cases.iter().filter(|case| case.rules.iter().any(is_of_family)).count();
        }
        Self { families }
    }

    /// Returns the rules that too few cases cite.
    pub fn lacking(&self) -> Vec<&str> {
        self.families.values().flat_map(Family::lacking).collect()
    }
}

impl Family {
    fn lacking(&self) -> impl Iterator<Item = &str> {
        let lacks = |(_, n_cases, is_optional): &&(String, usize, bool)| *n_cases < ENOUGH && !is_optional;
        self.rules.iter().filter(lacks).map(|(id, _, _)| id.as_str())
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "family  rules  optional  cases  covered  cited by fewer than {ENOUGH}")?;
        for (name, family) in &self.families {
            let n_rules = family.rules.len();
            let n_optional = family.rules.iter().filter(|(_, _, is_optional)| *is_optional).count();
            let n_covered = family.rules.iter().filter(|(_, n_cases, _)| *n_cases >= ENOUGH).count();
            let lacking: Vec<_> = family.lacking().collect();
            writeln!(
                f,
                "{name:6}  {n_rules:5}  {n_optional:8}  {:5}  {n_covered:7}  {}",
                family.n_cases,
                if lacking.is_empty() { "none".to_owned() } else { lacking.join(" ") }
            )?;
        }
        Ok(())
    }
}
