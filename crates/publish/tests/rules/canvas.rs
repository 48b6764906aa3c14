//! Chapter 10: canvases (O-01 to O-04, E-23), and what of them is public (W-05, W-08).

use crate::vault::{Vault, all, check};

/// A vault in which `h.md` embeds a canvas of these nodes.
fn board(nodes: &str, files: &str) -> Vault {
    all(&format!("-- h.md\n![[Board.canvas]]\n-- Board.canvas\n{{\"nodes\": [{nodes}], \"edges\": []}}\n{files}"))
}

fn drawn(nodes: &str, files: &str) -> String {
    board(nodes, files).html("h.md").to_owned()
}

fn text(text: &str) -> String {
    format!(
        "{{\"id\": \"t\", \"type\": \"text\", \"text\": {text:?}, \"x\": 0, \"y\": 0, \"width\": 200, \"height\": 100}}"
    )
}

fn file(path: &str) -> String {
    format!(
        "{{\"id\": \"f\", \"type\": \"file\", \"file\": {path:?}, \"x\": 300, \"y\": 0, \"width\": 200, \"height\": 100}}"
    )
}

/// The inside of the first card of a kind.
fn card(html: &str, kind: &str) -> String {
    let start = html.find(&format!("<div class=\"canvas-card {kind}")).unwrap_or_else(|| panic!("no {kind}: {html}"));
    let inner = &html[start..];
    let inner = &inner[inner.find('>').expect("a tag is closed") + 1..];
    inner[..inner.find("</div></foreignObject>").expect("a card is closed")].to_owned()
}

#[test]
fn text_cards_are_markdown_and_their_links_resolve_among_the_public_files_o_02() {
    let files = "-- d/N.md\n# H\n#tag\n-- d/deep/N.md\n-- P.md\n---\nprivate: true\n---\n";
    let cases = [
        ("**b** ==m== `c`", "<strong>b</strong> <mark>m</mark> <code>c</code>"),
        ("[[N]]", "<a class=\"internal-link\" href=\"/d/N\">N</a>"),
        ("[[N#H|h]]", "<a class=\"internal-link\" href=\"/d/N#h\">h</a>"),
        ("[x](./deep/N.md)", "<a class=\"internal-link\" href=\"/d/deep/N\">x</a>"),
        ("[[P]]", "<span class=\"is-unresolved\">P</span>"),
        ("[[P|words]]", "<span class=\"is-unresolved\">words</span>"),
        ("#tag #gone", "<a class=\"tag\" href=\"/-/tags/tag\">#tag</a> "),
        ("a %%hidden%% b", "<p>a  b</p>"),
        ("<script>alert(1)</script><b onclick=x>y</b>", "<b>y</b>"),
        ("[x](javascript:alert(1))", "<span>x</span>"),
        ("![[P]]", "<span class=\"embed-missing\">Not here: P</span>"),
    ];
    check(cases.map(|(markdown, want)| {
        let fixture =
            format!("-- h.md\n![[Board.canvas]]\n-- d/Board.canvas\n{{\"nodes\": [{}]}}\n{files}", text(markdown));
        let html = card(all(&fixture).html("h.md"), "canvas-text").replace(" dir=\"auto\"", "");
        let got = if html.contains(want) && !html.contains("hidden") && !html.contains("alert(") {
            want.to_owned()
        } else {
            html
        };
        (markdown, got, want.to_owned())
    }));
}

