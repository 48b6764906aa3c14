//! Filters of a query: what a link for `tag:tea` or a folder adds to what was typed, or takes away again.

/// A query with a filter turned the other way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turned {
    /// The query held the filter; now it does not.
    pub(crate) was_held: bool,
    pub(crate) query: String,
}

/// Adds a filter to a query, or takes it away where all of the query is under it already.
///
/// A filter is added in front: the last word stays the last one, which may be unfinished, and a quote that was never closed
/// swallows nothing of it.
pub(crate) fn turn(query: &str, filter: &str) -> Turned {
    let held = atoms(query);
    let is_choice = held.contains(&"OR");
    let mut rest = held.clone();
    let was_held = !is_choice && atoms(filter).iter().all(|wanted| take(&mut rest, wanted));
    if was_held {
        let rest = match rest[..] {
            [group] => choice_in(group).unwrap_or(group).to_owned(),
            _ => rest.join(" "),
        };
        return Turned { was_held, query: rest };
    }
    let query = query.trim();
    let query = if is_choice { format!("{filter} ({query})") } else { format!("{filter} {query}") };
    Turned { was_held, query: query.trim_end().to_owned() }
}

fn take(atoms: &mut Vec<&str>, wanted: &str) -> bool {
    let at = atoms.iter().position(|atom| atom.eq_ignore_ascii_case(wanted));
    at.map(|at| atoms.remove(at)).is_some()
}

/// Returns what stands in the parentheses of a group that is a choice; others say nothing by being one.
fn choice_in(group: &str) -> Option<&str> {
    let inner = group.strip_prefix('(')?.strip_suffix(')')?;
    atoms(inner).contains(&"OR").then_some(inner)
}

/// Cuts a query at the spaces that stand in no quotes and no brackets.
fn atoms(query: &str) -> Vec<&str> {
    let mut atoms = Vec::new();
    let (mut start, mut depth, mut is_quoted, mut is_escaped) = (0, 0_usize, false, false);
    for (at, c) in query.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if c.is_whitespace() && depth == 0 => {
                atoms.push(&query[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    atoms.push(&query[start..]);
    atoms.retain(|atom| !atom.trim().is_empty());
    atoms
}

#[cfg(test)]
mod tests {
    use super::turn;

    #[test]
    fn a_filter_is_added_in_front_and_taken_away_again() {
        for (query, filter, expected) in [
            ("tea", "tag:green", "tag:green tea"),
            ("", "tag:green", "tag:green"),
            ("green \"black tea", "tag:a", "tag:a green \"black tea"),
            ("a OR b", "tag:a", "tag:a (a OR b)"),
            ("(a OR b) c", "path:\"My notes\"", "path:\"My notes\" (a OR b) c"),
            ("x tag:b", "after:2023-12-31 before:2025-01-01", "after:2023-12-31 before:2025-01-01 x tag:b"),
            ("\"a OR b\" c", "tag:a", "tag:a \"a OR b\" c"),
            ("日本 ノート", "tag:旅", "tag:旅 日本 ノート"),
        ] {
            let added = turn(query, filter);
            assert_eq!((added.was_held, added.query.as_str()), (false, expected), "{query} under {filter}");
            let taken = turn(expected, filter);
            assert_eq!((taken.was_held, taken.query.as_str()), (true, query), "{expected} without {filter}");
        }
    }

    #[test]
    fn what_is_not_a_filter_of_the_whole_query_is_left_alone() {
        for (query, filter, expected) in [
            // Under one side of a choice only.
            ("tag:a x OR y", "tag:a", "tag:a (tag:a x OR y)"),
            ("\"tag:a\" x", "tag:a", "tag:a \"tag:a\" x"),
            ("-tag:a x", "tag:a", "tag:a -tag:a x"),
            ("(tag:a x", "tag:a", "tag:a (tag:a x"),
            ("tag:a/b", "tag:a", "tag:a tag:a/b"),
        ] {
            let turned = turn(query, filter);
            assert_eq!((turned.was_held, turned.query.as_str()), (false, expected), "{query} under {filter}");
        }
        assert_eq!(turn("x TAG:a  y", "tag:a").query, "x y", "other filters and words stay");
    }
}
