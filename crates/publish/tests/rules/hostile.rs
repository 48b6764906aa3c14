//! No input crashes, hangs or exhausts a small stack (F-20, E-07, P-17).

use crate::vault::all;

/// The stack of a thread that nobody asked for a larger one.
const STACK: usize = 2 << 20;

/// Reads and renders notes of these texts on a small stack, one after the other.
fn survives(texts: Vec<(&'static str, String)>) {
    let run = move || {
        for (what, text) in texts {
            let vault = all(&format!("-- Note.md\n-- Host.md\n{text}"));
            assert!(vault.html("Host.md").len() < 512 * text.len() + 65_536, "{what}: the page is out of proportion");
            vault.diagnostics();
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread starts").join().expect("it survives");
}

#[test]
fn deep_nesting() {
    let nested = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let lists: String = (0..1_000).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    survives(vec![
        ("quotes", format!("{}x\n", "> ".repeat(5_000))),
        ("quotes in lines", (0..300).map(|n| format!("{}x\n", "> ".repeat(n))).collect()),
        ("callouts", (1..300).map(|n| format!("{}[!note] t\n", "> ".repeat(n))).collect()),
        ("lists in a line", format!("{}x\n", "- ".repeat(5_000))),
        ("lists", lists),
        ("ordered lists", format!("{}x\n", "1. ".repeat(5_000))),
        ("brackets", nested("[", "]", 50_000)),
        ("parentheses", nested("[a](", ")", 5_000)),
        ("emphasis", nested("*a ", " a*", 5_000)),
        ("strong", nested("**", "**", 5_000)),
        ("mixed emphasis", "*a **a ".repeat(5_000)),
        ("marks", nested("==a ", " a==", 2_000)),
        ("strikes", nested("~~a ", " a~~", 2_000)),
        ("links", nested("[a ", "](b)", 5_000)),
        ("pictures", nested("![a ", "](b)", 5_000)),
        ("inline footnotes", nested("^[a ", "]", 2_000)),
        ("elements", nested("<div>", "</div>", 5_000)),
        ("elements in lines", "<b>\n\n".repeat(2_000)),
        ("braces in a formula", format!("${}x{}$", "{".repeat(5_000), "}".repeat(5_000))),
        ("front matter", format!("---\na: {}\n---\n", nested("[", "]", 5_000))),
        (
            "front matter maps",
            format!("---\n{}\n---\n", (0..500).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
        ),
        ("nested comments", nested("> %%", "%%", 2_000)),
    ]);
}

#[test]
fn long_lines_and_many_of_everything() {
    survives(vec![
        ("a megabyte", "word ".repeat(200_000)),
        ("a megabyte without a space", "x".repeat(1 << 20)),
        ("open inline footnotes", "^[".repeat(100_000)),
        ("open elements in a line", "<details>".repeat(50_000)),
        ("open wikilinks", "[[".repeat(50_000)),
        ("open embeds", "![[a ".repeat(20_000)),
        ("open brackets", "[".repeat(100_000)),
        ("open brackets apart", "[a ".repeat(30_000)),
        ("closing brackets", "a] ".repeat(30_000)),
        ("wikilinks behind an open bracket", format!("[ {}", "[[Note]] ".repeat(1_500))),
        ("wikilinks", "[[Note]] ".repeat(10_000)),
        ("wikilinks with pipes", "[[Note|a|b]] ".repeat(1_500)),
        ("wikilinks with markup", "[[Note|*a*]] ".repeat(1_000)),
        ("broken over lines", "[[a\nb]] ".repeat(1_000)),
        ("markdown links", "[a](Note.md) ".repeat(2_000)),
        ("reference links", format!("{}\n\n[a]: Note.md\n", "[a] ".repeat(3_000))),
        ("definitions", (0..5_000).map(|n| format!("[a{n}]: b{n}\n")).collect()),
        ("tags", "#a ".repeat(20_000)),
        ("tags in a row", "#a".repeat(20_000)),
        ("percent signs", "%%".repeat(50_000)),
        ("percent signs apart", "a %% ".repeat(20_000)),
        ("percent lines", "%% 5% a\n\n".repeat(3_000)),
        ("comment lines", "%%\n\n".repeat(5_001)),
        ("dollars", "$".repeat(50_000)),
        ("dollars apart", "a $b ".repeat(20_000)),
        ("formulas", "$x$ ".repeat(500)),
        ("dollars before wikilinks", "$5 [[US$]] ".repeat(2_000)),
        ("dollars before open wikilinks", "$5 [[US$ ".repeat(2_000)),
        ("pictures in HTML", "<img src=\"a.png\">\n".repeat(2_000)),
        ("pictures in HTML with entities", "<img src=\"a&amp;b.png\">\n".repeat(2_000)),
        ("pictures in a line of HTML", "x <img src=\"a.png\"> ".repeat(1_000)),
        ("frames", "<iframe src=\"https://x.y\"></iframe>\n".repeat(1_000)),
        ("backticks", (1..300).map(|n| format!("{} ", "`".repeat(n))).collect()),
        ("stars", "*a ".repeat(30_000)),
        ("underscores", "_a_ ".repeat(10_000)),
        ("equal signs", "==a ".repeat(20_000)),
        ("angles", "<a ".repeat(30_000)),
        ("entities", "&amp;&#39;".repeat(20_000)),
        ("html comments", "<!-- a ".repeat(20_000)),
        ("backslashes", "\\".repeat(100_000)),
        ("headings", "# a\n".repeat(2_000)),
        ("block ids", (0..5_000).map(|n| format!("a ^b{n}\n\n")).collect()),
        ("equal block ids", "a ^b\n\n".repeat(2_000)),
        ("footnotes", (0..2_000).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect()),
        ("one footnote", format!("{}\n\n[^1]: y\n", "x[^1] ".repeat(5_000))),
        ("inline footnotes", "x^[y] ".repeat(2_000)),
        ("table rows", format!("| a | b |\n| - | - |\n{}", "| c | d |\n".repeat(3_000))),
        ("table columns", format!("{}\n{}\n{}\n", "|a".repeat(2_000), "|-".repeat(2_000), "|b\n".repeat(300))),
        ("addresses", "https://x.y/ ".repeat(1_500)),
        ("at signs", "a@".repeat(30_000)),
        ("colons", "http://".repeat(20_000)),
        ("fences", "```\na\n```\n".repeat(3_000)),
        ("carriage returns", "a\r".repeat(30_000)),
        ("sentences around a link", format!("{}[[Note]]", "a. ".repeat(30_000))),
        ("links in a sentence", "[[Note]], ".repeat(1_500)),
        ("odd characters", "\u{0}\u{feff}\u{fdd0}1\u{fdd1}\u{202e}\u{d7ff}\u{10ffff}".repeat(2_000)),
    ]);
}

#[test]
fn slot_marks_typed_by_hand_stand_for_nothing() {
    // I-45
    let vault = all(
        "-- h.md\n<b>x</b> \u{fdd0}0\u{fdd1} `c` $x$ ![](https://x.y/p.png) <i title=\"\u{fdd0}0\u{fdd1}\">y</i>\n",
    );
    assert_eq!(vault.html("h.md").matches("<img").count(), 1, "{}", vault.html("h.md"));
}

#[test]
fn what_fills_a_slot_cannot_close_the_quote_around_it() {
    // I-45: the quote is opened in one block of HTML and closed in another; what stands between them would be its value.
    for (open, close) in [("<div title='", "'>x</div>"), ("<a href='", "'>x</a>"), ("<b class='", "'>x</b>")] {
        for inside in [
            "$\\text{a/onclick=b/c}$",
            "![a onclick=b c](https://x.y/p.png)",
            "![[Note]]",
            "```js\n\" onclick=b \"\n```",
        ] {
            let vault = all(&format!("-- Note.md\n# a onclick=b c\n-- h.md\n{open}\n\n{inside}\n\n{close}\n"));
            let html = vault.html("h.md");
            assert!(
                !["title=\"", "href=\"\n", "class=\"\n"].iter().any(|it| html.contains(it)),
                "of {open} {inside}:\n{html}"
            );
        }
    }
}

#[test]
fn a_yaml_bomb_is_a_broken_block() {
    // P-17
    let layers: String =
        (1..20).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))).collect();
    let vault = all(&format!("-- h.md\n---\na0: &a0 [x]\n{layers}---\nbody\n"));
    assert_eq!(vault.body("h.md"), "<p>body</p>");
}

#[test]
fn places_that_lie_inside_a_character() {
    // F-20: the library counts columns in a text of its own, in which `&amp;` is one character and NUL is three bytes.
    let odd = ["日", "\u{fffd}", "\0"];
    let signs = ["&amp;", "\\|", "\t", "&#x65E5;", "[", "`", "%%", "\u{feff}- [ ", "\u{feff}> ", "| a |\n|-|\n| "];
    let links = ["[[a日]]", "![[日|é]]", "[日](é)", "^[日 [[é]]]", "<https://é.日>", "[[[[]]]", "#日 ^id", "$é$"];
    let mut texts = Vec::new();
    for sign in signs {
        for odd in odd {
            for link in links {
                texts.push(("an odd place", format!("{sign}{odd}{link}{odd}{sign}{link}\n {odd}")));
            }
        }
    }
    survives(texts);
}

#[test]
fn a_link_in_an_inline_footnote_stands_where_it_was_written() {
    // I-22, I-03: the library counts places in an inline footnote from its start; there, the note may hold a comment.
    for before in ["%%\n[[Secret]] hidden\n%%\n\n", "[[Secret]] a\n\n", "", "> q\n\n- l\n\n"] {
        let vault = all(&format!("-- h.md\n{before}Text^[see [[Note|n]] and [x](Note.md)^[deep [[Note]]]].\n"));
        let note = &vault.notes[0];
        let links: Vec<(&str, &str)> = note
            .links()
            .iter()
            .map(|link| (&*link.raw, &note.text()[link.span.start..link.span.end]))
            .filter(|(raw, _)| !raw.contains("Secret"))
            .collect();
        let want = ["[[Note|n]]", "[x](Note.md)", "[[Note]]"];
        assert_eq!(links, want.map(|raw| (raw, raw)), "behind {before:?}");
    }
}

#[test]
fn what_a_comment_hides_has_no_footnotes() {
    // I-06, W-14
    let vault = all("-- h.md\nShown^[first].\n\n%%\n\nHidden^[Secret [[Note]]] and [^1].\n\n[^1]: Secret\n");
    assert!(!vault.html("h.md").contains("Secret") && !vault.text("h.md").contains("Secret"), "{}", vault.html("h.md"));
    assert!(vault.text("h.md").contains("first"));
    assert_eq!(vault.targets("h.md"), Vec::<String>::new());
}

#[test]
fn the_last_definition_of_a_footnote_is_the_one_that_counts() {
    // I-20: the others are shown nowhere, and shift no number.
    let vault =
        all("-- h.md\n# A\na[^1] b[^2]\n\n[^1]: # Old [[Note]]\n\n# B\n\n[^1]: new\n\n> [^2]: older\n\n[^2]: second\n");
    let html = vault.html("h.md");
    let (new, second) = (html.find("new").expect("the first"), html.find("second").expect("the second"));
    assert!(new < second && !html.contains("Old") && !html.contains("older"), "{html}");
    assert_eq!(vault.text("h.md"), "# A\na b\n# B\nnew\nsecond");
    assert_eq!(vault.targets("h.md"), Vec::<String>::new());
}
