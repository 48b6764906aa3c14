//! Conditions over little vaults that went through the gate.

use std::sync::Arc;

use hedgerow_model::{AssetPath, Date, NotePath};
use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions, RenderOptions};
use proptest::prelude::*;
use sower::{FileDates, Note};

use super::select::Selection;
use super::{Scanning, Selected, Source, select};
use crate::query::Query;

/// Writes a vault as `-- path` lines and text between them. Files whose names do not end in `.md` are attachments.
pub(super) fn garden(vault: &str) -> PublicGarden {
    let files = vault.split("-- ").skip(1).map(|file| file.split_once('\n').unwrap_or((file, "")));
    let (mut notes, mut assets): (Vec<Arc<Note>>, Vec<AssetPath>) = (Vec::new(), Vec::new());
    for (path, text) in files {
        match NotePath::new(path) {
            Ok(path) => {
                let day = Date::new(2020, 1, 1);
                let dates = FileDates { created: day, modified: day };
                notes.push(Arc::new(Note::parse(path, text.trim_end().to_owned(), dates)));
            }
            Err(_) => assets.push(AssetPath::new(path).unwrap()),
        }
    }
    notes.sort_by(|a, b| a.path().cmp(b.path()));
    assets.sort();
    let render = RenderOptions {
        show_properties: ["state", "rating", "up", "aliases", "empty"].map(str::to_owned).to_vec(),
        ..RenderOptions::default()
    };
    let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
    let options = PublishOptions { policy, render, ..PublishOptions::default() };
    PublicGarden::grow(&Harvest::new(&notes, &assets), &options)
}

fn ask(garden: &PublicGarden, query: &str) -> Selected {
    let query = Query::parse(query);
    select(&query.expression().parts().iter().collect::<Vec<_>>(), &Scanning::over(garden))
}

/// Lists the names of the notes of which a query is true.
fn check(vault: &str, query: &str, expected: &str) {
    let garden = garden(vault);
    let found = ask(&garden, query);
    let names: Vec<String> = found.notes.ones().map(|note| garden.notes()[note].path().name().to_string()).collect();
    assert_eq!(names.join(" "), expected, "{query:?} in {vault}");
}

const TEA: &str = "\
-- Journal/2024-03.md
---
tags: [journal]
updated: 2024-03-05
---
# March
Drank tea with salt and water.
Slept.

## Rain
- [ ] phone the Blue Kettle
- [x] buy tea
  - [-] read *on*

-- Tea/Green tea.md
---
aliases: [Sencha]
tags: [tea/green]
state: seed
rating: 4.5
up: \"[[Journal/2024-03|the month]]\"
updated: 2023-12-31
---
The blue kettle. Salt, and more
water. [[2024-03]] ![[leaf.png]]

| fox | hen |
|-----|-----|
| owl | jay |

-- Tea/Shop.md
---
state: [tree, old seed]
rating: 12
aliases:
updated: 2024-01-01
---
#shop/tea `#tea` café

> salt
>
> water /path/to

-- Zen.md
---
empty: []
---
Nothing at all.
-- leaf.png
";

#[test]
fn s_01_and_s_02_words_and_phrases_are_in_title_alias_heading_tag_or_text() {
    check(TEA, "tea", "2024-03 Green tea Shop");
    check(TEA, "sench", "Green tea");
    check(TEA, "\"blue kettle\"", "2024-03 Green tea");
    check(TEA, "\"kettle blue\"", "");
    check(TEA, "cafe", "Shop");
}

#[test]
fn s_03_or_and_groups() {
    check(TEA, "slept OR caf", "2024-03 Shop");
    check(TEA, "(slept OR café OR nothing) -\"at all\"", "2024-03 Shop");
    check(TEA, "salt slept OR nothing", "2024-03 Zen");
}

#[test]
fn s_04_only_exclusions_give_the_rest() {
    check(TEA, "-tea", "Zen");
    check(TEA, "-(salt fox)", "2024-03 Shop Zen");
    check(TEA, "-(salt OR nothing)", "");
}

