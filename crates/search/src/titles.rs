//! How well a title fits a question.

use std::collections::HashMap;

use crate::unit::Unit;
use crate::words::{WordKind, Words, is_sign};

/// Tells the names of a note.
pub(crate) trait Titles {
    /// Returns the title and the aliases of a note.
    fn names(&self, note: u32) -> Vec<&str>;
}

/// A question as titles are held against it.
pub(crate) struct Fit<'u> {
    /// The places in the question where each word may stand.
    words: HashMap<&'u str, Vec<usize>>,
    /// What the last word starts with, if it may be unfinished.
    start: Option<&'u str>,
    n_words: usize,
}

/// How a title fits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TitleFit {
    /// The share of the title's words that were asked for.
    pub(crate) whole: f32,
    /// The share of the title that reads as the question does, if it begins so.
    pub(crate) read: f32,
}

impl<'u> Fit<'u> {
    /// `order` tells in which order the units were typed.
    pub(crate) fn new(units: &'u [Unit], order: &[usize]) -> Self {
        let mut words: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut n_words = 0;
        for &unit in order {
            let unit = &units[unit];
            if unit.word().is_some_and(|word| word.starts_with(is_sign)) {
                continue;
            }
            let members = unit.n_words();
            for (word, at) in unit.placed_words() {
                words.entry(word).or_default().push(n_words + at);
            }
            n_words += members;
        }
        let start = order.last().and_then(|&last| units[last].start());
        Self { words, start, n_words }
    }

    /// Returns how the best of a note's names fits.
    pub(crate) fn best(&self, titles: &dyn Titles, note: u32) -> TitleFit {
        let fits = titles.names(note).into_iter().map(|name| self.of(name));
        fits.max_by(|a, b| a.read.total_cmp(&b.read).then(a.whole.total_cmp(&b.whole))).unwrap_or_default()
    }

    fn of(&self, name: &str) -> TitleFit {
        let (mut n_words, mut n_found, mut n_read) = (0, 0, 0);
        let mut folded = String::new();
        let mut words = Words::new(name);
        let mut last_pair_end = 0;
        while let Some(word) = words.next_into(&mut folded) {
            match word.kind {
                WordKind::Accented | WordKind::Part | WordKind::Sign => continue,
                // A character alone counts where no pair says it.
                WordKind::Single if name[word.end..].chars().next().is_some_and(hedgerow_model::is_unparted) => {
                    continue;
                }
                WordKind::Single if word.start < last_pair_end => continue,
                WordKind::Pair => last_pair_end = word.end,
                WordKind::Single | WordKind::Word => {}
            }
            let places = self.words.get(folded.as_str());
            let is_start = self.start.is_some_and(|start| folded.starts_with(start));
            let is_here =
                places.is_some_and(|places| places.contains(&n_words)) || (is_start && n_words + 1 == self.n_words);
            n_found += usize::from(places.is_some() || is_start);
            n_read += usize::from(is_here && n_read == n_words);
            n_words += 1;
        }
        if n_words == 0 {
            return TitleFit::default();
        }
        let read = if n_read == self.n_words { n_read as f32 / n_words as f32 } else { 0.0 };
        TitleFit { whole: n_found as f32 / n_words as f32, read }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, TitleFit};
    use crate::Query;
    use crate::unit::Unit;

    fn fit(question: &str, title: &str) -> TitleFit {
        let query = Query::parse(question);
        let units: Vec<Unit> = query.bag().iter().map(|clause| Unit::of(clause, 0.3, 0.5)).collect();
        let order: Vec<usize> = (0..units.len()).collect();
        Fit::new(&units, &order).of(title)
    }

    #[test]
    fn a_title_fits_by_how_much_of_it_was_asked_for() {
        assert_eq!(fit("rain garden", "Rain Garden"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("rain gar", "Rain Garden"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("garden rain", "Rain Garden"), TitleFit { whole: 1.0, read: 0.0 });
        assert_eq!(fit("rain garden", "The rain in the garden"), TitleFit { whole: 0.4, read: 0.0 });
        assert_eq!(fit("機械学習", "機械学習"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("rain garden", "Rain garden basics and more"), TitleFit { whole: 0.4, read: 0.4 });
        assert!(fit("機械", "機械学習").read < 1.0);
        assert_eq!(fit("well-known", "Well-known"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("rain", "\u{1F331} Rain"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("\u{1F331} rain", "\u{1F331} Rain"), TitleFit { whole: 1.0, read: 1.0 });
        assert_eq!(fit("rain", ""), TitleFit::default());
    }
}
