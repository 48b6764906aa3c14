//! What the README and the guide say is true.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::collections::BTreeSet;
use std::path::Path;

use clap::CommandFactory;
use hedgerow::{Arguments, Settings};
use hedgerow_model::Code;

const README: &str = include_str!("../../../README.md");
const GUIDE: &str = include_str!("../../GUIDE.md");

/// Returns what stands in backticks in the first cell of each table row.
fn first_cells(text: &str) -> Vec<&str> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_settings_table_lists_exactly_the_known_keys() {
    let listed: BTreeSet<_> =
        first_cells(README).into_iter().filter_map(|cell| cell.strip_prefix('[')?.split_once("] ")).collect();
    let known = |table: &str| {
        let complaint =
            Settings::parse(Path::new("x"), &format!("[{table}]\nqqqqqqqqqqqqqqqq = 1\n")).unwrap_err().to_string();
        let (_, keys) = complaint.split_once("known keys").unwrap();
        let (_, keys) = keys.split_once(": ").unwrap();
        keys.split(", ").map(|key| key.trim_matches('`').to_owned()).collect::<Vec<_>>()
    };
    for table in ["site", "publish", "render"] {
        let listed: BTreeSet<_> =
            listed.iter().filter(|(name, _)| *name == table).map(|(_, key)| (*key).to_owned()).collect();
        assert_eq!(listed, known(table).into_iter().collect(), "[{table}]");
    }
}

#[test]
fn the_guide_explains_every_code() {
    let (_, table) = GUIDE.split_once("\n| code | meaning |\n").unwrap();
    let table = table.split_once("\n\n").unwrap().0;
    let explained: BTreeSet<_> = first_cells(table).into_iter().collect();
    let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(explained, codes);
}

#[test]
fn the_example_garden_has_settings_that_can_be_read() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes-example/hedgerow.toml");
    let text = std::fs::read_to_string(&example).unwrap();
    Settings::parse(&example, &text).unwrap();
}

#[test]
fn the_readme_names_the_commands_there_are() {
    Arguments::command().debug_assert();
    for command in Arguments::command().get_subcommands() {
        assert!(README.contains(&format!("| `hedgerow {} ", command.get_name())), "{}", command.get_name());
    }
}
