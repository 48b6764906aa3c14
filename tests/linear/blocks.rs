//! Block constructs.

use super::{Construct, hold, host};

#[test]
fn nested_blocks() {
    let constructs: &[Construct] = &[
        ("quotes", 5_000, |n| host(format!("{}x\n", "> ".repeat(n)))),
        ("quotes without spaces", 5_000, |n| host(format!("{}x\n", ">".repeat(n)))),
        ("quotes in lines", 400, |n| host((0..n).map(|n| format!("{}x\n", "> ".repeat(n))).collect())),
        ("quotes on every line", 100, |n| host(format!("{}x\n", "> ".repeat(n)).repeat(n))),
        ("callouts", 400, |n| host((1..n).map(|n| format!("{}[!note] t\n", "> ".repeat(n))).collect())),
        ("callouts in a line", 5_000, |n| host(format!("{}x\n", "> [!note]\n".repeat(n)))),
        ("lists in a line", 5_000, |n| host(format!("{}x\n", "- ".repeat(n)))),
        ("lists of two kinds in a line", 5_000, |n| host(format!("{}x\n", "- 1. ".repeat(n)))),
        ("ordered lists in a line", 5_000, |n| host(format!("{}x\n", "1. ".repeat(n)))),
        ("lists", 600, |n| host((0..n).map(|n| format!("{}- a\n", "  ".repeat(n))).collect())),
        ("lists by tabs", 600, |n| host((0..n).map(|n| format!("{}- a\n", "\t".repeat(n))).collect())),
        ("lists and quotes", 5_000, |n| host(format!("{}x\n", "> - ".repeat(n)))),
        ("tasks", 5_000, |n| host(format!("{}x\n", "- [ ] ".repeat(n)))),
        ("lists with block ids", 400, |n| host((0..n).map(|n| format!("{}- a ^b{n}\n", "  ".repeat(n))).collect())),
        ("headings in lists", 5_000, |n| host(format!("{}# x\n", "- ".repeat(n)))),
        ("tables in quotes", 1_000, |n| {
            let quote = "> ".repeat(60);
            host(format!("{quote}|a|\n{quote}|-|\n{}", format!("{quote}|b|\n").repeat(n)))
        }),
    ];
    hold(constructs);
}

