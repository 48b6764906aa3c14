//! Inline constructs.

use super::{Construct, hold, host};

fn nested(open: &str, close: &str, n: usize) -> String {
    format!("{}x{}\n", open.repeat(n), close.repeat(n))
}

#[test]
fn nested_inline() {
    let constructs: &[Construct] = &[
        ("brackets", 20_000, |n| host(nested("[", "]", n))),
        ("parentheses in a link", 20_000, |n| host(format!("[a]{}", nested("(", ")", n)))),
        ("links", 5_000, |n| host(nested("[a ", "](b)", n))),
        ("pictures", 5_000, |n| host(nested("![a ", "](b)", n))),
        ("pictures in links", 5_000, |n| host(nested("[![a ", "](b)](c)", n))),
        ("reference links", 5_000, |n| host(format!("{}\n[b]: c\n", nested("[a ", "][b]", n)))),
        ("emphasis", 5_000, |n| host(nested("*a ", " a*", n))),
        ("strong", 5_000, |n| host(nested("**a ", " a**", n))),
        ("underscores", 5_000, |n| host(nested("_a ", " a_", n))),
        ("stars", 20_000, |n| host(nested("*", "*", n))),
        ("emphasis of two kinds", 5_000, |n| host(nested("*a _a ", " a_ a*", n))),
        ("marks", 5_000, |n| host(nested("==a ", " a==", n))),
        ("strikes", 5_000, |n| host(nested("~~a ", " a~~", n))),
        ("inline footnotes", 5_000, |n| host(nested("^[a ", "]", n))),
        ("embeds", 5_000, |n| host(nested("![[a ", "]]", n))),
        ("wikilinks", 5_000, |n| host(nested("[[a|", "]]", n))),
        ("comments", 5_000, |n| host(nested("%% a ", " a %%", n))),
        ("angles", 20_000, |n| host(nested("<", ">", n))),
    ];
    hold(constructs);
}

