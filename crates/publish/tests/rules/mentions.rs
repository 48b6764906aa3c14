//! Unlinked mentions (L-42).

use crate::vault::all;

/// The notes that mention `Rain garden.md`, with one more note that says `text`.
fn mentioned(text: &str) -> bool {
    let vault =
        all(&format!("-- Rain garden.md\n---\naliases: [Sumpf, 雨庭]\n---\nRain garden of itself\n-- n.md\n{text}\n"));
    !vault.garden.mentions(vault.id("Rain garden.md")).is_empty()
}

#[test]
fn a_name_or_an_alias_in_plain_words_is_a_mention() {
    for text in [
        "Our rain garden drains.",
        "**Rain** garden",
        "# On the RAIN GARDEN",
        "rain\ngarden",
        "| a | rain garden |\n| - | - |\n| b | c |",
        "> [!note] Rain garden\n> x",
        "- x[^1]\n\n[^1]: rain garden",
        "sumpf",
        "(Sumpf)",
        "私の雨庭です",
        "[[Rain garden]] and the rain garden",
    ] {
        assert!(mentioned(text), "{text:?}");
    }
}

#[test]
fn what_is_linked_hidden_or_part_of_a_word_mentions_nothing() {
    for text in [
        "[[Rain garden]]",
        "[rain garden](x)",
        "![[Rain garden]]",
        "`rain garden`",
        "```\nrain garden\n```",
        "$rain garden$",
        "%%rain garden%%",
        "<!-- rain garden -->",
        "#rain garden",
        "terrain gardens",
        "rain gardens",
        "Versumpfung",
        "rain\n\ngarden",
        "---\nx: 1\n---\ny",
    ] {
        assert!(!mentioned(text), "{text:?}");
    }
}

#[test]
fn mentions_come_in_order_and_never_from_what_is_private_or_unlisted() {
    let vault = all(
        "-- A.md\nthe quay\n-- B.md\n---\nprivate: true\n---\nthe quay\n-- C.md\n---\nunlisted: true\n---\nthe quay\n-- D.md\nQuay, quay\n-- Quay.md\nthe quay\n-- Z.md\n",
    );
    let sources = vault.garden.mentions(vault.id("Quay.md"));
    let paths: Vec<&str> = sources.iter().map(|&id| vault.garden.note(id).path().as_str()).collect();
    assert_eq!(paths, ["A.md", "D.md"]);
    assert!(vault.garden.mentions(vault.id("A.md")).is_empty(), "a name of one sign is met everywhere");
}
