//! Footnotes, tasks, lists, tables, code, raw HTML (I-20 to I-26, I-32, I-33, I-40 to I-48).

use crate::vault::{check, check_html, one, shows};

#[test]
fn footnotes_are_numbered_by_first_use() {
    // I-20 to I-23
    let html = shows(
        "b[^b] a[^A] b[^b]^[in *line*] none[^x]\n\n[^a]: text a\n[^B]: text b\n\n    more b\n[^unused]: unused\n",
    );
    for part in [
        "b<sup class=\"footnote-ref\"><a id=\"fnref:1\" href=\"#fn:1\"",
        "a<sup class=\"footnote-ref\"><a id=\"fnref:2\" href=\"#fn:2\"",
        "id=\"fnref:1:2\" href=\"#fn:1\"",
        "href=\"#fn:3\"",
        "<li id=\"fn:1\">\n<p>text b</p>\n<p>more b",
        "in <em>line</em>",
        "href=\"#fnref:1\"",
        "href=\"#fnref:1:2\"",
        "none[^x]",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("unused"), "{html}");
    let order: Vec<_> = ["text b", "text a", "line</em>"].iter().map(|text| html.find(text).expect("shown")).collect();
    assert!(order.is_sorted(), "{html}");
    let vault = one("x[^1] y[^1]\n\n[^1]: [[Note]] #t\n");
    assert_eq!((vault.targets("Host.md").len(), vault.tags("Host.md").len()), (1, 1), "I-23: they count once");
}

#[test]
fn tasks_keep_their_state() {
    // I-24, I-25
    let state = |item: &str| {
        let html = shows(item);
        let Some((_, rest)) = html.split_once("data-task=\"") else { return "text".to_owned() };
        let checked = if html.contains(" checked") { " checked" } else { "" };
        let done = if html.contains("is-done") { " done" } else { "" };
        assert!(html.contains(" disabled"), "readers change nothing: {html}");
        format!("{}{checked}{done}", rest.split('"').next().expect("a quote ends"))
    };
    const CASES: &[(&str, &str)] = &[
        ("- [ ] open", " "),
        ("- [x] done", "x checked done"),
        ("- [X] done", "X checked done"),
        ("- [-] gone", "- checked"),
        ("- [?] what", "? checked"),
        ("- [>] later", "> checked"),
        ("- [!] now", "! checked"),
        ("1. [x] done", "x checked done"),
        ("* [ ] open", " "),
        ("- [] no", "text"),
        ("- [xx] no", "text"),
        ("-[ ] no", "text"),
        ("- \\[ ] no", "text"),
    ];
    check(CASES.iter().map(|(item, want)| (*item, state(item).replace("&gt;", ">"), (*want).to_owned())));
}

