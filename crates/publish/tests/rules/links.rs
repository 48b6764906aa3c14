//! How links are written and what they give (L-01 to L-09, L-18, L-24 to L-26, L-30 to L-41).

use crate::vault::{all, check, check_html, one, resolves, shows};

const NOTE: &str = "<a class=\"internal-link\" href=\"/Note\">";

#[test]
fn labels_are_as_typed() {
    // L-06 to L-09, L-18: a link, the words it shows.
    const CASES: &[(&str, &str)] = &[
        ("[[Note]]", "Note"),
        ("[[note]]", "note"),
        ("[[Note.md]]", "Note.md"),
        ("[[Note|label]]", "label"),
        ("[[Note|]]", "Note"),
        ("[[Note| ]]", "Note"),
        ("[[ Note ]]", "Note"),
        ("[[Note | x ]]", "x"),
        ("[[Note#Heading]]", "Note &gt; Heading"),
        ("[[Note#Heading#Sub]]", "Note &gt; Heading &gt; Sub"),
        ("[[Note # Heading]]", "Note &gt; Heading"),
        ("[[Note#^id]]", "Note &gt; ^id"),
        ("[[#Heading]]", "Heading"),
        ("[[#^id]]", "^id"),
        ("[[folder/Note]]", "folder/Note"),
        ("[[Note|a|b]]", "a|b"),
        ("[[Note\\|label]]", "label"),
        ("[[Note#Heading|x]]", "x"),
        ("[[Note|Example **bold**]]", "Example <strong>bold</strong>"),
        ("[[Note|`code` ==m== *i*]]", "<code>code</code> <mark>m</mark> <em>i</em>"),
        ("[[Note|1. one]]", "1. one"),
        ("[[Note|# one]]", "# one"),
        ("[[Note|a #tag]]", "a #tag"),
        ("[[Note|a & b < c]]", "a &amp; b &lt; c"),
        ("[[Note|**open]]", "**open"),
        ("[[Note|see https://x.y]]", "see https://x.y"),
        ("[[Note|$5 and $6]]", "$5 and $6"),
        ("[[snake_case_note]]", "snake_case_note"),
        ("[[a*b*c]]", "a*b*c"),
        ("[[US$ and C$]]", "US$ and C$"),
        ("[[a`b`c]]", "a`b`c"),
        ("[[~~x~~]]", "~~x~~"),
    ];
    check(CASES.iter().map(|(link, want)| {
        let html = shows(link);
        let inner = html.trim_start_matches("<p>").trim_end_matches("</p>");
        let inner = inner.split_once('>').map_or(inner, |(_, rest)| rest);
        let inner = inner.strip_suffix("</a>").or_else(|| inner.strip_suffix("</span>")).unwrap_or(inner);
        (*link, inner.to_owned(), (*want).to_owned())
    }));
}

#[test]
fn what_is_no_link_stays_as_typed() {
    // L-01, L-24, L-28
    check_html(&[
        ("[[]]", "<p>[[]]</p>"),
        ("[[ ]]", "<p>[[ ]]</p>"),
        ("[[|x]]", "<p>[[|x]]</p>"),
        ("![[]]", "<p>![[]]</p>"),
        ("[[unclosed link", "<p>[[unclosed link</p>"),
        ("[[unclosed\nNote]]", "<p>[[unclosed<br>\nNote]]</p>"),
        ("\\[[Note]]", "<p>[[Note]]</p>"),
        ("[\\[Note]]", "<p>[[Note]]</p>"),
        ("`[[Note]]`", "<p><code>[[Note]]</code></p>"),
        ("    [[Note]]", "<pre><code>[[Note]]\n</code></pre>"),
        ("```\n[[Note]]\n```", "<pre><code>[[Note]]\n</code></pre>"),
        ("[x](My Note.md)", "<p>[x](My Note.md)</p>"),
        ("![[open", "<p>![[open</p>"),
        ("![[not valid]", "<p>![[not valid]</p>"),
        ("![[open\n]] x", "<p>![[open<br>\n]] x</p>"),
    ]);
}

#[test]
fn the_first_closing_brackets_end_a_link_and_an_open_one_takes_nothing_along() {
    // L-01
    check_html(&[
        ("[[Note]]]]", &format!("<p>{NOTE}Note</a>]]</p>")),
        ("[[open [[Note]]", &format!("<p>[[open {NOTE}Note</a></p>")),
        ("[[open\n[[Note]]", &format!("<p>[[open<br>\n{NOTE}Note</a></p>")),
        ("x[[Note]]y", &format!("<p>x{NOTE}Note</a>y</p>")),
        ("![[open\n\n[[Note]]", &format!("<p>![[open</p>\n<p>{NOTE}Note</a></p>")),
    ]);
}

