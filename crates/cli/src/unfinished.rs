//! Notes in the middle of being saved.
//!
//! A note that an editor empties and writes anew begins, for a moment, without the front matter that keeps it private. So a text that
//! is empty, or whose front matter has no end, counts only once it has stood for a while; until then the note is what it was, or
//! is not there yet.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hedgerow_model::NotePath;
use hedgerow_vault::{SourceFile, Stamp, Survey};

/// How long such a text has to stand.
const PATIENCE: Duration = Duration::from_millis(500);

/// The texts that do not count yet.
#[derive(Debug, Default)]
pub(crate) struct Unfinished {
    held: BTreeMap<NotePath, Held>,
    /// Those that count, until it is known that they were taken: no survey finds them again.
    given: BTreeMap<NotePath, Held>,
}

#[derive(Clone, Debug)]
struct Held {
    file: SourceFile,
    /// Of the file that was read. The same text may come a second time, with others in between that nobody saw.
    stamp: Option<Stamp>,
    since: Instant,
}

impl Unfinished {
    /// Takes out of a survey what does not count yet, and puts in what has stood for long enough. Returns after what time another
    /// one is wanted, if it is. What was put in last, and not taken since, comes again.
    pub(crate) fn sift(&mut self, survey: &mut Survey, now: Instant) -> Option<Duration> {
        self.held.append(&mut self.given);
        for path in &survey.removed {
            self.held.remove(path);
        }
        for file in std::mem::take(&mut survey.changed) {
            self.held.remove(&file.path);
            if is_whole(&file.text) {
                survey.changed.push(file);
            } else {
                self.held.insert(file.path.clone(), Held { file, stamp: None, since: now });
            }
        }
        for (path, held) in &mut self.held {
            let stamp = survey.inventory.note_stamp(path);
            if held.stamp != stamp {
                (held.stamp, held.since) = (stamp, now);
            }
        }
        let has_stood = |held: &Held| now.saturating_duration_since(held.since) >= PATIENCE;
        let held = std::mem::take(&mut self.held);
        (self.given, self.held) = held.into_iter().partition(|(_, held)| has_stood(held));
        if !self.given.is_empty() {
            survey.changed.extend(self.given.values().map(|held| held.file.clone()));
            survey.changed.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        }
        let next =
            self.held.values().map(|held| PATIENCE.saturating_sub(now.saturating_duration_since(held.since))).min();
        next.map(|wait| wait + Duration::from_millis(5))
    }

    /// Takes note that the last survey was made use of.
    pub(crate) fn took(&mut self) {
        self.given.clear();
    }
}

/// Tells whether a text says all that it has to say about itself: no beginning of a front matter does.
fn is_whole(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split(['\n', '\r']);
    let first = lines.next().unwrap_or_default();
    match is_fence(first) {
        true => lines.any(is_fence),
        false => !text.trim().is_empty() && !"---".starts_with(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(texts: &[(&str, &str)], removed: &[&str]) -> Survey {
        let path = |path: &str| NotePath::new(path).unwrap();
        let changed = texts.iter().map(|(at, text)| SourceFile {
            path: path(at),
            text: (*text).to_owned(),
            hash: [u8::try_from(text.len()).unwrap(); 32],
            created: None,
            modified: None,
        });
        let removed = removed.iter().map(|at| path(at)).collect();
        Survey { changed: changed.collect(), removed, ..Survey::default() }
    }

    fn sift(unfinished: &mut Unfinished, mut survey: Survey, now: Instant) -> (Vec<String>, bool) {
        let waits = unfinished.sift(&mut survey, now).is_some();
        (survey.changed.iter().map(|file| format!("{}: {}", file.path, file.text)).collect(), waits)
    }

    #[test]
    fn no_beginning_of_a_front_matter_is_whole() {
        let text = "---\ntags: [a]\npublish: false\n---";
        (0..text.len()).for_each(|end| assert!(!is_whole(&text[..end]), "{}", &text[..end]));
        for whole in [text, "\u{feff}---\r\n---\r\n", "----", "words", "--x", "words\n---\n"] {
            assert!(is_whole(whole), "{whole}");
        }
    }

    #[test]
    fn what_is_not_whole_counts_when_it_has_stood() {
        let (mut unfinished, start) = (Unfinished::default(), Instant::now());
        let held = survey(&[("a.md", ""), ("c.md", "words")], &[]);
        assert_eq!(sift(&mut unfinished, held, start), (vec!["c.md: words".to_owned()], true));
        assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + PATIENCE / 2), (vec![], true));
        // Another text stands from now on.
        assert_eq!(sift(&mut unfinished, survey(&[("a.md", "---\n")], &[]), start + PATIENCE / 2), (vec![], true));
        assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + PATIENCE), (vec![], true));
        let late = sift(&mut unfinished, survey(&[("b.md", "words")], &[]), start + 2 * PATIENCE);
        assert_eq!(late, (vec!["a.md: ---\n".to_owned(), "b.md: words".to_owned()], false));
    }

    #[test]
    fn what_was_not_taken_comes_again() {
        let (mut unfinished, start) = (Unfinished::default(), Instant::now());
        let given = || vec!["a.md: ".to_owned(), "b.md: ".to_owned()];
        sift(&mut unfinished, survey(&[("a.md", ""), ("b.md", "")], &[]), start);
        for _ in 0..2 {
            assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + PATIENCE), (given(), false));
        }
        // Unless it is another one by now, or gone.
        let after = sift(&mut unfinished, survey(&[("a.md", "words")], &["b.md"]), start + PATIENCE);
        assert_eq!(after, (vec!["a.md: words".to_owned()], false));
        sift(&mut unfinished, survey(&[("a.md", ""), ("b.md", "")], &[]), start + PATIENCE);
        assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + 2 * PATIENCE), (given(), false));
        unfinished.took();
        assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + 2 * PATIENCE), (vec![], false));
    }

    #[test]
    fn what_is_gone_or_whole_is_not_waited_for() {
        let (mut unfinished, start) = (Unfinished::default(), Instant::now());
        sift(&mut unfinished, survey(&[("a.md", ""), ("b.md", "")], &[]), start);
        let after = sift(&mut unfinished, survey(&[("b.md", "words")], &["a.md"]), start);
        assert_eq!(after, (vec!["b.md: words".to_owned()], false));
        assert_eq!(sift(&mut unfinished, survey(&[], &[]), start + PATIENCE), (vec![], false));
    }
}
