//! What two programs remember of one vault, put together.

use std::sync::Arc;

use hedgerow_model::NotePath;

use crate::Past;
use crate::past::Seen;

impl Past {
    /// Adds the addresses that another past of the same vault remembers besides, each with the place where its note is now. As
    /// ever, only notes that are public, or on their way to another folder, have any.
    #[must_use]
    pub fn with_addresses_of(mut self, other: &Self) -> Self {
        let more: Vec<_> = other
            .old
            .iter()
            .filter(|(url, _)| !self.old.contains_key(*url))
            .filter_map(|(url, path)| {
                let seen = self.seen(path).or_else(|| {
                    let moved = self.old.get(&other.seen(path)?.url)?;
                    self.seen(moved)
                })?;
                (seen.url != *url).then(|| (url.clone(), seen.path.clone()))
            })
            .collect();
        if !more.is_empty() {
            Arc::make_mut(&mut self.old).extend(more);
        }
        self
    }

    fn seen(&self, path: &NotePath) -> Option<&Seen> {
        let found = self.last.binary_search_by(|seen| seen.path.cmp(path)).ok().map(|at| &self.last[at]);
        found.or_else(|| self.gone.iter().find(|seen| seen.path == *path))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use hedgerow_model::NotePath;
    use hedgerow_parser::{FileDates, Note};

    use crate::{Harvest, Mode, Past, Policy, PublicGarden, PublishOptions};

    /// Moves the same notes from one place to the next: each step holds the paths of three notes, `-` where a note is private.
    fn past(steps: &[[&str; 3]]) -> Past {
        let mut past = Past::default();
        for step in steps {
            let notes = step.iter().zip(["one", "two", "three"]).map(|(path, word)| {
                let is_private = path.starts_with('-');
                let text = format!("{}{}", if is_private { "---\npublish: false\n---\n" } else { "" }, word.repeat(80));
                let path = NotePath::new(path.trim_start_matches('-')).unwrap();
                Arc::new(Note::parse(path, text, FileDates::default()))
            });
            let mut notes: Vec<Arc<Note>> = notes.collect();
            notes.sort_by(|a, b| a.path().cmp(b.path()));
            let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
            let harvest = Harvest { past: Some(&past), ..Harvest::new(&notes, &[]) };
            let options = PublishOptions { policy, ..PublishOptions::default() };
            past = PublicGarden::grow(&harvest, &options).past();
        }
        past
    }

    fn old(past: &Past) -> BTreeMap<String, String> {
        past.old.iter().map(|(url, path)| (url.to_string(), path.to_string())).collect()
    }

    #[test]
    fn addresses_of_another_program_are_kept_where_their_notes_are() {
        let theirs = past(&[["a.md", "b.md", "c.md"], ["A/a.md", "B/b.md", "C/c.md"]]);
        for (ours, expected) in [
            // The same is the same.
            (
                vec![["a.md", "b.md", "c.md"], ["A/a.md", "B/b.md", "C/c.md"]],
                [Some("A/a.md"), Some("B/b.md"), Some("C/c.md")],
            ),
            // It began later, and knows of no other address.
            (vec![["A/a.md", "B/b.md", "C/c.md"]], [Some("A/a.md"), Some("B/b.md"), Some("C/c.md")]),
            // A note went on, one is back where it was, and one is private.
            (vec![["A/a.md", "B/b.md", "C/c.md"], ["Z/z.md", "b.md", "-C/c.md"]], [Some("Z/z.md"), None, None]),
        ] {
            let ours = past(&ours);
            let joined = old(&ours.clone().with_addresses_of(&theirs));
            assert_eq!(["/a", "/b", "/c"].map(|url| joined.get(url).map(String::as_str)), expected, "{joined:?}");
            assert!(old(&ours).iter().all(|(url, path)| joined.get(url) == Some(path)), "what is ours stays");
        }
    }
}