#[test]
fn lists_headings_and_rules_follow_commonmark() {
    // I-26, I-32, I-33
    check_html(&[
        ("text\n- a\n+ b", "<p>text</p>\n<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
        ("3) a\n4) b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("####### seven", "<p>####### seven</p>"),
        ("## closed ##", "<h2 id=\"closed\">closed</h2>"),
        ("##", "<h2 id=\"section\"></h2>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("text\n---", "<h2 id=\"text\">text</h2>"),
        ("+++\na = 1\n+++", "<p>+++<br>\na = 1<br>\n+++</p>"),
    ]);
}

#[test]
fn tables_align_and_hold_inline_markdown() {
    // I-42
    let html = shows("a | b | c\n:- | :-: | -:\n*x* | `y\\|z` | [[Note]]");
    for part in [
        "<td style=\"text-align:left\"><em>x</em></td>",
        "<td style=\"text-align:center\"><code>y|z</code></td>",
        "<td style=\"text-align:right\"><a class=\"internal-link\" href=\"/Note\">Note</a></td>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn code_is_shown_byte_for_byte() {
    // I-40, I-41, L-24, E-26
    check_html(&[
        ("````\n```\ninner\n```\n````", "<pre><code>```\ninner\n```\n</code></pre>"),
        (
            "~~~nosuchlanguage\n<b> & [[x]] ==y==\n~~~",
            "<pre><code class=\"language-nosuchlanguage\">&lt;b&gt; &amp; [[x]] ==y==\n</code></pre>",
        ),
        ("`` a`b ``", "<p><code>a`b</code></p>"),
        ("```mermaid\ngraph TD; A-->B\n```", "<pre class=\"mermaid\">graph TD; A--&gt;B\n</pre>"),
    ]);
    for language in ["query", "dataview", "dataviewjs", "tasks", "base"] {
        let vault = one(&format!("before\n\n```{language} x\nLIST FROM x\n```\n\nafter"));
        let html = vault.body("Host.md");
        assert!(html.contains("<p class=\"notice\">") && !html.contains("LIST"), "{language}: {html}");
        assert_eq!(vault.text("Host.md"), "before\nafter", "{language}");
    }
    assert!(!shows("```x\"><script>\ny\n```").contains("<script"));
}

#[test]
fn raw_html_is_kept_but_harmless() {
    // I-43 to I-45
    for bad in [
        "<script>alert(1)</script>",
        "a <script>alert(1)</script> b",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<style>*{}</style>",
        "<object data=x></object>",
        "<embed src=x>",
        "<base href=//x>",
        "<meta http-equiv=refresh content=0>",
        "<svg onload=alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<form action=//x><input></form>",
        "[[Note|<img src=x onerror=alert(1)>]]",
        "[[Note|<script>alert(1)</script>]]",
        "> [!tip] <script>alert(1)</script>",
        "x^[<img src=x onerror=alert(1)>]",
        "| <script>alert(1)</script> |\n| - |",
        "[[a|<script>alert(1)\n</script>]]",
        "<details ontoggle=alert(1) open>",
        "<math><mi xlink:href=\"javascript:alert(1)\">",
    ] {
        let html = shows(bad).to_lowercase();
        for part in [
            "<script",
            "onerror=",
            "onload=",
            "ontoggle=",
            "\"javascript:",
            "<style",
            "<object",
            "<embed",
            "<base",
            "<meta",
            "srcdoc",
            "<form",
        ] {
            assert!(!html.contains(part), "{bad}: {html}");
        }
    }
    for good in
        ["<kbd>K</kbd>", "<sub>2</sub>", "<u>u</u>", "<mark>m</mark>", "<details><summary>s</summary>t</details>"]
    {
        assert!(shows(&format!("a {good}")).contains(good), "{good}: {}", shows(&format!("a {good}")));
    }
    let html = shows("<div>\n*raw* [[Note]]\n\n*md*\n</div>");
    assert!(html.contains("*raw* [[Note]]") && html.contains("<em>md</em>"), "{html}");
}

#[test]
fn unclosed_html_of_a_note_cannot_reach_beyond_it() {
    // I-45
    for open in [
        "<div><b>open",
        "</div></article></body>open",
        "<!-- open",
        "<details><summary>open",
        "<table><tr><td>open",
        "a <b>open",
    ] {
        let html = shows(open);
        for element in ["div", "b", "details", "summary", "table"] {
            let n_open = html.matches(&format!("<{element}>")).count() + html.matches(&format!("<{element} ")).count();
            assert_eq!(n_open, html.matches(&format!("</{element}>")).count(), "{open}: {html}");
        }
        assert!(!html.contains("</article>") && !html.contains("</body>"), "{html}");
    }
}

#[test]
fn blocks_take_their_direction_from_their_content() {
    // I-48
    let vault = one("مرحبا\n\n- بند\n");
    assert!(
        vault.html("Host.md").contains("<p dir=\"auto\">مرحبا</p>")
            && vault.html("Host.md").contains("<li dir=\"auto\">بند</li>")
    );
}