#[test]
fn s_05_names_and_paths_hold_what_was_typed() {
    check(TEA, "file:024", "2024-03");
    check(TEA, "file:TEA", "Green tea");
    check(TEA, "path:tea/", "Green tea Shop");
    check(TEA, "path:\"Journal/2024-0\"", "2024-03");
    check(TEA, "path:(tea -green)", "Shop");
    check(TEA, "path:/2024-\\d\\d/", "2024-03");
    check(TEA, "file:/^[A-Z]\\w+$/", "Shop Zen");
    check(TEA, "file:match-case:tea", "Green tea");
    check(TEA, "path:match-case:TEA", "");
    check(TEA, "folder:tea OR folder:\"Journal\"", "2024-03 Green tea Shop");
    check(TEA, "folder:te", "");
    check(TEA, "folder:\"\"", "2024-03 Green tea Shop Zen");
    check(TEA, "title:march", "2024-03");
    check(TEA, "title:(tea green)", "Green tea");
    check(TEA, "title:sencha", "");
}

#[test]
fn s_05_content_and_headings() {
    check(TEA, "content:(tea -fox)", "2024-03 Shop");
    check(TEA, "content:march", "2024-03");
    check(TEA, "content:zen", "");
    check(TEA, "heading:rain", "2024-03");
    check(TEA, "heading:salt", "");
    check(TEA, "heading:(march rain)", "");
    check(TEA, "heading:(march OR rain)", "2024-03");
}

#[test]
fn s_05_lines_blocks_and_sections_hold_all() {
    check(TEA, "line:(salt water)", "2024-03");
    check(TEA, "block:(salt water)", "2024-03 Green tea Shop");
    check(TEA, "block:(salt slept)", "2024-03");
    check(TEA, "line:(fox hen)", "Green tea");
    check(TEA, "line:(fox owl)", "");
    check(TEA, "block:(fox owl)", "Green tea");
    check(TEA, "block:(kettle fox)", "");
    check(TEA, "section:(kettle fox)", "Green tea");
    check(TEA, "section:(march salt)", "2024-03");
    check(TEA, "section:(salt phone)", "");
    check(TEA, "line:(rain)", "2024-03");
}

#[test]
fn s_06_an_excluded_line_means_that_no_line_is_so() {
    check(TEA, "-line:(salt)", "Zen");
    check(TEA, "line:(salt -water)", "Green tea Shop");
    check(TEA, "-line:(salt -water)", "2024-03 Zen");
}

#[test]
fn s_05_tasks_are_open_or_done() {
    check(TEA, "task:tea", "2024-03");
    check(TEA, "task-todo:tea", "");
    check(TEA, "task-done:tea", "2024-03");
    check(TEA, "task-todo:(phone kettle)", "2024-03");
    check(TEA, "task:\"\"", "2024-03");
    check(TEA, "task:read -task-todo:read -task-done:read", "2024-03");
    check(TEA, "has:task", "2024-03");
    check(TEA, "-has:task", "Green tea Shop Zen");
}

#[test]
fn s_05_and_s_11_tags_with_those_below() {
    check(TEA, "tag:#tea", "Green tea");
    check(TEA, "#shop", "Shop");
    check(TEA, "#SHOP/Tea", "Shop");
    check(TEA, "tag:(tea OR journal)", "2024-03 Green tea");
    check(TEA, "tag:/^tea|^shop/", "Green tea Shop");
    check(TEA, "is:untagged", "Zen");
    check(TEA, "has:tag -#tea", "2024-03 Shop");
}

#[test]
fn s_05_letter_case_counts_where_it_is_asked_for() {
    check(TEA, "match-case:\"Blue Kettle\"", "2024-03");
    check(TEA, "match-case:\"blue kettle\"", "Green tea");
    check(TEA, "match-case:(Slept ignore-case:TEA)", "2024-03");
    check(TEA, "line:match-case:Salt", "Green tea");
    check(TEA, "-match-case:Salt", "2024-03 Shop Zen");
}

