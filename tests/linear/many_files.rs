//! Names, links and embeds of many files.

use super::{Construct, Files, hold};

fn file(path: impl Into<String>, text: impl Into<String>) -> (String, String) {
    (path.into(), text.into())
}

fn many(n: usize, one: impl Fn(usize) -> (String, String), host: String) -> Files {
    (0..n).map(one).chain([file("Host.md", host)]).collect()
}

#[test]
fn many_files() {
    let constructs: &[Construct] = &[
        ("notes of one name", 4_000, |n| {
            many(n, |n| file(format!("{n}/Name.md"), "[[Name]]\n"), "[[Name]]".to_owned())
        }),
        ("links to one name of many", 2_000, |n| many(n, |n| file(format!("{n}/Name.md"), ""), "[[Name]] ".repeat(n))),
        ("links to paths of one name", 2_000, |n| {
            many(n, |n| file(format!("{n}/Name.md"), ""), (0..n).map(|n| format!("[[{n}/Name]] ")).collect())
        }),
        ("links to nothing beside one name", 2_000, |n| {
            many(n, |n| file(format!("{n}/Name.md"), ""), (0..n).map(|n| format!("[[x{n}/Name]] ")).collect())
        }),
        ("files of one name", 2_000, |n| many(n, |n| file(format!("{n}/pic.png"), ""), "![[pic.png]] ".repeat(n))),
        ("notes of one name in deep folders", 400, |n| {
            many(n, |n| file(format!("{}{n}/Name.md", "a/".repeat(40)), ""), "[[Name]] ".repeat(n))
        }),
        ("names in growing case", 2_000, |n| {
            many(n, |n| file(format!("{}.md", cased(n)), ""), "[[aaaaaaaaaaa]] ".repeat(n))
        }),
        ("one alias of many", 2_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), "---\naliases: [Same]\n---\n"), "[[Same]] ".repeat(n))
        }),
        ("one permalink of many", 2_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), "---\npermalink: same\n---\n"), String::new())
        }),
        ("aliases by the thousand", 40, |n| {
            let aliases = |at: usize| (0..200).map(|n| format!("alias {at} {n}, ")).collect::<String>();
            many(
                n,
                move |n| file(format!("Note {n}.md"), format!("---\naliases: [{}]\n---\n", aliases(n))),
                String::new(),
            )
        }),
        ("one slug of many", 1_000, |n| many(n, |n| file(format!("a{}b.md", marks(n)), ""), String::new())),
        ("all link to one", 4_000, |n| many(n, |n| file(format!("Note {n}.md"), "[[Host]] [[Host]]"), "x".to_owned())),
        ("one links to all", 4_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), ""), (0..n).map(|n| format!("[[Note {n}]] ")).collect())
        }),
        ("a chain", 4_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), format!("[[Note {}]]", n + 1)), "[[Note 0]]".to_owned())
        }),
        ("a chain of embeds", 4_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), format!("![[Note {}]]", n + 1)), "![[Note 0]]".to_owned())
        }),
        ("embeds that fan out", 400, |n| {
            many(
                n,
                |n| file(format!("Note {n}.md"), format!("![[Note {}]] ![[Note {}]]\n", n + 1, n + 2)),
                "![[Note 0]]".to_owned(),
            )
        }),
        ("embeds of one note", 4_000, |n| many(1, |_| file("Note.md", "# a\nword\n"), "![[Note]]\n\n".repeat(n))),
        ("embeds of sections of one note", 16_000, |n| {
            let sections = (0..n).map(|n| format!("# h{n}\nword\n\n")).collect::<String>();
            many(1, move |_| file("Note.md", sections.clone()), (0..n).map(|n| format!("![[Note#h{n}]]\n\n")).collect())
        }),
        ("embeds of blocks of one note", 16_000, |n| {
            let blocks = (0..n).map(|n| format!("word ^b{n}\n\n")).collect::<String>();
            many(1, move |_| file("Note.md", blocks.clone()), (0..n).map(|n| format!("![[Note#^b{n}]]\n\n")).collect())
        }),
        ("links to headings of one note", 4_000, |n| {
            let sections = (0..n).map(|n| format!("# h{n}\n")).collect::<String>();
            many(1, move |_| file("Note.md", sections.clone()), (0..n).map(|n| format!("[[Note#h{n}]] ")).collect())
        }),
        ("links to missing headings of one note", 4_000, |n| {
            let sections = (0..n).map(|n| format!("# h{n}\n")).collect::<String>();
            many(1, move |_| file("Note.md", sections.clone()), (0..n).map(|n| format!("[[Note#x{n}]] ")).collect())
        }),
        ("links to blocks of one note", 4_000, |n| {
            let blocks = (0..n).map(|n| format!("a ^b{n}\n\n")).collect::<String>();
            many(
                1,
                move |_| file("Note.md", blocks.clone()),
                (0..n).map(|n| format!("[[Note#^b{n}]] [[Note#^x{n}]] ")).collect(),
            )
        }),
        ("notes that embed each other", 100, |n| {
            let all = (0..n).map(|n| format!("![[Note {n}]] ")).collect::<String>();
            let text = all.clone();
            many(n, move |n| file(format!("Note {n}.md"), if n < 10 { text.clone() } else { String::new() }), all)
        }),
        ("folders", 2_000, |n| many(n, |n| file(format!("f{n}/a.md"), ""), String::new())),
        ("deep folders", 400, |n| many(n, |n| file(format!("{}a{n}.md", "f/".repeat(n % 200)), ""), String::new())),
        ("tags of many notes", 2_000, |n| {
            many(n, |n| file(format!("Note {n}.md"), format!("#all #one{n} #deep/{n}\n")), "#all".to_owned())
        }),
        ("canvases", 1_000, |n| {
            many(n, |n| file(format!("c{n}.canvas"), ""), (0..n).map(|n| format!("![[c{n}.canvas]] ")).collect())
        }),
    ];
    hold(constructs);
}

/// A name of eleven letters in another case for each number.
fn cased(n: usize) -> String {
    (0..11).map(|bit| if n >> bit & 1 == 1 { 'A' } else { 'a' }).collect()
}

/// Marks that all become the same address.
fn marks(n: usize) -> String {
    (0..11).map(|bit| if n >> bit & 1 == 1 { ' ' } else { '-' }).collect()
}
