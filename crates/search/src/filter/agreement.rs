//! The index finds what reading finds: conditions over random vaults, asked of both.

use std::sync::Arc;

use proptest::prelude::*;

use super::tests::garden;
use super::{Scanning, allowance, select};
use crate::SearchIndex;
use crate::query::Query;

/// A note: few words, so that they meet, with accents, compounds and a script without spaces among them.
const TEXT: &str = "(---\ntags: \\[(t|t/u|niño)\\]\naliases: \\[(ka lo|Ni)\\]\nupdated: 2024-0[1-3]-05\n---\n)?\
    ((# (KA|lo) NI|(ka|lo|Né) (KaLo|ni|kani)|- \\[[ x]\\] (ka|lo|ni)|  - lo|> ka\n> lo|\\| ka \\| lo \\||機械学|(né|ne)|ka (lo|\n)ni|\
    \\[\\[N0[0-5]\\]\\]|don't|12 ka-lo)\n\n?){0,8}";

/// Words, phrases, groups and expressions, in all places and in none.
const QUERY: &str = "(-?((line|block|section|task|task-todo|task-done|heading|title|content|tag|path|file|match-case|ignore-case):\
    (k|ka|LO|né|ni|\\((-?(ka|lo)n? ){1,3}\\)|\"(ka|lo) (ka|ni?)\"|/k[alo]+ni?/|機|\\(ka OR -lo\\)|\\(/ka/ lo\\))|\
    #(t|t/u|nin)|is:(orphan|tagged)|has:task|year:2024|after:2024-02|links-to:N0[0-5]|folder:In|\
    (k|ka|lo|né?|nin|don't|KaLo|\"ka-lo\"|械学)|\\((ka|lo) OR \"ka lo\"\\)) (OR )?){1,4}";

fn vault(texts: &[String]) -> String {
    let folder = |at: usize| if at.is_multiple_of(3) { "In/" } else { "" };
    let notes = texts.iter().enumerate().map(|(at, text)| format!("-- {}N{at:02}.md\n{text}\n", folder(at)));
    notes.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Notes that were there before stand in the index still, and count nowhere.
    #[test]
    fn the_index_knows_what_reading_finds(
        before in prop::collection::vec(TEXT, 0..4),
        texts in prop::collection::vec(TEXT, 1..12),
        queries in prop::collection::vec(QUERY, 4),
    ) {
        let earlier = SearchIndex::build(&Arc::new(garden(&vault(&before))), "en").unwrap();
        let garden = Arc::new(garden(&vault(&texts)));
        let index = SearchIndex::grow(&garden, "en", Some(&earlier), None).unwrap();
        let scanning = Scanning::over(&garden);
        for query in &queries {
            let query = Query::parse(query);
            let parts: Vec<_> = query.expression().parts().iter().collect();
            let (known, read) = (select(&parts, &index), select(&parts, &scanning));
            let numbers = |selected: &super::Selected| selected.notes.ones().collect::<Vec<_>>();
            prop_assert_eq!(numbers(&known), numbers(&read), "{} in {:#?}", query.text(), texts);
            prop_assert_eq!(&known.notices, &read.notices);
            // What a search may read at most is enough for it.
            let enough = allowance::most(&parts, &index) + 1;
            let allowed = select::Selection::new(&index).reading(enough).all(&parts);
            prop_assert_eq!((numbers(&allowed), &allowed.notices), (numbers(&known), &known.notices), "{}", query.text());
        }
    }
}
