//! What is aimed at, on two cores; nothing fails where it is missed.

/// The goals for a vault of some size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goals {
    /// The largest vault that they are for.
    n_notes: usize,
    /// Seconds to the first right page when nothing is kept.
    pub(crate) first_start: f64,
    /// Seconds to the first right page with what the run before has kept.
    pub(crate) next_start: f64,
    /// Milliseconds from a save to what readers see, 95th percentile.
    pub(crate) edit: f64,
    /// Megabytes after every page was served once.
    pub(crate) memory: f64,
    /// Milliseconds for a page at half the saturating load, 99th percentile.
    pub(crate) page: f64,
    /// The same for a search.
    pub(crate) search: f64,
}

/// How fast a page from memory is, the bare handler being 1.
pub(crate) const AGAINST_BARE: f64 = 0.7;

const ALL: [Goals; 4] = [
    Goals { n_notes: 1_000, first_start: 0.25, next_start: 0.1, edit: 60.0, memory: 80.0, page: 2.0, search: 8.0 },
    Goals { n_notes: 7_000, first_start: 1.0, next_start: 0.25, edit: 100.0, memory: 250.0, page: 2.0, search: 10.0 },
    Goals { n_notes: 10_000, first_start: 1.2, next_start: 0.3, edit: 100.0, memory: 250.0, page: 2.0, search: 10.0 },
    Goals {
        n_notes: 100_000,
        first_start: 12.0,
        next_start: 2.0,
        edit: 300.0,
        memory: 1500.0,
        page: 3.0,
        search: 20.0,
    },
];

impl Goals {
    /// Returns the goals for a vault of so many public notes: those of the next larger size.
    pub(crate) fn of(n_notes: usize) -> Self {
        *ALL.iter().find(|goals| n_notes <= goals.n_notes).unwrap_or(&ALL[ALL.len() - 1])
    }
}