#[test]
fn s_05_properties_that_the_garden_shows() {
    check(TEA, "[state]", "Green tea Shop");
    check(TEA, "[State:seed]", "Green tea Shop");
    check(TEA, "[state:\"old seed\"]", "Shop");
    check(TEA, "[state:tree OR bush]", "Shop");
    check(TEA, "[state:/^seed$/]", "Green tea");
    check(TEA, "-[state]", "2024-03 Zen");
    check(TEA, "[rating:<5]", "Green tea");
    check(TEA, "[rating:>4]", "Green tea Shop");
    check(TEA, "[aliases:null]", "Shop");
    check(TEA, "[empty:null]", "");
    check(TEA, "[empty]", "Zen");
    check(TEA, "[up:month]", "Green tea");
    check(TEA, "[up:2024]", "");
    let garden = garden(TEA);
    let found = ask(&garden, "[updated]");
    assert!(found.notes.is_clear(), "a property that is not shown does not exist");
    assert!(found.notices[0].piece() == "[updated]", "{:?}", found.notices);
}

#[test]
fn s_07_expressions_are_run_over_texts() {
    check(TEA, "/sal./", "2024-03 Shop");
    check(TEA, "/sal./i", "2024-03 Green tea Shop");
    check(TEA, "ignore-case:/sal./", "2024-03 Green tea Shop");
    check(TEA, "/^Slept\\.$/", "");
    check(TEA, "line:/^Slept\\.$/", "2024-03");
    check(TEA, "content:(/wat[e]r/ -fox)", "2024-03 Shop");
    check(TEA, "/hidden/", "");
}

#[test]
fn links_lead_to_and_from_public_notes() {
    check(TEA, "links-to:2024-03", "Green tea");
    check(TEA, "links-to:march", "Green tea");
    check(TEA, "links-to:[[Journal/2024-03]]", "Green tea");
    check(TEA, "linked-from:sencha", "2024-03");
    check(TEA, "linked-from:(\"green tea\" OR zen)", "2024-03");
    check(TEA, "links-to:nowhere", "");
    check(TEA, "is:orphan", "Shop Zen");
    check(TEA, "has:image", "Green tea");
    let twins = "-- A/Café.md\na\n-- B/Café.md\nb\n-- C.md\n[[A/Café]]\n-- D.md\n[[B/Café]]\n-- CafeS.md\nx\n-- E.md\n[[CafeS]]";
    check(twins, "links-to:café", "C D");
    check(twins, "links-to:CAFE", "C D");
    check(twins, "links-to:a/cafe", "C");
    check(twins, "links-to:fe", "");
}

#[test]
fn days_are_those_of_the_last_change() {
    check(TEA, "year:2024", "2024-03 Shop");
    check(TEA, "before:2024", "Green tea Zen");
    check(TEA, "after:2024-03-05", "2024-03");
    check(TEA, "before:2024-03-05", "Green tea Shop Zen");
    check(TEA, "date:2023-12", "Green tea");
    check(TEA, "year:2020", "Zen");
}

#[test]
fn s_13_what_readers_cannot_find_counts_nowhere() {
    let vault = "\
-- Open.md
[[Hidden]] [[Listed]] seen
-- Hidden.md
---
publish: false
---
withheld [[Open]] #secret
-- Listed.md
---
unlisted: true
---
unlisted words [[Open]]
-- D.excalidraw.md
drawing
";
    let without = vault.replace("withheld [[Open]] #secret", "").replace("[[Hidden]]", "[[Gone]]");
    for query in [
        "withheld",
        "#secret",
        "path:hidden",
        "title:hidden",
        "links-to:hidden",
        "linked-from:hidden",
        "/withheld/",
        "line:withheld",
        "unlisted",
        "path:listed",
        "linked-from:listed",
        "drawing",
    ] {
        check(vault, query, "");
        check(&without, query, "");
    }
    check(vault, "links-to:open", "");
    check(vault, "is:orphan", "Open");
    check(vault, "-path:zzz", "Open");
}

#[test]
fn s_07_reading_is_bounded_by_counting() {
    let vault: String = (0..20).map(|n| format!("-- N{n:02}.md\n{} end\n", "salt water ".repeat(100))).collect();
    let garden = garden(&vault);
    let source = Scanning::over(&garden);
    for (query, n_bytes, n_expected) in [
        ("/end/", 12_000, 10),
        ("-/zzz/", 12_000, 10),
        ("line:(salt end)", 48_000, 10),
        ("/end/", 100_000, 20),
        ("path:n", 12_000, 20),
    ] {
        let query = Query::parse(query);
        let found = Selection::new(&source).reading(n_bytes).all(&[query.expression()]);
        let numbers: Vec<usize> = found.notes.ones().collect();
        assert_eq!(numbers, (0..n_expected).collect::<Vec<_>>(), "{} of {n_bytes} bytes", query.text());
        assert_eq!(found.notices.len(), usize::from(n_expected < 20));
    }
    // A tag, a word or a path narrows first what is read.
    let query = Query::parse("/end/ path:/N1[5-9]/");
    let found = Selection::new(&source).reading(12_000).all(&query.conditions());
    assert_eq!((found.notes.count_ones(..), found.notices.len()), (5, 0));
}