#[test]
fn a_dollar_in_a_link_ends_no_formula() {
    // L-26, I-36
    let money = |label: &str| format!("<a class=\"internal-link\" href=\"/US$\">{label}</a>");
    let shows = |markdown: &str| all(&format!("-- US$.md\n-- h.md\n{markdown}\n")).body("h.md");
    check([
        ("one", shows("costs $5 [[US$]] and $6"), format!("<p>costs $5 {} and $6</p>", money("US$"))),
        ("two", shows("$5 [[US$]], $6 [[US$|x]]."), format!("<p>$5 {}, $6 {}.</p>", money("US$"), money("x"))),
        ("markup", shows("$5 [[US$]] *see* ^id"), format!("<p id=\"^id\">$5 {} <em>see</em></p>", money("US$"))),
        ("heading", shows("## $5 [[US$]] #tag"), shows("## \\$5 [[US$]] #tag")),
    ]);
    let html = shows("$[[a]]$ and $x[[$ and");
    assert_eq!(html.matches("math-inline").count(), 2, "{html}");
}

#[test]
fn in_code_math_html_and_comments_nothing_links() {
    // L-24, L-25, E-27
    for text in [
        "`[[Note]]`",
        "``` \n[[Note]]\n```",
        "    [[Note]]",
        "$[[Note]]$",
        "$$\n[[Note]]\n$$",
        "<b title=\"[[Note]]\">x</b>",
        "<!-- [[Note]] -->",
        "%%[[Note]]%%",
        "%%\n[[Note]]\n%%",
        "\\[[Note]]",
        "<div>\n[[Note]]\n</div>",
        "`![[Note]]`",
        "%%![[Note]]%%",
    ] {
        let vault = one(text);
        assert_eq!(vault.targets("Host.md"), [""; 0], "{text:?}");
        assert!(vault.backlinks("Note.md").is_empty(), "{text:?}");
    }
}

#[test]
fn in_a_table_the_pipe_of_a_link_is_escaped() {
    // L-18, I-42
    let table = |cell: &str| {
        let html = shows(&format!("| a | b |\n| --- | --- |\n| {cell} | z |\n"));
        html.split("<td>").nth(1).expect("a row has cells").split("</td>").next().expect("a cell ends").to_owned()
    };
    check([
        ("link", table("[[Note\\|label]]"), format!("{NOTE}label</a>")),
        (
            "heading",
            table("[[Note#Heading\\|label]]"),
            "<a class=\"internal-link\" href=\"/Note#heading\">label</a>".to_owned(),
        ),
        ("two in a cell", table("[[Note\\|a]], [[Note\\|b]]"), format!("{NOTE}a</a>, {NOTE}b</a>")),
        ("no label", table("[[Note]]"), format!("{NOTE}Note</a>")),
        ("unescaped", table("[[Note|label]]"), "[[Note".to_owned()),
        ("code", table("`a\\|b`"), "<code>a|b</code>".to_owned()),
    ]);
    let fixture = "-- p.png\n-- h.md\n| a |\n| --- |\n| ![[p.png\\|30]] |\n";
    assert!(
        all(fixture).html("h.md").contains("<img src=\"/p.png\" alt=\"p.png\" width=\"30\""),
        "{}",
        all(fixture).html("h.md")
    );
    let span = |path: &str| all(fixture).garden.links(all(fixture).id(path))[0].raw.to_string();
    assert_eq!(span("h.md"), "![[p.png\\|30]]");
}

#[test]
fn external_addresses_are_never_looked_up() {
    // L-33 to L-35, I-49
    check_html(&[
        ("[x](https://x.y)", "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y\">x</a></p>"),
        ("[x](//x.y/z)", "<p><a class=\"external-link\" rel=\"noopener\" href=\"//x.y/z\">x</a></p>"),
        ("[[https://x.y|t]]", "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y\">t</a></p>"),
        ("[[https://x.y]]", "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y\">https://x.y</a></p>"),
        ("[x](mailto:a@b.c)", "<p><a class=\"external-link\" rel=\"noopener\" href=\"mailto:a@b.c\">x</a></p>"),
        (
            "[x](obsidian://open?v=a)",
            "<p><a class=\"external-link\" rel=\"noopener\" href=\"obsidian://open?v=a\">x</a></p>",
        ),
        ("<https://x.y>", "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y\">https://x.y</a></p>"),
        (
            "Go https://x.y/#a.",
            "<p>Go <a class=\"external-link\" rel=\"noopener\" href=\"https://x.y/#a\">https://x.y/#a</a>.</p>",
        ),
        ("a@b.org", "<p><a class=\"external-link\" rel=\"noopener\" href=\"mailto:a@b.org\">a@b.org</a></p>"),
        ("`https://x.y`", "<p><code>https://x.y</code></p>"),
        ("[x](javascript:alert(1))", "<p><span>x</span></p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p><span>x</span></p>"),
        ("[x](vbscript:x)", "<p><span>x</span></p>"),
        ("[x](data:text/html,x)", "<p><span>x</span></p>"),
        ("[x](file:///etc/passwd)", "<p><span>x</span></p>"),
        ("[[javascript:alert(1)]]", "<p><span>javascript:alert(1)</span></p>"),
        ("<javascript:alert(1)>", "<p><span>javascript:alert(1)</span></p>"),
        ("[x](&#106;avascript:alert(1))", "<p><span>x</span></p>"),
        ("[x](java&#10;script:alert(1))", "<p><span>x</span></p>"),
    ]);
}

