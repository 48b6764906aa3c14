//! Highlights, comments, emphasis, line breaks, math (I-01 to I-08, I-27 to I-39).

use hedgerow_publish::{Mode, PublishOptions, RenderOptions};

use crate::vault::{all, check, check_html, one, policy, shows, with};

#[test]
fn highlights_touch_what_they_mark() {
    // I-01, I-02
    check_html(&[
        ("==a==", "<p><mark>a</mark></p>"),
        ("x==a b==y", "<p>x<mark>a b</mark>y</p>"),
        ("== a ==", "<p>== a ==</p>"),
        ("a == b == c", "<p>a == b == c</p>"),
        ("lone == sign", "<p>lone == sign</p>"),
        ("==a\n\nb==", "<p>==a</p>\n<p>b==</p>"),
        (
            "==a **b** [[Note]]==",
            "<p><mark>a <strong>b</strong> <a class=\"internal-link\" href=\"/Note\">Note</a></mark></p>",
        ),
        ("`==a==`", "<p><code>==a==</code></p>"),
        ("\\==a==", "<p>==a==</p>"),
        ("## ==a== b", "<h2 id=\"a-b\"><mark>a</mark> b</h2>"),
    ]);
    assert!(shows("| a |\n| - |\n| ==b== |").contains("<td><mark>b</mark></td>"));
}