#[test]
fn s_07_an_expression_that_is_given_up_hides_what_it_did_not_see() {
    let mut bits = 0xACE1_u32;
    let mut long = |n: usize| -> String {
        let letters = (0..n).map(|_| {
            bits = (bits >> 1) ^ (if bits & 1 == 1 { 0xD000_0001 } else { 0 });
            if bits & 1 == 1 { 'a' } else { 'b' }
        });
        letters.collect()
    };
    let vault = format!("-- A.md\nx\n-- B.md\n{}\n-- C.md\n{}\n", long(400_000), long(400_000));
    let garden = garden(&vault);
    for (query, expected) in [("-/[ab]*a[ab]{80}c/", vec![0]), ("/[ab]*a[ab]{80}c|x/", vec![0])] {
        let found = ask(&garden, query);
        assert_eq!(found.notes.ones().collect::<Vec<_>>(), expected, "{query}");
        assert!(found.notices[0].message().contains("too long"), "{:?}", found.notices);
        assert_eq!(ask(&garden, query).notes, found.notes);
    }
}

/// What each note is like, decided note by note and without any index: a second reading of a query.
mod slow {
    use super::super::Source;
    use super::super::matcher::Matcher;
    use crate::query::{Expression, Filter};

    pub(super) fn is_so(source: &dyn Source, expression: &Expression, number: usize) -> bool {
        match expression {
            Expression::All(parts) => parts.iter().all(|part| is_so(source, part, number)),
            Expression::Any(parts) => parts.iter().any(|part| is_so(source, part, number)),
            Expression::Not(part) => !is_so(source, part, number),
            Expression::Text(clause) => source.having(clause, &super::super::ANYWHERE).contains(number),
            Expression::Filter(Filter::In { scope, pattern }) => {
                let mut matcher = Matcher::of_words(pattern);
                let note = &source.garden().notes()[number];
                scope.try_any(note, &mut |text| matcher.is_in(text)).unwrap()
            }
            Expression::Filter(Filter::Tag(tag)) => {
                source.garden().notes()[number].tags().iter().any(|other| other.is_at_or_below(tag))
            }
            Expression::Filter(other) => panic!("not asked for here: {other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_narrowed_by_the_index_is_what_reading_every_note_finds(
        texts in prop::collection::vec(TEXT, 1..12),
        query in QUERY,
    ) {
        let vault: String = texts.iter().enumerate().map(|(n, text)| format!("-- N{n:02}.md\n{text}\n")).collect();
        let garden = garden(&vault);
        let source = Scanning::over(&garden);
        let query = Query::parse(&query);
        let found = select(&query.expression().parts().iter().collect::<Vec<_>>(), &source).notes;
        for number in source.searchable().ones() {
            let expected = slow::is_so(&source, query.expression(), number);
            prop_assert_eq!(found.contains(number), expected, "{} in {}", query.text(), &texts[number]);
        }
    }
}

const TEXT: &str = "(---\ntags: [t/u]\n---\n)?((# [ab]n|[ab] [ab]n|- \\[[ x]\\] [abn]{1,2}|  - [ab]|> [ab]|\\| a \\| b \\||機械学|é|a [b\n]an)\n\n?){0,8}";
const QUERY: &str = "(-?((line|block|section|task|task-todo|heading|title|content|match-case):([abn]{1,2}|\\((-?[ab]n? ){1,3}\\)|\"[ab] [ab]n?\"|/[ab]+n/|機|\\(a OR -bn\\)|\\(/a/ b\\))|#t|[ab]n?|e|\\([ab] OR \"a b\"\\)) (OR )?){1,4}";
