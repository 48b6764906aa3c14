//! The table of contents (rule W-19).

use hedgerow_publish::TocEntry;

use crate::view::TocView;

/// Nests the headings by level; empty unless there are at least two.
pub(crate) fn nest(entries: &[TocEntry]) -> Vec<TocView> {
    if entries.len() < 2 { Vec::new() } else { nest_below(entries) }
}

fn nest_below(entries: &[TocEntry]) -> Vec<TocView> {
    let mut nested = Vec::new();
    let mut rest = entries;
    while let Some((first, after)) = rest.split_first() {
        let n_inner = after.iter().take_while(|entry| entry.level > first.level).count();
        nested.push(TocView {
            text: first.text.clone(),
            href: first.anchor.fragment(),
            children: nest_below(&after[..n_inner]),
        });
        rest = &after[n_inner..];
    }
    nested
}

#[cfg(test)]
mod tests {
    use hedgerow_model::Anchor;

    use super::*;

    fn check(levels: &[u8], expected: &str) {
        let entries: Vec<TocEntry> = levels
            .iter()
            .map(|&level| TocEntry { level, text: level.to_string(), anchor: Anchor::raw(format!("h{level}")) })
            .collect();
        assert_eq!(outline(&nest(&entries)), expected, "{levels:?}");
    }

    fn outline(toc: &[TocView]) -> String {
        toc.iter()
            .map(|entry| match outline(&entry.children) {
                inner if inner.is_empty() => entry.text.clone(),
                inner => format!("{}({inner})", entry.text),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn headings_nest_by_level_and_one_alone_makes_no_table() {
        check(&[], "");
        check(&[2], "");
        check(&[2, 2], "2 2");
        check(&[2, 3, 4, 3, 2], "2(3(4) 3) 2");
        check(&[3, 2, 4], "3 2(4)");
    }
}
