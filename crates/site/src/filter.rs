//! Filters of a query: what a link for `tag:tea` or a folder adds to what was typed, or takes away again.

/// So many conditions are left out in turn.
const MAX_LOOSENED: usize = 6;

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

/// A query with less asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loosened {
    /// What is no longer asked for, as typed.
    pub left_out: String,
    /// The query without it.
    pub query: String,
}

/// Leaves out one condition after the other, as long as something else is asked for: an operator, a phrase, an exclusion, a group. Plain words
/// stay, since notes that have some of them are found anyway; and of a choice nothing can be left out.
pub fn loosened(query: &str) -> Vec<Loosened> {
    let held = atoms(query);
    // The other quotes are not cut at, and half of a phrase is none.
    if held.len() < 2 || held.contains(&"OR") || query.contains(['“', '”', '„', '«', '»']) {
        return Vec::new();
    }
    let conditions = (0..held.len()).filter(|&at| is_condition(held[at])).take(MAX_LOOSENED);
    let loosen = |at: usize| {
        let rest: Vec<&str> =
            held.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, atom)| *atom).collect();
        Loosened { left_out: held[at].to_owned(), query: rest.join(" ") }
    };
    conditions.map(loosen).collect()
}

fn is_condition(atom: &str) -> bool {
    let atom = atom.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with('-')).map_or(atom, |rest| {
        // Whatever is excluded is a condition.
        if rest.starts_with('/') { rest } else { "(" }
    });
    if let Some(expression) = atom.strip_prefix('/') {
        return expression.contains('/');
    }
    let name = atom.split_once(':').map(|(name, value)| (name, !value.is_empty() && !value.starts_with('/')));
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    atom.starts_with(['"', '#', '[', '(']) || name.is_some_and(|(name, has_value)| has_value && is_name(name))
}

/// `#tea` is another way to write `tag:tea`.
fn take(atoms: &mut Vec<&str>, wanted: &str) -> bool {
    let tag = wanted.strip_prefix("tag:");
    let is_wanted = |atom: &&str| {
        let hash = atom.strip_prefix('#').zip(tag);
        atom.eq_ignore_ascii_case(wanted) || hash.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    let at = atoms.iter().position(is_wanted);
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
    use super::{loosened, turn};

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
        assert_eq!(turn("#A y", "tag:a").query, "y", "a tag is a tag");
    }
    #[test]
    fn conditions_are_left_out_one_by_one() {
        for (query, expected) in [
            ("zebra tag:a", &["tag:a > zebra"][..]),
            ("tag:a folder:\"b c\"", &["tag:a > folder:\"b c\"", "folder:\"b c\" > tag:a"]),
            (
                "x -y \"a b\" (c OR d)",
                &["-y > x \"a b\" (c OR d)", "\"a b\" > x -y (c OR d)", "(c OR d) > x -y \"a b\""],
            ),
            ("x /a.b/i -/c/ [s:t]", &["/a.b/i > x -/c/ [s:t]", "-/c/ > x /a.b/i [s:t]", "[s:t] > x /a.b/i -/c/"]),
            ("#a 日本", &["#a > 日本"]),
            // Words alone, one condition alone, a choice, and what is no operator.
            ("x y", &[]),
            ("tag:a", &[]),
            ("tag:a x OR y", &[]),
            ("x 12:30 -- tag: /a b", &[]),
            ("“a b” tag:c", &[]),
            ("", &[]),
        ] {
            let found: Vec<String> =
                loosened(query).into_iter().map(|it| format!("{} > {}", it.left_out, it.query)).collect();
            assert_eq!(found, expected, "{query}");
        }
    }
}
