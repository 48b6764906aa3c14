//! Chapter 3: embedded notes, sections and blocks (E-01 to E-15).

use crate::vault::{all, check, one};

/// What an embed of a note looks like around the embedded text.
fn boxed(href: &str, title: &str, inner: &str) -> String {
    format!(
        "<div class=\"embed\"><a class=\"embed-source\" href=\"{href}\">{title}</a><div class=\"embed-body\">\n{inner}\n</div></div>"
    )
}

#[test]
fn a_note_is_shown_in_place_with_a_link_to_its_source() {
    // E-01, E-15
    let vault = all(
        "-- N.md\n---\ntitle: The N\n---\nOne %%hid%% two ^id\n-- h.md\n![[N]]\n-- i.md\n![[N|300]]\n-- j.md\n![](N.md)\n",
    );
    let want = boxed("/N", "The N", "<p id=\"e1:^id\">One  two</p>");
    check(["h.md", "i.md", "j.md"].map(|path| (path, vault.body(path), want.clone())));
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_level() {
    // E-02, E-03, L-12, L-13: what is embedded, the words that are seen, those that are not.
    let note = "-- N.md\nintro\n\n## A\nxa\n\n### A1\nya\n\n```\n# code\n```\n> # quoted\n\n- # listed\n\nstill\n\n## B\nzb\n\n### A1\nyb\n\n# Top\nwt\n\nSetext\n---\nvs\n";
    const CASES: &[(&str, &[&str], &[&str])] = &[
        ("![[N#A]]", &["xa", "ya", "still", "# code", "quoted"], &["zb", "intro", "wt"]),
        ("![[N#A1]]", &["ya", "still"], &["xa", "zb", "yb"]),
        ("![[N#B#A1]]", &["yb"], &["ya", "zb", "wt"]),
        ("![[N#B]]", &["zb", "yb"], &["wt", "xa"]),
        ("![[N#Top]]", &["wt", "vs"], &["yb"]),
        ("![[N#Setext]]", &["vs"], &["wt"]),
        ("![](N.md#a)", &["xa"], &["zb"]),
        ("![[N]]", &["intro", "vs"], &[]),
    ];
    for (embed, seen, unseen) in CASES {
        let body = all(&format!("{note}-- h.md\n{embed}\n")).body("h.md");
        for word in *seen {
            assert!(body.contains(word), "{embed} shows {word}: {body}");
        }
        for word in *unseen {
            assert!(!body.contains(word), "{embed} hides {word}: {body}");
        }
    }
}

#[test]
fn a_block_is_shown_alone_and_without_its_marker() {
    // E-04, B-04 to B-07, B-10
    let note = "-- N.md\nfirst line\nsecond ^para\n\n- one\n- two ^item\n    - below\n- three\n\n^list\n\n> quoted ^quote\n\n> [!tip] T\n> called\n\n^call\n\n\
        | a |\n| - |\n| b |\n\n^table\n\n```\ncoded\n```\n^code\n\n$$\nx\n$$\n^math\n\n## Head ^head\nunder\n\nlast\n";
    const CASES: &[(&str, &[&str], &[&str])] = &[
        ("para", &["first line", "second"], &["one", "last"]),
        ("item", &["two", "below", "<ul>"], &["one", "three"]),
        ("list", &["one", "two", "below", "three"], &["quoted", "second"]),
        ("quote", &["<blockquote", "quoted"], &["called"]),
        ("call", &["callout", "called"], &["quoted"]),
        ("table", &["<table>", "<td>b</td>"], &["called", "^"]),
        ("code", &["<code>coded"], &["<table>"]),
        ("math", &["math"], &["coded"]),
        ("head", &["<h2", "Head"], &["last"]),
        ("ITEM", &["two"], &["one"]),
    ];
    for (id, seen, unseen) in CASES {
        let body = all(&format!("{note}-- h.md\n![[N#^{id}]]\n")).body("h.md");
        for word in *seen {
            assert!(body.contains(word), "^{id} shows {word}: {body}");
        }
        for word in *unseen {
            let shown = body.split("embed-body").nth(1).unwrap_or(&body).replace("id=\"e1:^", "");
            assert!(!shown.contains(word), "^{id} hides {word}: {body}");
        }
    }
}

#[test]
fn a_missing_part_is_a_box_and_never_the_whole_note() {
    // E-05, E-06
    let vault = all(
        "-- N.md\nwhole text\n-- P.md\n---\nprivate: true\n---\n# H\nhidden text ^b\n-- h.md\n![[N#Gone]] ![[N#^gone]] ![[Gone]] ![[P]] ![[P#H]] ![[P#^b]] ![x](P.md)\n",
    );
    let body = vault.body("h.md");
    assert!(!body.contains("whole text") && !body.contains("hidden text"), "{body}");
    for reference in ["N#Gone", "N#^gone", "Gone", "P", "P#H", "P#^b", "P.md"] {
        let shown = format!("<span class=\"embed-missing\">Not here: {reference}</span>");
        assert!(body.contains(&shown), "{reference}: {body}");
    }
    assert!(
        !vault.text("h.md").contains("hidden") && !vault.garden.note(vault.id("h.md")).description().contains("hidden")
    );
}

#[test]
fn circles_end_in_a_link() {
    // E-07, E-08
    let vault = all("-- A.md\nin a\n\n![[B]]\n-- B.md\nin b\n\n![[A]]\n-- S.md\nself\n\n![[S]]\n");
    let body = vault.body("A.md");
    assert_eq!((body.matches("in b").count(), body.matches("in a").count()), (1, 1), "{body}");
    assert!(body.contains("<a class=\"internal-link embed-link\" href=\"/A\">A</a>"), "{body}");
    let body = vault.body("S.md");
    assert_eq!(body, "<p>self</p>\n<a class=\"internal-link embed-link\" href=\"/S\">S</a>");
}

#[test]
fn a_section_of_the_own_note_is_shown_unless_the_embed_stands_in_it() {
    // E-08
    let vault = one("![[#Later]]\n\n## Later\nlater text\n\n## Loop\nloop text\n\n![[#Loop]]\n\n## End\n");
    let body = vault.body("Host.md");
    assert_eq!((body.matches("later text").count(), body.matches("loop text").count()), (2, 1), "{body}");
    let vault = one("text ^b\n\n![[#^b]]\n");
    assert_eq!(vault.body("Host.md").matches("text").count(), 2);
}

#[test]
fn circles_through_sections_and_blocks_end() {
    // E-07
    let vault = all(
        "-- A.md\n# One\n![[B#Two]]\n-- B.md\n# Top\n## Two\nword\n\n![[A#One]]\n-- C.md\nx ![[C#^id]] ^id\n-- D.md\n> ![[D#^q]]\n\n^q\n",
    );
    assert_eq!(vault.body("A.md").matches("word").count(), 1, "{}", vault.body("A.md"));
    for path in ["B.md", "C.md", "D.md"] {
        assert!(vault.body(path).len() < 4_000, "{path}");
    }
}

#[test]
fn depth_and_number_of_embeds_are_bounded() {
    // E-07, F-20: a chain shows five levels; a fan of a hundred by a hundred stops early.
    let chain: String = (0..12).map(|n| format!("-- c{n}.md\nlevel {n}.\n\n![[c{}]]\n", n + 1)).collect();
    let vault = all(&chain);
    let body = vault.body("c0.md");
    assert!(body.contains("level 5.") && !body.contains("level 6."), "{body}");
    assert!(body.contains("embed-link\" href=\"/c6\""), "what is not shown is a link");
    let fan: String = (0..3).map(|n| format!("-- f{n}.md\n{}", format!("![[f{}]]\n\n", n + 1).repeat(100))).collect();
    let vault = all(&format!("{fan}-- f3.md\nleaf\n"));
    assert!(vault.body("f0.md").matches("class=\"embed\"").count() <= 500);
    let long = "words ".repeat(100_000);
    let vault = all(&format!("-- long.md\n{long}\n-- h.md\n{}", "![[long]]\n\n".repeat(30)));
    assert!(vault.body("h.md").len() < 3 << 20, "{}", vault.body("h.md").len());
}

#[test]
fn ids_stay_unique_and_the_hosts_own_keep_theirs() {
    // E-09, E-12, L-38
    let vault = all(
        "-- N.md\n## Log\nx[^1] ^b\n\n[^1]: n note\n-- h.md\n![[N]]\n\n![[N]]\n\n## Log\ny[^1] ^b\n\n[^1]: h note\n",
    );
    let html = vault.html("h.md");
    let ids: Vec<_> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().expect("a quote ends")).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len(), "{ids:?}");
    for own in ["log", "^b", "fn:1", "fnref:1"] {
        assert!(ids.contains(&own), "{own} in {ids:?}");
    }
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().expect("a quote ends")) {
        assert!(ids.contains(&target.replace("%5E", "^").as_str()), "#{target} leads somewhere: {ids:?}");
    }
    assert_eq!(html.matches("n note").count(), 2, "E-12: each has its own footnotes");
    let body = vault.garden.body(vault.id("h.md"));
    let toc: Vec<_> = body.toc.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(toc, ["Log"], "headings of embeds are not in the table of contents");
}