#[test]
fn left_open() {
    let constructs: &[Construct] = &[
        ("brackets", 100_000, |n| host("[".repeat(n))),
        ("brackets apart", 40_000, |n| host("[a ".repeat(n))),
        ("closing brackets", 40_000, |n| host("a] ".repeat(n))),
        ("links", 40_000, |n| host("[a](".repeat(n))),
        ("links with an angle", 20_000, |n| host("[a](<b".repeat(n))),
        ("link titles", 20_000, |n| host("[a](b \"".repeat(n))),
        ("pictures", 40_000, |n| host("![a](".repeat(n))),
        ("picture signs", 40_000, |n| host("![".repeat(n))),
        ("wikilinks", 40_000, |n| host("[[".repeat(n))),
        ("wikilinks apart", 40_000, |n| host("[[a ".repeat(n))),
        ("wikilinks with pipes", 40_000, |n| host("[[a|".repeat(n))),
        ("wikilinks in lines", 20_000, |n| host("[[a\n".repeat(n))),
        ("embeds", 40_000, |n| host("![[a ".repeat(n))),
        ("inline footnotes", 40_000, |n| host("^[".repeat(n))),
        ("inline footnotes apart", 20_000, |n| host("^[a ".repeat(n))),
        ("footnotes", 20_000, |n| host("[^a ".repeat(n))),
        ("emphasis", 40_000, |n| host("*a ".repeat(n))),
        ("emphasis of two kinds", 40_000, |n| host("*a _b ".repeat(n))),
        ("emphasis of two lengths", 20_000, |n| host("*a **b ***c ".repeat(n))),
        ("closing emphasis", 40_000, |n| host("a* ".repeat(n))),
        ("emphasis in words", 40_000, |n| host("a*b_c".repeat(n))),
        ("alternating emphasis", 20_000, |n| host(format!("{}{}", "a**b".repeat(n), "c* ".repeat(n)))),
        ("strikes", 40_000, |n| host("~~a ".repeat(n))),
        ("tildes", 40_000, |n| host("~a ".repeat(n))),
        ("marks", 40_000, |n| host("==a ".repeat(n))),
        ("equal signs", 100_000, |n| host("=".repeat(n))),
        ("equal signs in words", 40_000, |n| host("a==b".repeat(n))),
        ("code spans of one length", 40_000, |n| host("`a ``b ".repeat(n))),
        ("code spans of growing length", 600, |n| host((1..=n).map(|n| format!("a{} ", "`".repeat(n))).collect())),
        ("code spans of growing length, backwards", 600, |n| {
            host((1..=n).rev().map(|n| format!("a{} ", "`".repeat(n))).collect())
        }),
        ("backticks", 100_000, |n| host("`".repeat(n))),
        ("dollars", 100_000, |n| host("$".repeat(n))),
        ("formulas", 40_000, |n| host("a $b ".repeat(n))),
        ("display formulas", 40_000, |n| host("$$a ".repeat(n))),
        ("dollars before digits", 40_000, |n| host("$5 ".repeat(n))),
        ("comments", 40_000, |n| host("%%a ".repeat(n))),
        ("comments in paragraphs", 20_000, |n| host("a %% b\n\n".repeat(n))),
        ("one comment", 100_000, |n| host(format!("%% {}", "a b\n\n".repeat(n)))),
        ("percent signs", 100_000, |n| host("%".repeat(n))),
        ("html comments", 20_000, |n| host("<!-- a ".repeat(n))),
        ("html comments in paragraphs", 10_000, |n| host("a <!-- b\n\n".repeat(n))),
        ("angles", 40_000, |n| host("<a ".repeat(n))),
        ("tags with attributes", 20_000, |n| host("<a b=c ".repeat(n))),
        ("tags with open values", 20_000, |n| host("<a b=\"c ".repeat(n))),
        ("declarations", 20_000, |n| host("<!A ".repeat(n))),
        ("instructions", 20_000, |n| host("a <? ".repeat(n))),
        ("character data", 20_000, |n| host("a <![CDATA[ ".repeat(n))),
        ("entities", 40_000, |n| host("&a".repeat(n))),
        ("numbered entities", 40_000, |n| host("&#1".repeat(n))),
        ("addresses", 20_000, |n| host("http://".repeat(n))),
        ("addresses with brackets", 10_000, |n| host("http://a.b/(".repeat(n))),
        ("angle addresses", 20_000, |n| host("<http://a ".repeat(n))),
        ("mail addresses", 40_000, |n| host("a@".repeat(n))),
        ("mail addresses without a host", 100_000, |n| host(format!("{}@", "a".repeat(n)))),
        ("mail addresses in a row", 20_000, |n| host("a@b.".repeat(n))),
        ("www", 40_000, |n| host("www.".repeat(n))),
    ];
    hold(constructs);
}

