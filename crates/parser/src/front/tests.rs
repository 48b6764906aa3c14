//! Front matter, text in and text out: one table for each group of rules.

use std::fmt::Write;

use hedgerow_model::LineIndex;
use proptest::prelude::*;

use super::{FrontMatter, Value};

fn split(text: &str) -> (FrontMatter, usize) {
    FrontMatter::split(text, &LineIndex::new(text))
}

/// Writes down what was found, leaving out what is not there: `title: A · tags: a b · body: …`.
fn summary(text: &str) -> String {
    let (front, body) = split(text);
    let mut parts = Vec::new();
    let mut part = |name: &str, value: &str| {
        if !value.is_empty() {
            parts.push(format!("{name}: {value}"));
        }
    };
    part("title", front.title.as_deref().unwrap_or_default());
    part("aliases", &front.aliases.join(", "));
    part("tags", &front.tags.iter().map(|tag| tag.text()).collect::<Vec<_>>().join(" "));
    part("classes", &front.css_classes.join(" "));
    part("hides", front.flags.hides.as_deref().unwrap_or_default());
    part("shows", front.flags.shows.as_deref().unwrap_or_default());
    part("permalink", front.permalink.as_deref().unwrap_or_default());
    part("description", front.description.as_deref().unwrap_or_default());
    part("image", front.image.as_deref().unwrap_or_default());
    for (name, date) in [("created", front.created), ("modified", front.modified), ("published", front.published)] {
        let text = date.map(|date| match date.time() {
            Some(time) => format!("{date} {:02}:{:02}:{:02}", time.hour, time.minute, time.second),
            None => date.to_string(),
        });
        part(name, &text.unwrap_or_default());
    }
    part("author", front.author.as_deref().unwrap_or_default());
    part("lang", front.lang.as_deref().unwrap_or_default());
    part("toc", if front.hides_toc { "hidden" } else { "" });
    part("listed", if front.unlisted { "no" } else { "" });
    for finding in &front.findings {
        part("finding", &format!("{}@{}:{}", finding.code, finding.span.line, finding.span.column));
    }
    part("broken", if front.is_broken { "yes" } else { "" });
    part("body", &escaped(&text[body..]));
    parts.join(" · ")
}

fn escaped(text: &str) -> String {
    text.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t").replace('\u{feff}', "\\u{feff}")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(summary(text), expected, "of {text:?}");
}

/// Checks a block between fences.
#[track_caller]
fn check_block(block: &str, expected: &str) {
    check(&format!("---\n{block}\n---\n"), expected);
}

fn properties(text: &str) -> String {
    let (front, _) = split(text);
    front.properties.iter().fold(String::new(), |mut out, property| {
        let source = &text[property.span.start..property.span.end];
        writeln!(out, "{} = {:?} at {source:?}", property.key, property.value).expect("a string takes all");
        out
    })
}

#[test]
fn a_block_stands_between_fences_on_the_very_first_line() {
    for (text, expected) in [
        ("---\ntitle: A\n---\nB", "title: A · body: B"),
        ("\u{feff}---\ntitle: A\n---\nB", "title: A · body: B"),
        ("---\r\ntitle: A\r\n---\r\nB", "title: A · body: B"),
        ("---\rtitle: A\r---\rB", "title: A · body: B"),
        ("---  \ntitle: A\n--- \t\nB", "title: A · body: B"),
        ("---\ntitle: A\n---", "title: A"),
        ("---\n---\nB", "body: B"),
        ("---\n---", ""),
        ("---\n\n# nothing\n---\nB", "body: B"),
        ("", ""),
        ("\u{feff}B", "body: B"),
        ("\n---\ntitle: A\n---\nB", "body: \\n---\\ntitle: A\\n---\\nB"),
        (" ---\ntitle: A\n---\n", "body:  ---\\ntitle: A\\n---\\n"),
        ("----\ntitle: A\n----\n", "body: ----\\ntitle: A\\n----\\n"),
        ("B\n---\ntitle: A\n---\n", "body: B\\n---\\ntitle: A\\n---\\n"),
        ("+++\ntitle = 'A'\n+++\n", "body: +++\\ntitle = 'A'\\n+++\\n"),
        ("---\ntitle: A\n ---\n---\nB", "title: A --- · body: B"),
        ("---\nx: |\n  ---\n---\nB", "body: B"),
    ] {
        check(text, expected);
    }
}