#[test]
fn many_blocks() {
    let constructs: &[Construct] = &[
        ("headings of the same text", 20_000, |n| host("# a\n".repeat(n))),
        ("headings of the same text with words", 10_000, |n| host("# a\nword\n\n".repeat(n))),
        ("headings of different texts", 20_000, |n| host((0..n).map(|n| format!("# a{n}\n")).collect())),
        ("headings whose anchors meet", 10_000, |n| host((0..n).map(|n| format!("# a\n# a-{n}\n")).collect())),
        ("headings of no letters", 20_000, |n| host("# !\n".repeat(n))),
        ("headings of growing level", 20_000, |n| {
            host((0..n).map(|n| format!("{} a\n", "#".repeat(n % 6 + 1))).collect())
        }),
        ("underlined headings", 20_000, |n| host("a\n===\n".repeat(n))),
        ("links to headings", 4_000, |n| host((0..n).map(|n| format!("# a{n}\n[[#a{n}]] [[#b{n}]]\n\n")).collect())),
        ("links to headings of the same text", 4_000, |n| host("# a\n[[#a]] [[#a#a]] [[#a#b]]\n\n".repeat(n))),
        ("embeds of own headings", 4_000, |n| host((0..n).map(|n| format!("# a{n}\n![[#a{}]]\n\n", n + 1)).collect())),
        ("block ids", 100_000, |n| host((0..n).map(|n| format!("a ^b{n}\n\n")).collect())),
        ("equal block ids", 40_000, |n| host("a ^b\n\n".repeat(n))),
        ("block ids in lists", 20_000, |n| host((0..n).map(|n| format!("- a ^b{n}\n")).collect())),
        ("links to blocks", 8_000, |n| host((0..n).map(|n| format!("a ^b{n}\n\n[[#^b{n}]] [[#^c{n}]]\n\n")).collect())),
        ("embeds of own blocks", 4_000, |n| host((0..n).map(|n| format!("a ^b{n}\n\n![[#^b{n}]]\n\n")).collect())),
        ("footnotes", 50_000, |n| host((0..n).map(|n| format!("x[^{n}]\n\n[^{n}]: y\n\n")).collect())),
        ("footnotes at the end", 50_000, |n| {
            host((0..n).map(|n| format!("x[^{n}] ")).chain((0..n).map(|n| format!("\n\n[^{n}]: y"))).collect())
        }),
        ("one footnote", 50_000, |n| host(format!("{}\n\n[^1]: y\n", "x[^1] ".repeat(n)))),
        ("footnotes that are not there", 50_000, |n| host((0..n).map(|n| format!("x[^{n}] ")).collect())),
        ("footnotes that nobody asks for", 50_000, |n| host((0..n).map(|n| format!("[^{n}]: y\n")).collect())),
        ("one footnote written often", 50_000, |n| host(format!("x[^1]\n\n{}", "[^1]: y\n\n".repeat(n)))),
        ("footnotes in footnotes", 4_000, |n| {
            host((0..n).map(|n| format!("[^{n}]: a[^{}]\n\n", n + 1)).chain(["x[^0]".to_owned()]).collect())
        }),
        ("inline footnotes", 50_000, |n| host("x^[y] ".repeat(n))),
        ("definitions", 40_000, |n| host((0..n).map(|n| format!("[a{n}]: b{n}\n")).collect())),
        ("one definition written often", 40_000, |n| host("[a]: b\n".repeat(n))),
        ("open definitions", 40_000, |n| host("[a]:\n".repeat(n))),
        ("long definitions", 20_000, |n| host(format!("[a]: b \"{}", "c\n".repeat(n)))),
        ("paragraphs", 40_000, |n| host("a\n\n".repeat(n))),
        ("lazy lines", 40_000, |n| host(format!("> a\n{}", "b\n".repeat(n)))),
        ("list items", 40_000, |n| host("- a\n".repeat(n))),
        ("loose list items", 20_000, |n| host("- a\n\n".repeat(n))),
        ("lists", 20_000, |n| host("- a\n* b\n".repeat(n))),
        ("ordered list items", 20_000, |n| host((1..=n).map(|n| format!("{n}. a\n")).collect())),
        ("tasks", 20_000, |n| host("- [x] a\n".repeat(n))),
        ("blank lines in a list", 40_000, |n| host(format!("- a\n{}", "\n".repeat(n)))),
        ("quotes", 20_000, |n| host("> a\n\n".repeat(n))),
        ("one quote", 40_000, |n| host("> a\n".repeat(n))),
        ("callouts", 10_000, |n| host("> [!note] a\n> b\n\n".repeat(n))),
        ("fences", 20_000, |n| host("```\na\n```\n".repeat(n))),
        ("fences with a language", 2_000, |n| host("```rust\nlet a = 1;\n```\n".repeat(n))),
        ("one long fence", 40_000, |n| host(format!("```\n{}```\n", "a\n".repeat(n)))),
        ("one long fence with a language", 4_000, |n| host(format!("```rust\n{}```\n", "let a = \"b\";\n".repeat(n)))),
        ("one long line of code", 40_000, |n| host(format!("```rust\n{}\n```\n", "(".repeat(n)))),
        ("one long info string", 200_000, |n| host(format!("```{}\na\n```\n", "x ".repeat(n)))),
        ("open fences", 20_000, |n| host((0..n).map(|_| "~~~ a\n").collect())),
        ("fences of growing length", 400, |n| host((3..n + 3).map(|n| format!("{}\n", "`".repeat(n))).collect())),
        ("indented code", 20_000, |n| host("    a\n\n".repeat(n))),
        ("rules", 40_000, |n| host("---\n\n".repeat(n))),
        ("dashes", 200_000, |n| host("-".repeat(n))),
        ("table rows", 20_000, |n| host(format!("| a | b |\n| - | - |\n{}", "| c | d |\n".repeat(n)))),
        ("table columns", 20_000, |n| host(format!("{}\n{}\n{}\n", "|a".repeat(n), "|-".repeat(n), "|b".repeat(n)))),
        ("short rows of a wide table", 400, |n| {
            host(format!("{}\n{}\n{}", "|a".repeat(n), "|-".repeat(n), "|b\n".repeat(n * 4)))
        }),
        ("tables", 8_000, |n| host("|a|\n|-|\n|b|\n\n".repeat(n))),
        ("tables that are none", 20_000, |n| host("|a|b|\n|-|\n".repeat(n))),
        ("links in tables", 10_000, |n| host(format!("|a|\n|-|\n{}", "|[[Note\\|b]]|\n".repeat(n)))),
        ("comments as blocks", 20_000, |n| host("%%\na\n%%\n\n".repeat(n))),
        ("comment lines", 40_001, |n| host("%%\n\n".repeat(n))),
        ("percents in words", 20_000, |n| host("%% 5% a\n\n".repeat(n))),
        ("fields", 20_000, |n| host("key:: value\n".repeat(n))),
        ("rows of equal signs", 40_000, |n| host("a ==\n".repeat(n))),
    ];
    hold(constructs);
}