#[test]
fn a_colon_in_a_name_makes_no_scheme() {
    // L-33, F-11
    assert_eq!(resolves("-- Note: one.md\n", "h.md", "[[Note: one]]"), "Note: one.md");
    assert_eq!(resolves("-- Plan/A: b.md\n", "h.md", "[[Plan/A: b]]"), "Plan/A: b.md");
}

#[test]
fn titles_and_quotes_of_links_are_kept_and_escaped() {
    // L-31
    check_html(&[
        (
            "[x](Note.md \"A \\\"T\\\" <b>\")",
            "<p><a class=\"internal-link\" href=\"/Note\" title=\"A &quot;T&quot; &lt;b&gt;\">x</a></p>",
        ),
        (
            "[x](https://x.y/\"a)",
            "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y/&quot;a\">x</a></p>",
        ),
    ]);
}

#[test]
fn a_missing_and_a_private_target_give_the_same_bytes() {
    // L-36, L-37, E-05, E-06, W-09
    for link in [
        "[[Secret]]",
        "[[Secret|words]]",
        "[x](Secret.md)",
        "![[Secret]]",
        "![[Secret#H]]",
        "[[Secret#H]]",
        "![](Secret.md)",
        "![[secret.png]]",
        "[[secret.png]]",
        "![[secret.png|100]]",
        "![a|30](secret.png)",
        "[[t.base]]",
    ] {
        let fixture = format!("-- h.md\n{link}\n");
        let hidden = "-- Secret.md\n---\nprivate: true\n---\n# H\n![[other.png]]\n-- other.png\n-- t.base\n";
        let excluded = "-- x/secret.png\n";
        let policy = crate::vault::policy(hedgerow_publish::Mode::All, &[], &["x"]);
        let options = hedgerow_publish::PublishOptions { policy, ..Default::default() };
        let (with, without) = (
            crate::vault::with(&format!("{fixture}{hidden}{excluded}"), &options),
            crate::vault::with(&fixture, &options),
        );
        assert_eq!(with.html("h.md"), without.html("h.md"), "{link}");
        assert!(!with.html("h.md").contains("href="), "L-36: no address: {}", with.html("h.md"));
        assert_eq!(with.targets("h.md"), ["-"], "{link}");
        assert!(with.garden.assets().is_empty(), "{link}");
    }
    check_html(&[("[[Gone|words]]", "<p><span class=\"is-unresolved\">words</span></p>")]);
}

#[test]
fn backlinks_hold_each_public_source_once_by_title() {
    // L-40, L-41, L-32, W-11
    let vault = all(
        "-- T.md\nself [[T]]\n-- 1.md\n---\ntitle: b\n---\n[[T]] and [[T]]\n-- 2.md\n---\ntitle: A\n---\n![[T]]\n\
        -- 3.md\n---\ntitle: c\nup: \"[[T]]\"\n---\n-- 4.md\n---\ntitle: d\n---\n| a |\n| - |\n| [[T]] |\n-- 5.md\n---\ntitle: e\n---\n> [!tip] [[T]]\n> x\n\
        -- 6.md\n---\ntitle: f\n---\nx[^1]\n\n[^1]: see [[T]]\n-- 7.md\n`[[T]]` %%[[T]]%%\n-- 8.md\n---\nprivate: true\n---\n[[T]]\n\
        -- 9.md\n---\ntitle: g\n---\n![[1]]\n-- 10.md\n---\ntitle: h\n---\nx^[inline [[T]] note]\n",
    );
    assert_eq!(vault.backlinks("T.md"), ["2.md", "1.md", "3.md", "4.md", "5.md", "6.md", "10.md"]);
    assert_eq!(vault.backlinks("1.md"), ["9.md"], "an embed counts for its host, what it holds does not");
}

#[test]
fn a_backlink_has_the_sentence_around_it() {
    // L-40
    let vault = all("-- T.md\n-- h.md\nFirst one. Then *see* [[T|the T]] here! Last.\n");
    let context = &vault.garden.backlinks(vault.id("T.md")).told(0..9)[0].contexts[0];
    assert_eq!(
        (context.before.as_str(), context.link.as_str(), context.after.as_str()),
        ("Then see ", "the T", " here!")
    );
    let vault = all("-- T.md\n-- h.md\nWe %%hid this%% saw [[T]] today ^id\n");
    let context = &vault.garden.backlinks(vault.id("T.md")).told(0..1)[0].contexts[0];
    assert_eq!((context.before.as_str(), context.after.as_str()), ("We  saw ", " today"), "no comment and no marker");
}