#[test]
fn many_inline() {
    let constructs: &[Construct] = &[
        ("wikilinks", 100_000, |n| host("[[Note]] ".repeat(n))),
        ("wikilinks in paragraphs", 40_000, |n| host("[[Note]] a.\n\n".repeat(n))),
        ("wikilinks with labels", 40_000, |n| host("[[Note|*a*]] ".repeat(n))),
        ("wikilinks with pipes", 40_000, |n| host("[[Note|a|b]] ".repeat(n))),
        ("wikilinks to headings", 20_000, |n| host("[[Note#Heading]] [[Note#none]] [[Note#^id]] ".repeat(n))),
        ("wikilinks to nothing", 40_000, |n| host((0..n).map(|n| format!("[[none {n}]] ")).collect())),
        ("wikilinks behind an open bracket", 10_000, |n| host(format!("[ {}", "[[Note]] ".repeat(n)))),
        ("one long wikilink", 400_000, |n| host(format!("[[{}]]", "a".repeat(n)))),
        ("one wikilink of many headings", 100_000, |n| host(format!("[[Note{}]]", "#a".repeat(n)))),
        ("one wikilink of many folders", 100_000, |n| host(format!("[[{}Note]]", "a/".repeat(n)))),
        ("one wikilink upwards", 100_000, |n| host(format!("[[{}Note]]", "../".repeat(n)))),
        ("links", 40_000, |n| host("[a](Note.md) ".repeat(n))),
        ("links in sentences", 20_000, |n| host("[a](Note.md), b. ".repeat(n))),
        ("links in one sentence", 20_000, |n| host("[[Note]], b ".repeat(n))),
        ("reference links", 40_000, |n| host(format!("{}\n\n[a]: Note.md\n", "[a] ".repeat(n)))),
        ("reference links to nothing", 40_000, |n| host((0..n).map(|n| format!("[a{n}] ")).collect())),
        ("links to other sites", 40_000, |n| host("[a](https://x.y) ".repeat(n))),
        ("pictures of other sites", 20_000, |n| host("![a](https://x.y/z.png) ".repeat(n))),
        ("embeds of nothing", 20_000, |n| host("![[none]] ".repeat(n))),
        ("addresses", 20_000, |n| host("https://x.y/ ".repeat(n))),
        ("mail addresses", 20_000, |n| host("a@b.cd ".repeat(n))),
        ("tags", 100_000, |n| host("#a ".repeat(n))),
        ("tags of all kinds", 20_000, |n| host((0..n).map(|n| format!("#tag{n} ")).collect())),
        ("tags in a row", 100_000, |n| host("#a".repeat(n))),
        ("one deep tag", 20_000, |n| host(format!("#a{}", "/b".repeat(n)))),
        ("emphasis", 40_000, |n| host("*a* ".repeat(n))),
        ("strong", 40_000, |n| host("**a** ".repeat(n))),
        ("marks", 40_000, |n| host("==a== ".repeat(n))),
        ("strikes", 40_000, |n| host("~~a~~ ".repeat(n))),
        ("code spans", 40_000, |n| host("`a` ".repeat(n))),
        ("comments", 40_000, |n| host("a %%b%% ".repeat(n))),
        ("html comments", 20_000, |n| host("a <!-- b --> ".repeat(n))),
        ("entities", 40_000, |n| host("&amp;&#39;".repeat(n))),
        ("backslashes", 200_000, |n| host("\\".repeat(n))),
        ("escapes", 100_000, |n| host("\\*".repeat(n))),
        ("pipes", 100_000, |n| host("|".repeat(n))),
        ("pipes in lines", 40_000, |n| host("a|b\n".repeat(n))),
        ("line breaks", 100_000, |n| host("a\n".repeat(n))),
        ("hard breaks", 40_000, |n| host("a  \n".repeat(n))),
        ("carriage returns", 100_000, |n| host("a\r".repeat(n))),
        ("spaces", 400_000, |n| host(format!("a{}b", " ".repeat(n)))),
        ("words in a line", 100_000, |n| host("word ".repeat(n))),
        ("a word", 1_000_000, |n| host("x".repeat(n))),
        ("quotation marks", 100_000, |n| host("\"a' ".repeat(n))),
        ("sentences around a link", 40_000, |n| host(format!("{}[[Note]]{}", "a. ".repeat(n), " b.".repeat(n)))),
        ("words around links", 4_000, |n| host("word word word [[Note]] ".repeat(n))),
        ("odd characters", 10_000, |n| host("\u{0}\u{feff}\u{fdd0}1\u{fdd1}\u{202e}\u{d7ff}\u{10ffff}".repeat(n))),
        ("combining marks", 100_000, |n| host(format!("a{}", "\u{301}".repeat(n)))),
        ("combining marks in a link", 40_000, |n| host(format!("[[a{}]]", "\u{301}\u{327}".repeat(n)))),
        ("letters of many scripts", 40_000, |n| host("日本ß مذ ΛΌ 🌱 ".repeat(n))),
    ];
    hold(constructs);
}

#[test]
fn a_note_of_ten_megabytes() {
    let text = "Words of a sentence, with a [[Note|link]], *emphasis*, a #tag and `code`. And one more.\n\n";
    assert_eq!(text.len(), 89);
    hold(&[("a note of ten megabytes", 118_000, |n| {
        host("Words of a sentence, with a [[Note|link]], *emphasis*, a #tag and `code`. And one more.\n\n".repeat(n))
    })]);
}
