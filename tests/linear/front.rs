//! Front matter of every bad kind.

use super::{Construct, Files, hold, host};

fn front(lines: &str) -> Files {
    host(format!("---\n{lines}\n---\nbody\n"))
}

#[test]
fn front_matter() {
    let constructs: &[Construct] = &[
        ("keys", 8_000, |n| front(&(0..n).map(|n| format!("key{n}: value\n")).collect::<String>())),
        ("one key often", 8_000, |n| front(&"key: value\n".repeat(n))),
        ("keys of flags", 8_000, |n| front(&"enableToc: maybe\n".repeat(n))),
        ("flags in one line", 10_000, |n| front(&format!("{{{}}}", "enableToc: x, ".repeat(n)))),
        ("broken flags", 8_000, |n| front(&format!("a: [\n{}", "enableToc: x\n".repeat(n)))),
        ("nested lists", 5_000, |n| front(&format!("a: {}{}", "[".repeat(n), "]".repeat(n)))),
        ("nested maps", 5_000, |n| front(&format!("a: {}{}", "{b: ".repeat(n), "}".repeat(n)))),
        ("open lists", 20_000, |n| front(&format!("a: {}", "[".repeat(n)))),
        ("open maps", 20_000, |n| front(&format!("a: {}", "{".repeat(n)))),
        ("open quotes", 20_000, |n| front(&format!("a: \"{}", "b ".repeat(n)))),
        ("nested maps in lines", 300, |n| front(&(0..n).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>())),
        ("nested lists in a line", 5_000, |n| front(&format!("a:\n  {}x", "- ".repeat(n)))),
        ("questions", 5_000, |n| front(&format!("{}x", "? ".repeat(n)))),
        ("aliases", 8_000, |n| {
            front(&format!("aliases: [{}]", (0..n).map(|n| format!("name {n}, ")).collect::<String>()))
        }),
        ("aliases of one name", 8_000, |n| front(&format!("aliases: [{}]", "name, ".repeat(n)))),
        ("tags", 8_000, |n| front(&format!("tags: [{}]", (0..n).map(|n| format!("tag{n}, ")).collect::<String>()))),
        ("nested tags", 1_000, |n| front(&format!("tags: [{}]", "a/b/c/d/e/f/g/h, ".repeat(n)))),
        ("classes", 8_000, |n| {
            front(&format!("cssclasses: [{}]", (0..n).map(|n| format!("c{n}, ")).collect::<String>()))
        }),
        ("links", 4_000, |n| front(&format!("up:\n{}", "  - \"[[Note]]\"\n".repeat(n)))),
        ("links in one value", 4_000, |n| front(&format!("up: \"{}\"", "[[Note]] ".repeat(n)))),
        ("open links in one value", 20_000, |n| front(&format!("up: \"{}\"", "[[".repeat(n)))),
        ("open links of other kinds", 20_000, |n| front(&format!("up: \"{}\"", "[a](".repeat(n)))),
        ("addresses in one value", 4_000, |n| front(&format!("up: \"{}\"", "https://x.y ".repeat(n)))),
        ("one long value", 400_000, |n| front(&format!("title: {}", "a ".repeat(n)))),
        ("one long key", 400_000, |n| front(&format!("{}: b", "a".repeat(n)))),
        ("block scalars", 4_000, |n| front(&(0..n).map(|n| format!("a{n}: |\n  b\n")).collect::<String>())),
        ("one block scalar", 20_000, |n| front(&format!("a: |\n{}", "  b\n".repeat(n)))),
        ("anchors", 4_000, |n| front(&(0..n).map(|n| format!("a{n}: &a{n} b\n")).collect::<String>())),
        ("one anchor used often", 4_000, |n| front(&format!("a: &a b\nc: [{}]", "*a, ".repeat(n)))),
        ("an anchor of a list used often", 400, |n| {
            front(&format!("a: &a [{}]\nc: [{}]", "b, ".repeat(n), "*a, ".repeat(n)))
        }),
        ("merges", 2_000, |n| {
            front(&format!("a: &a {{b: c}}\n{}", (0..n).map(|n| format!("d{n}: {{<<: *a}}\n")).collect::<String>()))
        }),
        ("a bomb", 40, |n| {
            front(&format!(
                "a0: &a0 [x]\n{}",
                (1..n).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(9))).collect::<String>()
            ))
        }),
        ("comments", 20_000, |n| front(&"# comment\n".repeat(n))),
        ("colons", 100_000, |n| front(&":".repeat(n))),
        ("colons apart", 20_000, |n| front(&"a: ".repeat(n))),
        ("tabs", 100_000, |n| front(&format!("a:\n{}b", "\t".repeat(n)))),
        ("signs", 20_000, |n| front(&format!("a: {}", "!".repeat(n)))),
        ("types", 8_000, |n| front(&format!("a: [{}]", "!!x y, ".repeat(n)))),
        ("documents", 8_000, |n| front(&"a: b\n--- \n".repeat(n))),
        ("ends", 20_000, |n| front(&"...\n".repeat(n))),
        ("directives", 8_000, |n| front(&"%TAG ! a\n".repeat(n))),
        ("no end", 20_000, |n| host(format!("---\n{}", "a: b\n".repeat(n)))),
        ("no end and no key", 40_000, |n| host(format!("---\n{}", "a\n".repeat(n)))),
        ("rules", 40_000, |n| host("---\n".repeat(n))),
        ("blank lines before a rule", 40_000, |n| host(format!("{}---\na: b\n---\n", "\n".repeat(n)))),
        ("invisible characters", 40_000, |n| front(&format!("{}: b", "\u{200b}".repeat(n)))),
        ("one long description", 100_000, |n| front(&format!("description: {}", "word ".repeat(n)))),
        ("numbers", 8_000, |n| front(&format!("a: [{}]", "1e999, 0x1F, ".repeat(n)))),
        ("one long number", 100_000, |n| front(&format!("a: {}", "1".repeat(n)))),
    ];
    hold(constructs);
}
