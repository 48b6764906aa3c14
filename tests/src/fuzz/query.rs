//! Queries: whatever is typed, the answer is small, escaped and always the same.

use std::sync::{Arc, LazyLock};

use hedgerow_search::{Query, SearchIndex};

use super::check_answer;
use super::garden::{CANARY, Files};

/// A garden with words of several scripts, markup in its text, and long and empty notes.
static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| {
    let text = "-- Tasks.md\n- [ ] phone rain\n- [x] tea ![[Rain]]\n\n| salt | water |\n|-|-|\n| fox | hen |\n\n> quoted\n> lines\n-- Rain.md\n---\naliases: [Drizzle]\ntags: [weather/wet]\n---\n# Rain garden\nRain falls, `<script>alert(1)</script>` & \"quotes\".\n\n\
         ## Snow shed\n<b>Slow river</b>, a café, Straße, ΛΌΓΟΣ.\n-- Tea.md\n日本語ノート 東京都 #tea/green [[Rain]]\n-- مذكرة.md\nنص عربي\n\
         -- Empty.md\n-- Long.md\n";
    let long = "rain snow river tea 12 x86 e-mail don't it's ".repeat(60);
    let garden = Files::new(format!("{text}{long}").as_bytes()).grow();
    SearchIndex::build(&Arc::new(garden), "en").expect("the index fits into memory")
});

/// Asks.
pub(super) fn check(bytes: &[u8]) {
    let text = super::text(bytes);
    let (offset, limit) = match bytes {
        [first, .., last] => (usize::from(*first) % 4, usize::from(*last) % 12),
        _ => (0, 10),
    };
    let query = Query::parse(&text);
    assert_eq!(query, Query::parse(&text), "the same text is the same query");
    assert_eq!(query, Query::parse(query.text()), "a query that was cut stays as it is");
    let answer = check_answer(&INDEX, &text, &query);
    assert_eq!(answer, INDEX.search(&query), "the same query has the same answer");
    assert!(answer.hits.iter().all(|hit| !hit.snippet.contains(CANARY)), "S-13: a private word is shown");
    let window = INDEX.search(&query.clone().window(offset, limit));
    assert_eq!((window.total, window.n_partial), (answer.total, answer.n_partial), "a window changes no count");
    if let Some(expected) = answer.hits.get(offset..offset + window.hits.len()) {
        assert_eq!(window.hits, expected, "a window is a part of the answer");
    }
}