#[test]
fn comments_are_in_no_page_text_link_or_tag() {
    // I-03 to I-08, L-25, W-14: a text with `hid` in its comments, the page.
    const CASES: &[(&str, &str)] = &[
        ("a %%hid%% b", "<p>a  b</p>"),
        ("a %%hid *x* [[Note]] #tag%% b", "<p>a  b</p>"),
        ("%%hid%%", ""),
        ("%%\nhid\n\n- hid\n\n# hid\n%%\nafter", "<p>after</p>"),
        ("before\n%%\nhid\n%%\nafter", "<p>before</p>\n<p>after</p>"),
        ("%% hid\nhid %% after", "<p>after</p>"),
        ("%% 50% hid\nhid\n\nhid\n%%\nafter", "<p>after</p>"),
        ("%% 50% hid\n\nhid 7%\n%%\n\nmid\n\n%% 8% hid\n\n%%\nafter", "<p>mid</p>\n<p>after</p>"),
        ("a %%hid\nhid%% b", "<p>a  b</p>"),
        ("a %%hid *x*\nhid [[Note]] `c`%% b", "<p>a  b</p>"),
        ("<!-- hid -->a", "a"),
        ("a <!-- hid --> b", "<p>a  b</p>"),
        ("<!--\nhid\n\nhid\n-->\n\nafter", "<p>after</p>"),
        ("[[Note|a %%hid%%b]]", "<p><a class=\"internal-link\" href=\"/Note\">a b</a></p>"),
        ("[[gone %%hid%%x]]", "<p><span class=\"is-unresolved\">gone x</span></p>"),
        ("![[gone %%hid%%x]]", "<p><span class=\"embed-missing\">Not here: gone x</span></p>"),
        ("[[open\n%%hid%%\nx]]", "<p>[[open<br>\n<br>\nx]]</p>"),
        ("- a %%hid%%\n- %%hid%%", "<ul>\n<li>a </li>\n<li></li>\n</ul>"),
        ("> a\n> %%\n> hid\n> %%\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
        ("x[^1]\n\n[^1]: a %%hid%% b", ""),
    ];
    for (text, page) in CASES {
        let vault = one(text);
        let id = vault.id("Host.md");
        let note = vault.garden.note(id);
        let everything = format!(
            "{} {} {} {:?} {:?}",
            vault.html("Host.md"),
            vault.text("Host.md"),
            note.description(),
            note.tags(),
            note.headings()
        );
        assert!(!everything.contains("hid"), "{text:?}: {everything}");
        assert!(note.tags().is_empty(), "{text:?}");
        if !page.is_empty() {
            assert_eq!(vault.body("Host.md").trim(), *page, "{text:?}");
        }
    }
}

#[test]
fn signs_that_are_no_comment_are_text() {
    // I-05 to I-07
    check_html(&[
        ("a %% b", "<p>a %% b</p>"),
        ("100%% sure", "<p>100%% sure</p>"),
        ("a %%%% b", "<p>a  b</p>"),
        ("`%%a%%`", "<p><code>%%a%%</code></p>"),
        ("    %%a%%", "<pre><code>%%a%%\n</code></pre>"),
        (
            "```\n%%a\n```\nkept\n```\n%%b\n```",
            "<pre><code>%%a\n</code></pre>\n<p>kept</p>\n<pre><code>%%b\n</code></pre>",
        ),
        ("```\n%% 50% a\n```\nkept", "<pre><code>%% 50% a\n</code></pre>\n<p>kept</p>"),
        ("\\%%a%%", "<p>%%a%%</p>"),
        ("50% of 20%", "<p>50% of 20%</p>"),
    ]);
    assert!(shows("%%%%\n\nkept").contains("kept"), "I-05: four signs open nothing");
}

#[test]
fn an_unclosed_comment_hides_all_to_the_end_of_the_note() {
    // I-06: fails closed, wherever it opens.
    for opening in [
        "%%\nhid",
        "%% hid",
        "%% 50% hid",
        "%%hid 7%\n\nhid",
        "> %%\n> hid\n",
        "> %% 50% hid\n",
        "- %%hid",
        "- a\n  %% hid",
        "1. x\n   - %%hid 5%",
        "> [!tip] T\n> %%\n> hid",
        "x[^1]\n\n[^1]: %%hid",
        "x[^1]\n\n[^1]: note\n    %%hid\n",
        "para\n%% hid",
        "%% hid\n===",
        "%% 3% hid\n---",
    ] {
        let vault = one(&format!("shown\n\n{opening}\n\nhid [[Note]] #hid\n\n- hid\n\n## hid\n\n[^2]: hid\n"));
        let everything = format!("{} {}", vault.html("Host.md"), vault.text("Host.md")).replace("aria-hidden", "");
        assert!(everything.contains("shown") && !everything.contains("hid"), "{opening:?}: {everything}");
        assert!(vault.backlinks("Note.md").is_empty() && vault.tags("Host.md").is_empty(), "{opening:?}");
        let told = vault.diagnostics();
        assert!(told.iter().any(|line| line.contains("unclosed-comment")), "{opening:?}: {told:?}");
    }
}

#[test]
fn emphasis_and_escapes_follow_commonmark() {
    // I-27, I-28, I-31, I-34, I-35
    check_html(&[
        ("**b** __b__ *i* _i_", "<p><strong>b</strong> <strong>b</strong> <em>i</em> <em>i</em></p>"),
        ("***bi***", "<p><em><strong>bi</strong></em></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("~~x~~ ~y~ a~b", "<p><del>x</del> ~y~ a~b</p>"),
        ("\\# \\| \\~ \\* \\[x\\]", "<p># | ~ * [x]</p>"),
        ("\"quotes\" -- ... -> :smile:", "<p>&quot;quotes&quot; -- ... -&gt; :smile:</p>"),
        ("H^2^O ++x++ ||y||", "<p>H^2^O ++x++ ||y||</p>"),
    ]);
}

#[test]
fn a_line_end_is_a_break_unless_the_setting_says_otherwise() {
    // I-29, I-30
    check_html(&[("a\nb", "<p>a<br>\nb</p>"), ("a  \nb", "<p>a<br>\nb</p>"), ("a\\\nb", "<p>a<br>\nb</p>")]);
    let render = RenderOptions { strict_line_breaks: true, ..RenderOptions::default() };
    let options = PublishOptions { policy: policy(Mode::All, &[], &[]), render, ..PublishOptions::default() };
    let strict = |text: &str| with(&format!("-- h.md\n{text}"), &options).body("h.md");
    check(
        [
            ("soft", strict("a\nb"), "<p>a\nb</p>"),
            ("spaces", strict("a  \nb"), "<p>a<br>\nb</p>"),
            ("backslash", strict("a\\\nb"), "<p>a<br>\nb</p>"),
            ("callout", strict("> [!tip] T\n> b").contains("inner\">T<").to_string(), "true"),
        ]
        .map(|(what, got, want)| (what, got, want.to_owned())),
    );
}

#[test]
fn dollars_are_math_only_by_pandocs_rule() {
    // I-36 to I-39: a text, how many formulas, how many of them displayed.
    const CASES: &[(&str, usize, usize)] = &[
        ("$x$", 1, 0),
        ("$a+b$ and $c$", 2, 0),
        ("costs $5 and $10", 0, 0),
        ("$ 5 $", 0, 0),
        ("\\$x\\$", 0, 0),
        ("`$x$`", 0, 0),
        ("$a_1 * b_1 * c$", 1, 0),
        ("$[0, 2\\pi]$", 1, 0),
        ("$a\n\nb$", 0, 0),
        ("$$\nx^2\n$$", 1, 1),
        ("$$x$$", 1, 1),
        ("- $$x$$", 1, 1),
        ("> $$\n> x\n> $$", 1, 1),
        ("| a |\n| - |\n| $x$ |", 1, 0),
        ("in $$x$$ line", 1, 1),
        ("$a < b & c$", 1, 0),
        ("$$\na\n+ b\n$$", 1, 1),
        ("$$\na\n=\nb\n$$", 1, 1),
        ("$$\n\na\n\n- b\n\n$$\n\n$$\nc\n1. d\n$$", 2, 2),
        ("> $$\n> a\n>\n> + b\n> $$", 1, 1),
        ("- x\n  $$\n  a\n\n  b\n  $$\n- y", 1, 1),
        ("$$\r\na\r\n\r\nb\r\n$$\r\n", 1, 1),
        ("$$\n\nopen", 0, 0),
        ("$5 in `$X` and $y", 0, 0),
        ("$x$ in `$X` and $y$", 2, 0),
        ("$\\text{``a''}$ and $\\text{``b''}$", 2, 0),
    ];
    check(CASES.iter().map(|(text, n_all, n_display)| {
        let html = shows(text);
        let got = (
            html.matches("class=\"math ").count() + html.matches("math-error").count(),
            html.matches("math-display").count(),
        );
        (format!("{text:?} {html}"), format!("{got:?}"), format!("{:?}", (*n_all, *n_display)))
    }));
    check_html(&[
        ("costs $5 and $10", "<p>costs $5 and $10</p>"),
        ("$ 5 $", "<p>$ 5 $</p>"),
        ("\\$x\\$", "<p>$x$</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
        ("$5 in `$X` and *$y*", "<p>$5 in <code>$X</code> and <em>$y</em></p>"),
        (
            "[$5 `$X`](https://x.y)",
            "<p><a class=\"external-link\" rel=\"noopener\" href=\"https://x.y\">$5 <code>$X</code></a></p>",
        ),
        ("$$\n\n- a\n", "<p>$$</p>\n<ul>\n<li>a</li>\n</ul>"),
    ]);
}

#[test]
fn a_formula_over_lines_hides_and_reveals_nothing() {
    // I-04, I-06, I-37
    for text in ["$$\n\n%%\nhid\n%%\n\n$$", "%% 50% hid\n$$\nhid\n\nhid\n$$\n%%", "$$\n\n<!-- hid -->\n\n$$"] {
        assert!(!shows(text).contains("hid"), "{text:?}: {}", shows(text));
    }
    let html = shows("$$\n\na\n\n$$\n\nafter *it* [[Note]] ^id");
    assert!(html.contains("<p id=\"^id\">after <em>it</em> <a "), "{html}");
}

#[test]
fn hundreds_of_formulas_share_their_macros() {
    // I-37, I-38
    let formulas: String = (0..600).map(|n| format!("Line {n}: $\\vect{{v}}_{{{n}}} + \\half$.\n\n")).collect();
    let html =
        shows(&format!("$$\n\\newcommand{{\\vect}}[1]{{\\mathbf{{#1}}}}\n\\def\\half{{\\frac12}}\n$$\n\n{formulas}"));
    assert_eq!((html.matches("class=\"math math-inline\"").count(), html.matches("math-error").count()), (600, 0));
}

#[test]
fn a_formula_is_searched_by_its_source_and_broken_tex_shows_it() {
    // I-38, S-09
    let vault = all("-- h.md\na $x_1$ b\n\n$\\nosuchmacro{<b>}$\n");
    assert!(vault.text("h.md").contains("a x_1 b"));
    assert!(vault.html("h.md").contains("$\\nosuchmacro{&lt;b&gt;}$</code>"), "{}", vault.html("h.md"));
}