#[test]
fn file_cards_show_a_note_or_its_part_or_a_picture_o_02() {
    let files = "-- a/N.md\n# Title\nfirst\n\n## Part\nsecond ^id\n-- p.png\n-- s.mp3\n-- d.pdf\n";
    let html = card(&drawn(&file("a/N.md"), files), "canvas-note");
    assert!(html.contains("href=\"/a/N\"") && html.contains(">Title</a>"), "{html}");
    assert!(html.contains("first") && html.contains("second"), "{html}");
    for subpath in ["#Part", "#^id"] {
        let node = file("a/N.md").replace("\"file\":", &format!("\"subpath\": {subpath:?}, \"file\":"));
        let html = card(&drawn(&node, files), "canvas-note");
        assert!(!html.contains("first") && html.contains("second"), "{subpath}: {html}");
    }
    let html = drawn(&file("a/N.md").replace("\"file\":", "\"subpath\": \"#Gone\", \"file\":"), files);
    assert!(card(&html, "canvas-file").contains("href=\"/a/N\"") && !html.contains("first"), "{html}");
    assert!(card(&drawn(&file("p.png"), files), "canvas-picture").contains("<img src=\"/p.png\" alt=\"p.png\""));
    assert!(card(&drawn(&file("s.mp3"), files), "canvas-media").contains("<audio controls"));
    assert!(card(&drawn(&file("d.pdf"), files), "canvas-file").contains("href=\"/d.pdf\""));
}

#[test]
fn a_card_of_a_private_file_is_that_of_a_missing_one_o_02() {
    let private = "-- P.md\n---\nprivate: true\ntitle: Secret\n---\n# Secret\n-- x/pic.png\n";
    let nodes = [file("P.md"), file("x/Q.md"), file("x/pic.png"), text("[[P]] [[Secret]]")].join(",");
    let group = "{\"type\": \"group\", \"label\": \"g\", \"background\": \"x/pic.png\"}";
    let fixture = |files: &str| {
        let options = hedgerow_publish::PublishOptions {
            policy: crate::vault::policy(hedgerow_publish::Mode::All, &[], &["x"]),
            ..Default::default()
        };
        let vault = format!("-- h.md\n![[B.canvas]]\n-- B.canvas\n{{\"nodes\": [{nodes}, {group}]}}\n{files}");
        crate::vault::with(&vault, &options)
    };
    let (with, without) = (fixture(&format!("{private}-- x/Q.md\nhidden\n")), fixture(""));
    assert_eq!(with.html("h.md"), without.html("h.md"));
    let html = with.html("h.md");
    assert_eq!(html.matches("<div class=\"canvas-card is-empty\"></div>").count(), 3, "{html}");
    assert!(!html.contains("pic.png") && !html.contains("x/Q") && !html.contains("hidden"), "{html}");
    assert_eq!(with.urls(), ["h.md /h", "B.canvas /B.canvas"]);
}

#[test]
fn a_canvas_is_public_where_a_public_note_names_it_and_has_a_page_w_05_o_03() {
    let canvas = format!("{{\"nodes\": [{}, {}]}}", file("art/p.png"), text("![[q.png]] [[data.csv]]"));
    for link in ["![[Board.canvas]]", "[[Board.canvas]]", "[x](<d/Board.canvas>)", "[[board.canvas|b]]"] {
        let vault = all(&format!(
            "-- h.md\n{link}\n-- d/Board.canvas\n{canvas}\n-- art/p.png\n-- q.png\n-- data.csv\n-- Other.canvas\n{canvas}\n-- r.png\n"
        ));
        assert_eq!(vault.targets("h.md"), ["d/Board.canvas"], "{link}");
        assert_eq!(vault.lookup("/d/Board.canvas"), "canvas d/Board.canvas");
        assert_eq!(vault.lookup("/d/board.canvas"), "moved /d/Board.canvas");
        assert_eq!(
            (vault.lookup("/Other.canvas"), vault.lookup("/r.png")),
            ("nothing".to_owned(), "nothing".to_owned())
        );
        let used =
            ["h.md /h", "art/p.png /art/p.png", "d/Board.canvas /d/Board.canvas", "data.csv /data.csv", "q.png /q.png"];
        assert_eq!(vault.urls(), used, "{link}");
    }
    let vault = all(&format!(
        "-- h.md\n`![[Board.canvas]]` %%[[Board.canvas]]%%\n-- p.md\n---\nprivate: true\n---\n![[Board.canvas]]\n-- Board.canvas\n{canvas}\n-- art/p.png\n"
    ));
    assert_eq!((vault.lookup("/Board.canvas"), vault.garden.assets().len()), ("nothing".to_owned(), 0));
}

