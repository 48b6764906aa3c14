//! The settings of a case, in the forms that programs are given.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Where Hedgerow keeps the settings of the suite.
const PLACES: [(&str, &str); 14] = [
    ("mode", "publish"),
    ("include", "publish"),
    ("exclude", "publish"),
    ("templates", "publish"),
    ("ignore", "publish"),
    ("gitignore", "publish"),
    ("home", "site"),
    ("title", "site"),
    ("base_url", "site"),
    ("language", "site"),
    ("description", "site"),
    ("author", "site"),
    ("strict_line_breaks", "render"),
    ("show_properties", "render"),
];

/// Returns the settings with the two that always have a value.
fn complete(settings: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let mut complete = settings.clone();
    complete.entry("mode".to_owned()).or_insert_with(|| "all".into());
    complete.entry("title".to_owned()).or_insert_with(|| "Garden".into());
    complete
}

/// Writes the settings as JSON, for any program.
pub(crate) fn json(settings: &BTreeMap<String, Value>) -> String {
    serde_json::to_string_pretty(&complete(settings)).expect("settings are data")
}

/// Writes the settings as a `hedgerow.toml`. A key that the suite does not know goes in as it is: a table is joined with the
/// section of its name.
pub(crate) fn hedgerow(settings: &BTreeMap<String, Value>) -> Result<String, String> {
    let mut file = Table::new();
    for (key, value) in complete(settings) {
        let place = PLACES.iter().find(|(known, _)| *known == key).map(|(_, section)| *section);
        match (place, value) {
            (Some(section), value) => {
                insert(&mut file, section, key, value)?;
            }
            (None, Value::Table(table)) => {
                for (inner, value) in table {
                    insert(&mut file, &key, inner, value)?;
                }
            }
            (None, value) => {
                file.insert(key, value);
            }
        }
    }
    toml::to_string(&file).map_err(|error| format!("settings: {error}"))
}

fn insert(file: &mut Table, section: &str, key: String, value: Value) -> Result<(), String> {
    match file.entry(section).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(table) => {
            table.insert(key, value);
            Ok(())
        }
        _ => Err(format!("settings: `{section}` is no table")),
    }
}