#[test]
fn ids_in_raw_html_take_none_of_the_page() {
    // E-09
    let vault = all(
        "-- N.md\n<b id=\"log\">n</b> <i id=\"own\">n</i>\n-- h.md\n<b id=\"log\">h</b>\n\n![[N]]\n\n![[N]]\n\n## Log\n\n<i id=\"own\">h</i>\n",
    );
    let html = vault.html("h.md");
    assert!(html.contains("<h2 id=\"log\"") && html.contains("<i id=\"own\">h</i>"), "{html}");
    let mut ids: Vec<_> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
}

#[test]
fn what_is_embedded_counts_for_its_own_note() {
    // E-10, E-11, L-41
    let vault = all(
        "-- sub/N.md\n#tagged embedded words [[Other]] ![[./p.png]] [[./q]]\n-- sub/p.png\n-- sub/q.md\n-- Other.md\n-- q.md\n-- h.md\nown words ![[N]]\n",
    );
    assert!(vault.tags("h.md").is_empty());
    assert_eq!(vault.backlinks("Other.md"), ["sub/N.md"]);
    assert_eq!(vault.text("h.md"), "own words");
    assert_eq!(vault.garden.note(vault.id("h.md")).description(), "own words");
    let body = vault.body("h.md");
    assert!(body.contains("src=\"/sub/p.png\"") && body.contains("href=\"/sub/q\""), "{body}");
}

