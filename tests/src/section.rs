//! Where the benchmarks keep what they measured.

use std::fs;
use std::path::Path;

use crate::Failed;

/// Puts a section into a page below `crates`: in place of the one of the same name, or at the end.
///
/// # Errors
/// Where the page cannot be read or written.
pub fn write(page: &str, name: &str, section: &str) -> Result<(), Failed> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("crates").join(page);
    let page = fs::read_to_string(&file)?;
    let heading = format!("## {name} (");
    let from = page.find(&heading).unwrap_or(page.len());
    let rest = page.get(from + heading.len()..).unwrap_or_default();
    let behind = rest.find("\n## ").map_or("", |end| &rest[end + 1..]);
    let before = page[..from].trim_end();
    fs::write(&file, format!("{before}\n\n{section}{behind}").trim_end().to_owned() + "\n")?;
    Ok(())
}
