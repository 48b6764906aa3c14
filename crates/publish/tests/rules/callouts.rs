//! Chapter 5: callouts (C-01 to C-16).

use crate::vault::{check, one, shows};

/// The parts of a callout that its first line decides: `data-callout`, metadata, fold, title.
fn head(markdown: &str) -> String {
    let html = shows(markdown);
    let attribute = |name: &str| {
        let start = html.find(&format!("{name}=\""))? + name.len() + 2;
        Some(html[start..].split('"').next().expect("a quote ends").to_owned())
    };
    let Some(kind) = attribute(" data-callout") else { return "none".to_owned() };
    let metadata = attribute(" data-callout-metadata").map(|it| format!("|{it}")).unwrap_or_default();
    let fold = match (html.contains("<details"), html.contains(" open>")) {
        (true, true) => "+",
        (true, false) => "-",
        _ => "",
    };
    let title = html.split("callout-title-inner\">").nth(1).expect("a callout has a title").split("</span>").next();
    format!("{kind}{metadata}{fold} {}", title.unwrap_or_default())
}

#[test]
fn the_first_line_decides() {
    // C-01, C-02, C-04 to C-06, C-08, C-11, C-13, C-16
    const CASES: &[(&str, &str)] = &[
        ("> [!note]\n> x", "note Note"),
        ("> [!FAQ]\n> x", "faq Faq"),
        ("> [!faq]", "faq Faq"),
        ("> [!NOTE]\n> x", "note Note"),
        ("> [!recipe] Cake\n> x", "recipe Cake"),
        ("> [!tip] A *b* `c`", "tip A <em>b</em> <code>c</code>"),
        ("> [!tip]+ Open", "tip+ Open"),
        ("> [!tip]- Shut", "tip- Shut"),
        ("> [!tip]-\n> x", "tip- Tip"),
        ("> [!tip] - Dash", "tip - Dash"),
        ("> [!tip] + Plus", "tip + Plus"),
        ("> [!tip] 1. One *i*", "tip 1. One <em>i</em>"),
        ("> [!tip] # Hash", "tip # Hash"),
        ("> [!tip]- * Star [[Note]]", "tip- * Star <a class=\"internal-link\" href=\"/Note\">Note</a>"),
        ("> [!note|wide left] T", "note|wide left T"),
        ("> [! spaced ] T", "spaced T"),
        ("> [!my type] T", "my type T"),
        ("> [!a_b-1]", "a_b-1 A_b-1"),
        (">[!note] close", "note close"),
        (">  [!note] far", "note far"),
        ("> [!note]touching *it*", "note touching <em>it</em>"),
        ("> [!note]-- twice", "note- - twice"),
        ("> [!note]: word", "note : word"),
        ("> [!note]: two words", "note : two words"),
        ("> [!note|m]x *open\n> close*", "note|m x *open"),
        ("> [!a\"b<c] T", "a&quot;b&lt;c T"),
        ("- item\n\n  > [!tip] in list\n  > x", "tip in list"),
        ("> [!note] T #tag", "note T <a class=\"tag\" href=\"/-/tags/tag\">#tag</a>"),
        ("> quote\n> [!note] later", "none"),
        ("[!note] no quote", "none"),
        ("> text [!note]", "none"),
        ("> \\[!note] T", "none"),
        ("> `[!note]`", "none"),
        ("> [!] T", "none"),
        ("> [! ] T", "none"),
        ("> [!|x] T", "none"),
        (">     [!note] T", "none"),
        (">\n> [!note] T", "none"),
        ("> [note] T", "none"),
        ("```\n> [!note] T\n```", "none"),
    ];
    check(CASES.iter().map(|(text, want)| (format!("{text:?}"), head(text), (*want).to_owned())));
}

#[test]
fn the_title_never_runs_into_the_body() {
    // C-05, C-08, C-09
    let html = shows("> [!tip] Title\n> body");
    assert!(html.contains("<span class=\"callout-title-inner\">Title</span>"), "{html}");
    assert!(html.contains("<div class=\"callout-content\">\n<p>body</p>"), "{html}");
    assert!(!shows("> [!tip] Only a title").contains("callout-content"));
    let html = shows("> [!tip]\n> body");
    assert!(html.contains("<p>body</p>") && html.contains("inner\">Tip<"), "{html}");
    let html = shows("> [!tip] T\n>\n> ---\n> under");
    assert!(html.contains("<hr>") && html.contains("<p>under</p>"), "{html}");
}

#[test]
fn closed_content_is_in_the_page_and_in_the_text() {
    // C-07, C-15
    let vault = one("> [!faq]- Asked [[Note]] #t\n> answered ^id\n");
    assert!(vault.html("Host.md").contains("<details") && vault.html("Host.md").contains("answered"));
    assert_eq!(vault.text("Host.md"), "Asked Note #t\nanswered");
    assert_eq!((vault.tags("Host.md"), vault.backlinks("Note.md")), (vec!["t"], vec!["Host.md"]));
}

#[test]
fn callouts_nest_and_hold_everything() {
    // C-10, C-14
    let html = shows(
        "> [!note] A\n> > [!todo] B\n> > > [!bug] C\n> > > deep\n> \n> - list\n>\n> | a |\n> | - |\n> | [[Note\\|n]] |\n>\n> ```\n> code\n> ```\n> $$x$$\n> ![[Note]]\n",
    );
    for part in [
        "data-callout=\"note\"",
        "data-callout=\"todo\"",
        "data-callout=\"bug\"",
        "deep",
        "<li>list</li>",
        "href=\"/Note\">n</a>",
        "<code>code",
        "class=\"math",
        "class=\"embed\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let html = shows("- a\n- b\n> [!tip] after a list\n> x\n");
    assert!(html.contains("data-callout=\"tip\"") && !html.contains("<li>a</li>\n<li>b<div"), "{html}");
}

#[test]
fn what_looks_like_a_callout_and_is_none_keeps_its_words() {
    // C-01, C-12
    assert_eq!(shows("> [! ] T *e*\n> body"), "<blockquote>\n<p>[! ] T <em>e</em><br>\nbody</p>\n</blockquote>");
    let html = shows("> [!note]x *open\n> close* [[Note]]");
    assert!(html.contains("<p>close* <a class=\"internal-link\" href=\"/Note\">Note</a></p>"), "{html}");
}