#[test]
fn a_link_to_a_place_in_an_embedded_note_leads_to_its_source() {
    // E-09, L-39
    let vault = all("-- N.md\n[[#Log]]\n\n## Log\n-- h.md\n![[N]]\n");
    assert!(
        vault.body("h.md").contains("<a class=\"internal-link\" href=\"/N#log\">Log</a>"),
        "{}",
        vault.body("h.md")
    );
}

#[test]
fn markup_stays_valid_wherever_an_embed_stands() {
    // E-14
    let note = "-- N.md\ninner\n";
    let body = |host: &str| all(&format!("{note}-- h.md\n{host}\n")).body("h.md");
    let embed = boxed("/N", "N", "<p>inner</p>");
    assert_eq!(body("before ![[N]] after"), format!("<p>before </p>\n{embed}\n<p> after</p>"));
    for host in [
        "- ![[N]]",
        "- a\n- b ![[N]]\n\n  c",
        "> ![[N]]",
        "> [!note] T\n> ![[N]]",
        "| a |\n| - |\n| ![[N]] |",
        "x[^1]\n\n[^1]: ![[N]]",
    ] {
        let html = body(host);
        assert!(html.contains(&embed), "{host}: {html}");
        assert!(!in_paragraph(&html), "{host}: {html}");
    }
    for host in ["# ![[N]]", "**![[N]]**", "[![[N]]](https://x.y)", "==![[N]]==", "> [!note] ![[N]]\n> x"] {
        assert!(!in_paragraph(&body(host)) && !body(host).contains("<div class=\"embed\""), "{host}: {}", body(host));
    }
}

/// Tells whether a `div` stands in a `p`.
fn in_paragraph(html: &str) -> bool {
    html.split("<p").skip(1).any(|rest| rest.split("</p>").next().is_some_and(|inner| inner.contains("<div")))
}
