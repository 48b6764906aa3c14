//! Where sections are kept.

use std::fs;

use crate::Failed;
use crate::options::root;

/// Puts a section into `crates/SEARCH.md`: in place of the one of the same name, or at the end.
pub(crate) fn write(name: &str, section: &str) -> Result<(), Failed> {
    let file = root().join("crates/SEARCH.md");
    let page = fs::read_to_string(&file)?;
    let heading = format!("## {name} (");
    let from = page.find(&heading).unwrap_or(page.len());
    let rest = page.get(from + heading.len()..).unwrap_or_default();
    let behind = rest.find("\n## ").map_or("", |end| &rest[end + 1..]);
    let before = page[..from].trim_end();
    fs::write(&file, format!("{before}\n\n{section}{behind}").trim_end().to_owned() + "\n")?;
    Ok(())
}
