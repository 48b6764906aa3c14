//! Tags (I-09 to I-19).

use hedgerow_model::Tag;

use crate::vault::{all, check, one};

#[test]
fn what_is_a_tag() {
    // I-09 to I-12, I-14, I-18
    const CASES: &[(&str, &[&str])] = &[
        ("#tag, #über-cool. #日本語 #🌱", &["tag", "über-cool", "日本語", "🌱"]),
        ("(#no) \"#no\"", &[]),
        ("#a#b", &["a", "b"]),
        ("#1984 #y1984 #2024-goals #365days", &["y1984", "2024-goals", "365days"]),
        ("#a/b/c #x/", &["a/b/c", "x"]),
        ("word#x C# https://x.y/#frag", &[]),
        ("[[#H]] [x](#a) \\#x &#39;", &[]),
        ("# x\n\n#\n\n##x", &[]),
        ("#Title", &["Title"]),
        ("text\n#line", &["line"]),
        ("text\t#tab", &["tab"]),
        ("`#code` $#m$ <b id=\"#x\">y</b> %%#c%%", &[]),
        ("    #indented", &[]),
        ("```\n#fenced\n```", &[]),
        ("## Heading #in", &["in"]),
        ("- item #li\n> quote #bq\n", &["li", "bq"]),
        ("| a |\n| - |\n| #cell |", &["cell"]),
        ("x[^1]\n\n[^1]: #foot", &["foot"]),
        ("**#bold**", &[]),
        ("#tag's #tag!", &["tag"]),
        ("#Recipe and #recipe", &["Recipe"]),
        ("---\ntags: [a, b/c]\n---\n#A #d", &["a", "b/c", "d"]),
        ("---\ntags: \"#a, b/c\"\n---\n", &["a", "b/c"]),
        ("---\ntags: a b/c\n---\n", &["a", "b/c"]),
        ("---\ntags: [a b, \"c,d\", 2024, \"\"]\n---\n", &["a", "b", "c", "d"]),
        ("---\nTag: x\ntags: y\n---\n", &["x", "y"]),
        ("---\nother: \"#no\"\n---\n", &[]),
        ("[[Note|#label]]", &[]),
        ("#a_b-c/d", &["a_b-c/d"]),
        ("#a\u{2019}s", &["a"]),
        ("#2024/01 #2024/", &["2024/01"]),
        ("[x #no](Other.md) ![x #no](a.png)", &[]),
    ];
    check(CASES.iter().map(|(text, want)| {
        let mut got: Vec<_> = one(text).tags("Host.md").into_iter().map(str::to_owned).collect();
        let mut want: Vec<_> = want.iter().map(|tag| (*tag).to_owned()).collect();
        got.sort();
        want.sort();
        (format!("{text:?}"), got.join(" "), want.join(" "))
    }));
}

#[test]
fn a_nested_tag_is_listed_below_each_of_its_parents() {
    // I-14
    let tag = Tag::new("a/b/c").expect("a tag");
    let lineage: Vec<_> = tag.lineage().map(|tag| tag.text().to_owned()).collect();
    assert_eq!(lineage, ["a", "a/b", "a/b/c"]);
    assert_eq!(one("#a/b/c").tags("Host.md"), ["a/b/c"], "a note's own list has only the whole");
}

#[test]
fn all_spellings_of_a_tag_lead_to_one_page() {
    // I-13, I-15
    let vault = all("-- a.md\n#Über/☕ #über/☕\n");
    let html = vault.html("a.md");
    assert_eq!(html.matches("href=\"/-/tags/%C3%BCber/%E2%98%95\"").count(), 2, "{html}");
    assert!(html.contains(">#Über/☕</a>") && html.contains(">#über/☕</a>"), "each is shown as written: {html}");
}

#[test]
fn tags_of_private_notes_do_not_exist() {
    // W-10
    let vault = all("-- a.md\n#open\n-- b.md\n---\nprivate: true\ntags: [shut]\n---\n#shut2\n");
    let tags: Vec<_> =
        vault.garden.notes().iter().flat_map(hedgerow_publish::PublicNote::tags).map(Tag::text).collect();
    assert_eq!(tags, ["open"]);
}

#[test]
fn a_tag_nested_beyond_measure_is_text() {
    // F-20: each level would be a tag with a page of its own.
    let deep = |levels: usize| format!("#{}", vec!["a"; levels].join("/"));
    assert_eq!(one(&deep(32)).tags("Host.md").len(), 1);
    for levels in [33, 5_000] {
        let vault = one(&deep(levels));
        assert!(vault.tags("Host.md").is_empty());
        assert_eq!(vault.body("Host.md"), format!("<p>{}</p>", deep(levels)));
    }
}