#[test]
fn a_canvas_that_only_a_canvas_names_is_not_public_w_05() {
    let vault =
        board(&[file("Inner.canvas"), text("[[Inner.canvas]] ![[Inner.canvas]]")].join(","), "-- Inner.canvas\n{}\n");
    assert_eq!(vault.lookup("/Inner.canvas"), "nothing");
    assert!(!vault.html("h.md").contains("href=\"/Inner"), "{}", vault.html("h.md"));
}

#[test]
fn text_cards_make_no_backlinks_l_43() {
    let vault = board(&[text("[[N]]"), file("N.md")].join(","), "-- N.md\n");
    assert_eq!(vault.backlinks("N.md"), [""; 0]);
    assert_eq!(vault.garden.edges().count(), 0);
    assert_eq!(vault.garden.canvases()[0].shown_in(), [vault.id("h.md")]);
}

#[test]
fn groups_arrows_and_addresses_are_drawn_o_01() {
    let canvas = "{\"nodes\": [\
        {\"id\": \"g\", \"type\": \"group\", \"x\": -20, \"y\": -20, \"width\": 400, \"height\": 200, \"label\": \"A <group>\", \"color\": \"4\"}, \
        {\"id\": \"a\", \"type\": \"text\", \"text\": \"one\", \"x\": 0, \"y\": 0, \"width\": 100, \"height\": 50, \"color\": \"#FF8800\"}, \
        {\"id\": \"b\", \"type\": \"link\", \"url\": \"https://x.y/z?a=1&b\", \"x\": 200, \"y\": 0, \"width\": 100, \"height\": 50}, \
        {\"id\": \"c\", \"type\": \"link\", \"url\": \"javascript:alert(1)\", \"x\": 200, \"y\": 100, \"width\": 100, \"height\": 50}], \
        \"edges\": [{\"fromNode\": \"a\", \"fromSide\": \"right\", \"toNode\": \"b\", \"toSide\": \"left\", \"label\": \"leads & on\", \"color\": \"1\"}, \
        {\"fromNode\": \"a\", \"toNode\": \"c\", \"fromEnd\": \"arrow\", \"toEnd\": \"none\"}, {\"fromNode\": \"a\", \"toNode\": \"gone\"}]}";
    let vault = all(&format!("-- h.md\n![[B.canvas]]\n-- B.canvas\n{canvas}\n"));
    let html = vault.html("h.md");
    for part in [
        "<g class=\"canvas-group has-colour canvas-colour-4\"><rect x=\"-20\" y=\"-20\" width=\"400\" height=\"200\"",
        "A &lt;group&gt;</div>",
        "style=\"--canvas-colour:#ff8800\"",
        "<a class=\"external-link\" rel=\"noopener\" href=\"https://x.y/z?a=1&amp;b\">https://x.y/z?a=1&amp;b</a>",
        "<p class=\"canvas-address\">javascript:alert(1)</p>",
        "aria-label=\"one, to https://x.y/z?a=1&amp;b: leads &amp; on\"",
        "<span>leads &amp; on</span>",
        "<a class=\"internal-link canvas-source\" href=\"/B.canvas\">B</a>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!((html.matches("canvas-line").count(), html.matches("canvas-arrow").count()), (2, 2), "{html}");
    assert!(!html.contains("<iframe") && !html.contains("gone"), "{html}");
}

#[test]
fn cards_are_read_row_by_row_and_group_by_group_o_01() {
    let node = |text: &str, x: i32, y: i32| {
        format!("{{\"type\": \"text\", \"text\": {text:?}, \"x\": {x}, \"y\": {y}, \"width\": 80, \"height\": 50}}")
    };
    let order = |nodes: &[String]| {
        let html = drawn(&nodes.join(","), "");
        let mut found: Vec<(usize, &str)> = ["one", "two", "three", "four"]
            .iter()
            .filter_map(|word| Some((html.find(&format!(">{word}</p>"))?, *word)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    };
    let rows = [node("four", 100, 100), node("two", 100, 0), node("three", 0, 100), node("one", 0, 8)];
    assert_eq!(order(&rows), "one two three four");
    let group = "{\"type\": \"group\", \"x\": -10, \"y\": -10, \"width\": 100, \"height\": 300}".to_owned();
    let grouped = [node("four", 200, 100), node("three", 200, 0), node("two", 0, 100), node("one", 0, 0), group];
    assert_eq!(order(&grouped), "one two three four");
    let stacked = [node("two", 0, 100), node("one", 0, 0), node("three", 10, 10)];
    assert_eq!(order(&stacked), "two one three", "what lies above is drawn later");
}

#[test]
fn broken_and_empty_canvases_say_so_o_01() {
    let vault = all("-- h.md\n![[B.canvas]]\n-- B.canvas\n{\"nodes\": [{\"text\": \"secret\"\n");
    let html = vault.html("h.md");
    assert!(
        html.contains("<p class=\"notice\">") && !html.contains("secret") && !html.contains("canvas-card"),
        "{html}"
    );
    let told = vault.diagnostics();
    assert!(told.iter().any(|line| line.starts_with("B.canvas:2:1: error[broken-canvas]")), "{told:?}");
    let html = all("-- h.md\n![[B.canvas]]\n-- B.canvas\n").html("h.md").to_owned();
    assert!(html.contains("<figure class=\"canvas\">") && !html.contains("notice"), "{html}");
}

#[test]
fn circles_through_canvases_end_in_a_link_e_07() {
    let vault = board(
        &[text("![[Board.canvas]]"), file("Board.canvas"), file("N.md")].join(","),
        "-- N.md\nin n\n\n![[Board.canvas]]\n",
    );
    let (host, own) = (vault.html("h.md"), &vault.garden.drawing(0).html);
    for html in [host, own, vault.html("N.md")] {
        assert!(html.contains("<a class=\"internal-link embed-link\" href=\"/Board.canvas\">Board</a>"), "{html}");
        assert!(html.matches("<figure class=\"canvas\">").count() == 1 && html.matches("in n").count() <= 1, "{html}");
    }
}

#[test]
fn ids_on_a_page_of_cards_are_unique_e_09() {
    let vault = board(
        &[text("# H\nx[^1] ^b\n\n[^1]: y"), text("# H\nz^[w] ^b"), file("N.md")].join(","),
        "-- N.md\n# H\n## H\n^b\n",
    );
    for html in [vault.html("h.md"), &vault.garden.drawing(0).html] {
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert!(n_ids == ids.len() && n_ids >= 6, "{html}");
    }
}

#[test]
fn canvases_of_canvases_stay_within_the_budget_of_a_page_f_20() {
    // Each canvas shows the next one twenty times, each card some text.
    let mut fixture = String::from("-- h.md\n![[0.canvas]]\n");
    for at in 0..8 {
        let card = text(&format!("![[{}.canvas]] {}", at + 1, "word ".repeat(20)));
        fixture.push_str(&format!(
            "-- n{at}.md\n[[{at}.canvas]]\n-- {at}.canvas\n{{\"nodes\": [{}]}}\n",
            vec![card; 20].join(",")
        ));
    }
    let vault = all(&fixture);
    assert!(vault.html("h.md").len() < 16 << 20, "{}", vault.html("h.md").len());
    let many = drawn(&vec![text("x"); 20_000].join(","), "");
    assert!(many.contains("15000 more cards are not drawn") && many.matches("canvas-card ").count() == 5_000);
}
