//! Blocks of code that another tool would run, and this site does not (rules E-26 and O-05).

/// Returns what stands in place of a block, if its language is that of a query. The query is nothing for readers: it is not
/// shown, and its words are no text of the note.
pub(crate) fn unrun(info: &str) -> Option<&'static str> {
    let language = info.split_whitespace().next()?;
    match language.to_ascii_lowercase().as_str() {
        "base" => Some("A table of notes"),
        "dataview" | "dataviewjs" => Some("A list that Dataview makes"),
        "query" => Some("The answer to a search"),
        "tasks" => Some("A list of tasks"),
        _ => None,
    }
}