#[test]
fn a_block_that_is_never_closed_ends_with_its_first_properties() {
    for (text, expected) in [
        ("---\ntitle: A\ntags:\n- b\n\nBody", "finding: broken-front-matter@1:1 · broken: yes · body: \\nBody"),
        ("---\ntitle: A\nBody", "finding: broken-front-matter@1:1 · broken: yes · body: Body"),
        ("---\n\nText: this", "body: ---\\n\\nText: this"),
        ("---\nOnly a rule.", "body: ---\\nOnly a rule."),
        ("---\nhttps://x.y", "body: ---\\nhttps://x.y"),
        (
            "---\npublish: true\ndraft: yes\n\nB",
            "hides: draft: yes · finding: broken-front-matter@1:1 · broken: yes · body: \\nB",
        ),
        ("---\npublish: true\n\nB", "finding: broken-front-matter@1:1 · broken: yes · body: \\nB"),
        (
            "---\ntitle: A\n@oops\nprivate: true\nB",
            "hides: private: true · finding: broken-front-matter@1:1 · finding: unclear-flag@4:1 · broken: yes · \
             body: @oops\\nprivate: true\\nB",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn a_title_is_a_scalar_as_written() {
    for (block, expected) in [
        ("title: A", "title: A"),
        ("Title: A", "title: A"),
        ("TITLE: 'A: B'", "title: A: B"),
        ("title: 2024", "title: 2024"),
        ("title: 007", "title: 007"),
        ("title: 1.50", "title: 1.50"),
        ("title: 1_000", "title: 1_000"),
        ("title: 0x1F", "title: 0x1F"),
        ("title: 2024-01-05", "title: 2024-01-05"),
        ("title: true", "title: true"),
        ("title: Yes", "title: Yes"),
        ("title: A # not B", "title: A"),
        ("title: >\n  A\n  B", "title: A B"),
        ("title: \"\\u00fcber \\ud83d\\ude00\"", "title: über 😀"),
        ("title: \"\"", ""),
        ("title: \"  \"", ""),
        ("title:", ""),
        ("title: null", ""),
        ("title: [A]", "finding: bad-property@2:1"),
        ("title: {a: b}", "finding: bad-property@2:1"),
        ("title: A\ntitle: B", "title: B"),
        ("title: A\nTitle: B", "title: B"),
        ("title: A\nTitle:", "title: A"),
        ("title: *A* <b>", "finding: broken-front-matter@2:8 · broken: yes"),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn one_value_with_a_colon_is_repaired() {
    for (block, expected) in [
        ("title: A: B", "title: A: B · finding: bad-property@2:1"),
        ("x: 1\ntitle: It's: B\ntags: b", "title: It's: B · tags: b · finding: bad-property@3:1"),
        ("publish: true\ntitle: A: B", "title: A: B · shows: publish: true · finding: bad-property@3:1"),
        ("title: A: B\nsummary: C: D", "finding: broken-front-matter@2:9 · broken: yes"),
        (
            "publish: true: x",
            "hides: publish: true: x · finding: broken-front-matter@2:14 · finding: unclear-flag@2:1 · broken: yes",
        ),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn aliases_are_a_list_or_a_text_with_commas() {
    for (block, expected) in [
        ("aliases: Robin, Wren", "aliases: Robin, Wren"),
        ("aliases: [Robin, 'Wren, the']", "aliases: Robin, Wren, the"),
        ("aliases:\n- 42\n- 2024-01-05\n-\n- true", "aliases: 42, 2024-01-05, true"),
        ("alias: Robin\nAliases: [robin, Wren]", "aliases: robin, Wren"),
        ("aliases:", ""),
        ("aliases: []", ""),
        ("aliases: {a: b}", "finding: bad-property@2:1"),
        ("aliases: A: B", "aliases: A: B · finding: bad-property@2:1"),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn tags_are_lists_or_texts_split_at_commas_and_spaces() {
    for (block, expected) in [
        ("tags: [a, b/c]", "tags: a b/c"),
        ("tags: \"#a, b/c\"", "tags: a b/c"),
        ("tags: a b/c", "tags: a b/c"),
        ("tags:\n  - a b\n  - '#c,d'", "tags: a b c d"),
        ("Tags: a\ntag: [A, b]", "tags: a b"),
        ("tags: [1984, y1984, '']", "tags: y1984"),
        ("tags: 2024", ""),
        ("tags:", ""),
        ("tags: [a, c++, d]", "tags: a d · finding: bad-property@2:1"),
        ("tags: #a", ""),
        ("other: '#a'", ""),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn classes_hold_letters_digits_and_dashes_only() {
    for (block, expected) in [
        ("cssclasses: [wide, list-cards]", "classes: wide list-cards"),
        ("cssclass: wide list-cards", "classes: wide list-cards"),
        ("CssClasses: wide\ncssclass: wide", "classes: wide"),
        ("cssclasses: ['\"><script>']", "finding: bad-property@2:1"),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn flags_are_words_and_the_more_private_one_wins() {
    for (block, expected) in [
        ("publish: true", "shows: publish: true"),
        ("Publish: YES", "shows: Publish: YES"),
        ("publish: 'on'", "shows: publish: on"),
        ("dg-publish: true", "shows: dg-publish: true"),
        ("publish: false", "hides: publish: false"),
        ("publish: \"No\"", "hides: publish: No"),
        ("dg-publish: off", "hides: dg-publish: off"),
        ("private: true", "hides: private: true"),
        ("DRAFT: on", "hides: DRAFT: on"),
        ("private: |\n  true", "hides: private: true"),
        ("draft: \"false\"", ""),
        ("private: no", ""),
        ("draft:", ""),
        ("publish: ''", ""),
        ("publish: ~", ""),
        ("publish: true\ndraft: true", "hides: draft: true · shows: publish: true"),
        ("publish: false\npublish: true", "hides: publish: false · shows: publish: true"),
        ("publish: true\npublish: false", "hides: publish: false · shows: publish: true"),
        ("Publish: false\npublish: true", "hides: Publish: false · shows: publish: true"),
        ("private: true\nprivate: false", "hides: private: true"),
        ("publish: maybe", "hides: publish: maybe · finding: unclear-flag@2:1"),
        ("draft: 1", "hides: draft: 1 · finding: unclear-flag@2:1"),
        ("publish: [true]", "hides: publish: … · finding: unclear-flag@2:1"),
        ("private: “true”", "hides: private: “true”"),
        ("published: 2024-01-05", "published: 2024-01-05"),
        ("meta:\n  private: true", "hides: private · finding: unclear-flag@2:1"),
        ("meta:\n  private: false", ""),
        ("chapters:\n- title: x\n  draft: true", ""),
        ("description: |\n  private: true", "description: private: true"),
        ("? private\n: true", "hides: private: true"),
        ("x: &a true\nprivate: *a", "hides: private: true"),
        ("x: \"\nprivate: true\ny: \"", "hides: private: true · finding: unclear-flag@3:1"),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn a_broken_block_hides_and_never_shows() {
    let broken = |start: &str, at: &str, rest: &str| {
        let start = if start.is_empty() { String::new() } else { format!("{start} · ") };
        format!("{start}finding: broken-front-matter@{at}{rest} · broken: yes")
    };
    for (block, expected) in [
        ("title: @name\npublish: true", broken("", "2:8", "")),
        ("title: @name\npublish: false", broken("hides: publish: false", "2:8", "")),
        ("title: @name\n  \"Private\" : YES # really", broken("hides: Private: YES", "2:8", "")),
        ("title: @name\n{\"draft\": true, \"publish\": true}", broken("hides: draft: true", "2:8", "")),
        ("title: @name\npublish: true private: true", broken("hides: private: true", "2:8", "")),
        ("title: @name\ndraft: maybe", broken("hides: draft: maybe", "2:8", " · finding: unclear-flag@3:1")),
        ("title: @name\ndraft:\n  true", broken("hides: draft: true", "2:8", "")),
        ("title: @name\n#private: true", broken("", "2:8", "")),
        ("title: @name\nprivate: false\ndraft:", broken("", "2:8", "")),
        ("title: @name\nx: how to publish: a guide", broken("", "2:8", "")),
        ("title: @name\nunlisted: true", broken("listed: no", "2:8", "")),
        ("title: {{title}}", broken("", "2:9", "")),
        ("private:true", broken("hides: private: true", "2:1", "")),
        ("- private: true", broken("hides: private: true", "2:1", "")),
        ("Only text", broken("", "2:1", "")),
        ("a: 1\n\tb: 2", broken("", "2:4", "")),
        ("a: [b", broken("", "2:4", "")),
        ("a: !!js/function 'x'", broken("", "2:4", "")),
        ("a: *nowhere", broken("", "2:4", "")),
        ("a: 1\n...\nb: 2", broken("", "4:1", "")),
    ] {
        check_block(block, &expected);
    }
}

#[test]
fn a_flag_outside_of_front_matter_is_in_doubt() {
    let hidden = |text: &str, at: &str| {
        let body = escaped(text);
        check(text, &format!("hides: private: true · finding: unclear-flag@{at}:1 · body: {body}"));
    };
    hidden("\n---\nprivate: true\n---\nB", "3");
    hidden(" \n\t\n---\ntitle: A\nprivate: true\n---\nB", "5");
    hidden("—\u{2014}\nprivate: true\n---\nB", "2");
    hidden("----\nprivate: true\n----\nB", "2");
    hidden("private: true\n---\nB", "1");
    hidden("---\n# a comment\nprivate: true\n\nB", "3");
    check("---\ntitle: A\n---\nprivate: true\n---\n", {
        "title: A · hides: private: true · finding: unclear-flag@4:1 · body: private: true\\n---\\n"
    });
    for text in ["B\n---\nprivate: true\n---\n", "\n---\npublish: true\n---\n", "Private: a story", "# private: true"] {
        check(text, &format!("body: {}", escaped(text)));
    }
}

#[test]
fn bytes_that_are_no_text_show_nothing() {
    // P-12, F-18: what is overlooked in a flag that hides is not in one that shows.
    for block in ["publis\u{fffd}h: true", "\"p\u{fffd}\u{fffd}ublish\": true", "publish: \"tr\u{fffd}ue\""] {
        let (front, _) = split(&format!("---\n{block}\n---\n"));
        assert!(front.flags.shows.is_none() && front.flags.hides.is_some(), "{block:?}: {:?}", front.flags);
    }
    let (front, _) = split("---\npri\u{fffd}vate: true\n---\n");
    assert!(front.flags.hides.is_some());
}

#[test]
fn a_flag_that_a_program_or_a_keyboard_has_bent_still_hides() {
    for text in [
        "—\nprivate: true\n—\n",
        "---\n“private”: true\n---\n",
        "---\n\u{fffd}private: true\n---\n",
        "\u{fffd}-\u{fffd}-\u{fffd}-\n\u{fffd}p\u{fffd}rivate: t\u{fffd}rue\n",
        "+++\ntitle = \"a\"\nprivate = true\n+++\n",
        "{\n  \"title\": \"a\",\n  \"private\": true\n}\n",
        ";;;\n{\"title\": \"a\", \"draft\": true}\n;;;\n",
        "---\n<<: {private: true}\n---\n",
        "---\n<<: [{a: 1}, {publish: false}]\n---\n",
    ] {
        assert!(split(text).0.flags.hides.is_some(), "{text:?}");
    }
    for text in ["—\nA private matter: true love\n", "{ x = private }\n", "+++\nprivate = false\n+++\n", "a = b\n"] {
        assert_eq!(split(text).0.flags.hides, None, "{text:?}");
    }
}

#[test]
fn a_permalink_is_a_path() {
    let rejected = "finding: bad-property@2:1";
    for (block, expected) in [
        ("permalink: about", "permalink: about"),
        ("permalink: /notes/about/", "permalink: notes/about"),
        ("permalink: 2024", "permalink: 2024"),
        ("slug: about", "permalink: about"),
        ("slug: b\npermalink: a", "permalink: a"),
        ("slug: b\npermalink:", "permalink: b"),
        ("permalink: a b", "permalink: a b"),
        ("permalink: https://x.y/z", rejected),
        ("permalink: ../a", rejected),
        ("permalink: a/../b", rejected),
        ("permalink: a?b", rejected),
        ("permalink: 'a#b'", rejected),
        ("permalink: \"a\\x07b\"", rejected),
        ("permalink: /", ""),
        ("permalink: /-/search", rejected),
        ("permalink: [a]", rejected),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn dates_are_days_as_written() {
    for (written, expected) in [
        ("2024-01-05", "2024-01-05"),
        ("2024-01-05 09:30", "2024-01-05 09:30:00"),
        ("2024-01-05T09:30:00", "2024-01-05 09:30:00"),
        ("2024-01-05T23:30:00Z", "2024-01-05 23:30:00"),
        ("2024-01-05T23:30:00+02:00", "2024-01-05 23:30:00"),
        ("2024-01-05T00:30:00.123-11:00", "2024-01-05 00:30:00"),
        ("2024/01/05", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("January 5, 2024", "2024-01-05"),
        ("5 January 2024", "2024-01-05"),
        ("Jan 5, 2024", "2024-01-05"),
        ("Sept. 5, 2024", "2024-09-05"),
        ("Friday, May 5th 2023", "2023-05-05"),
        ("'[[2024-01-05]]'", "2024-01-05"),
        ("'[[Journal/2024-01-05|then]]'", "2024-01-05"),
        ("[[2024-01-05]]", "2024-01-05"),
        ("1704412800000", "2024-01-05 00:00:00"),
        ("946728000000", "2000-01-01 12:00:00"),
    ] {
        check_block(&format!("created: {written}"), &format!("created: {expected}"));
    }
    for written in [
        "05/01/2024",
        "2024-02-30",
        "2024-13-01",
        "202401050930",
        "1704412800",
        "soon",
        "Janet 5, 2024",
        "5",
        "[a, b]",
        "2024-01-05x",
    ] {
        check_block(&format!("created: {written}"), "finding: bad-property@2:1");
    }
}

#[test]
fn known_keys_have_older_forms() {
    for key in ["date", "Date Created", "creation date", "created_at", "ctime"] {
        check_block(&format!("{key}: 2024-01-05"), "created: 2024-01-05");
    }
    for key in ["updated", "modified", "lastmod", "last-modified", "date modified", "updated_at", "mtime"] {
        check_block(&format!("{key}: 2024-01-05"), "modified: 2024-01-05");
    }
    for key in ["published", "publishDate", "date published"] {
        check_block(&format!("{key}: 2024-01-05"), "published: 2024-01-05");
    }
    for (block, expected) in [
        ("date: 2020-01-01\ncreated: 2024-01-05", "created: 2024-01-05"),
        ("created: soon\ndate: 2024-01-05", "created: 2024-01-05 · finding: bad-property@2:1"),
        ("summary: S", "description: S"),
        ("excerpt: E\ndescription: D", "description: D"),
        ("cover: a.png", "image: a.png"),
        ("banner: '[[a.png]]'", "image: [[a.png]]"),
        ("thumbnail: [[a.png]]", "image: [[a.png]]"),
        ("image: [a.png, b.png]", "image: a.png"),
        ("authors: [Ada, '[[Emmy Noether|Emmy]]']", "author: Ada, Emmy"),
        ("lang: pt_BR", "lang: pt-BR"),
        ("lang: '\"><'", "finding: bad-property@2:1"),
        ("enableToc: no", "toc: hidden"),
        ("enabletoc: true", ""),
        ("unlisted: yes", "listed: no"),
        ("unlisted: hm", "listed: no · finding: unclear-flag@2:1"),
        ("unlisted: false", ""),
    ] {
        check_block(block, expected);
    }
}

#[test]
fn json_between_the_fences_is_valid() {
    check_block("{\"title\": \"A\\/B\", \"tags\": [\"a\", \"b\"]}", "title: A/B · tags: a b");
    check_block("{\n\t\"title\": \"A\",\n\t\"draft\": true\n}", "title: A · hides: draft: true");
    check_block("{\"publish\": true, \"private\": true}", "hides: private: true · shows: publish: true");
}

#[test]
fn properties_keep_order_text_and_place() {
    let text = "---\nup: \"[[a\\|b]]\"\nn: 007\nlist:\n  - x\n  - [y](z)\n\nmap: {k: 1}\nn: 1.0 # last\nend:\n---\n";
    assert_eq!(properties(text), "", "a list item `[y](z)` is no YAML");
    let text = text.replace("[y](z)", "'[y](z)'");
    let expected = [
        ("up", Value::Text("[[a|b]]".into()), "up: \"[[a\\|b]]\""),
        (
            "list",
            Value::List(vec![Value::Text("x".into()), Value::Text("[y](z)".into())]),
            "list:\n  - x\n  - '[y](z)'",
        ),
        ("map", Value::Map(vec![("k".into(), Value::Number("1".into()))]), "map: {k: 1}"),
        ("n", Value::Number("1.0".into()), "n: 1.0 # last"),
        ("end", Value::Null, "end:"),
    ];
    let expected: String =
        expected.iter().map(|(key, value, source)| format!("{key} = {value:?} at {source:?}\n")).collect();
    assert_eq!(properties(&text), expected);
}

#[test]
fn a_finding_says_what_to_do() {
    let (front, _) = split("---\ntitle: ok\nauthor: @ada\n---\n");
    let finding = &front.findings[0];
    assert_eq!((finding.span.line, finding.span.column), (3, 9));
    assert!(finding.message.starts_with("front matter is not valid YAML: "), "{}", finding.message);
    assert!(!finding.message.ends_with('.'), "{}", finding.message);
    assert_eq!(
        finding.help.as_deref(),
        Some("put the value in quotes, since it starts with a sign that means something in YAML"),
    );
    let (front, _) = split("---\nauthors:\n- @ada\n---\n");
    assert!(front.findings[0].help.as_deref().is_some_and(|help| help.starts_with("put the value in quotes")));
    let (front, _) = split("---\npublish: perhaps\n---\n");
    assert_eq!(front.findings[0].message, "`publish: perhaps` says neither yes nor no");
}

#[test]
fn hostile_blocks_are_refused_and_still_hide() {
    let bomb = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |bomb, n| {
        let m = n - 1;
        format!("{bomb}a{n}: &a{n} [*a{m}, *a{m}, *a{m}, *a{m}, *a{m}, *a{m}, *a{m}, *a{m}]\n")
    });
    let cases = [
        bomb,
        "a: ".to_owned() + &"[".repeat(100_000),
        "a: ".to_owned() + &"{a: ".repeat(100_000),
        "- ".repeat(100_000),
        (0..20_000).map(|n| format!("k{n}: v\n")).collect(),
        format!("a: &a [*a]\nb: \"{}\n", "x\\".repeat(100_000)),
        (0..3_000).map(|n| format!("{}k:\n", " ".repeat(n))).collect(),
        "? ".repeat(50_000),
        "!!".repeat(50_000),
    ];
    for case in cases {
        let (front, _) = split(&format!("---\n{case}\nprivate: true\n---\n"));
        assert!(front.is_broken, "{}", &case[..40]);
        assert_eq!(front.flags.hides.as_deref(), Some("private: true"), "{}", &case[..40]);
    }
    let long = format!("---\ntitle: {}\nprivate: yes\n---\n", "x".repeat(1_000_000));
    assert_eq!(split(&long).0.flags.hides.as_deref(), Some("private: yes"));
}

/// Lines that notes have; none of them hides.
fn property_line() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "title: A note",
        "tags: [a, b]",
        "aliases:\n  - One\n  - Two",
        "created: 2024-01-05",
        "publish: true",
        "description: >\n  Many\n  words",
        "cover: \"[[a.png]]\"",
        "# a comment",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn any_text_is_split_within_its_bounds(text in "(---\n)?(\\PC|[\n\r\t:\"'\\[{}\\]#|>&*!-]){0,200}") {
        let (front, body) = split(&text);
        prop_assert!(text.is_char_boundary(body));
        for property in &front.properties {
            prop_assert!(text.get(property.span.start..property.span.end).is_some());
        }
        for finding in &front.findings {
            prop_assert!(text.get(finding.span.start..finding.span.end).is_some());
        }
    }

    #[test]
    fn a_damaged_line_never_loses_what_hides(
        mut lines in prop::collection::vec(property_line(), 1..6),
        flag in prop::sample::select(vec!["private: true", "draft: yes", "publish: false", "Private: \"on\"", "dg-publish: no"]),
        at in any::<prop::sample::Index>(),
        damaged in any::<prop::sample::Index>(),
        damage in "(\\PC|[ :\"'\\[{}\\]#|>&*!@%`-]){0,12}",
    ) {
        lines.insert(at.index(lines.len() + 1), flag.to_owned());
        let mut text: Vec<String> = lines.join("\n").lines().map(str::to_owned).collect();
        text.push("---".to_owned());
        // Any line but the flag's own, which may of course lose its meaning.
        let mut damaged = damaged.index(text.len());
        if text[damaged] == flag {
            damaged = (damaged + 1) % text.len();
        }
        text[damaged] = damage;
        let text = format!("---\n{}\n\nBody\n", text.join("\n"));
        let (front, _) = split(&text);
        prop_assert!(front.flags.hides.is_some(), "{text}");
    }
}
