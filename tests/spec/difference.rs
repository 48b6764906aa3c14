//! What is rendered otherwise on purpose.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// An example that Hedgerow renders in its own way.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) example: usize,
    pub(crate) rule: String,
}

/// Examples that differ for the same reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    /// The rule of the notes format, or `CommonMark` where the newer of the two specifications decides.
    rule: String,
    why: String,
    #[serde(default)]
    commonmark: Vec<usize>,
    #[serde(default)]
    gfm: Vec<usize>,
}

/// Reads the differences from a specification.
pub(crate) fn read(spec: &str) -> Vec<Difference> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/differences.toml");
    let mut file: BTreeMap<String, Vec<Reason>> = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let reasons = file.remove("difference").unwrap_or_default();
    assert!(file.is_empty(), "unknown keys: {file:?}");
    let mut differences = Vec::new();
    for Reason { rule, why, commonmark, gfm } in reasons {
        assert!(!why.is_empty() && (rule == "CommonMark" || rule.contains('-')), "{rule}: {why}");
        let examples = if spec == "gfm" { gfm } else { commonmark };
        differences.extend(examples.into_iter().map(|example| Difference { example, rule: rule.clone() }));
    }
    differences
}
