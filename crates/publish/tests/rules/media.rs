//! Embedded files (E-16 to E-25), and which attachments are public (W-05).

use hedgerow_publish::{Mode, PublishOptions};

use crate::vault::{all, check, policy, with};

const FILES: &str = "-- img.png\n-- a/song.mp3\n-- film.mp4\n-- clip.webm\n-- doc.pdf\n-- pic.svg\n-- data.zip\n-- Board.canvas\n-- t.base\n";

fn shows(embed: &str) -> String {
    all(&format!("{FILES}-- h.md\n{embed}\n")).body("h.md")
}

#[test]
fn pictures_have_the_size_and_words_of_the_author() {
    // E-16 to E-19, E-21, E-22
    const LAZY: &str = " loading=\"lazy\" decoding=\"async\">";
    const CASES: &[(&str, &str)] = &[
        ("![[img.png]]", "<img src=\"/img.png\" alt=\"img.png\""),
        ("![[IMG.PNG]]", "<img src=\"/img.png\" alt=\"img.png\""),
        ("![[img.png|300]]", "<img src=\"/img.png\" alt=\"img.png\" width=\"300\""),
        ("![[img.png|300x200]]", "<img src=\"/img.png\" alt=\"img.png\" width=\"300\" height=\"200\""),
        ("![[img.png|alt text]]", "<img src=\"/img.png\" alt=\"alt text\""),
        ("![[img.png|alt text|300]]", "<img src=\"/img.png\" alt=\"alt text\" width=\"300\""),
        ("![[img.png|alt %%hid%%text]]", "<img src=\"/img.png\" alt=\"alt text\""),
        ("![[img.png|a \"b\" <c>]]", "<img src=\"/img.png\" alt=\"a &quot;b&quot; &lt;c&gt;\""),
        ("![alt|300](img.png)", "<img src=\"/img.png\" alt=\"alt\" width=\"300\""),
        ("![300](img.png)", "<img src=\"/img.png\" alt=\"img.png\" width=\"300\""),
        ("![](img.png)", "<img src=\"/img.png\" alt=\"img.png\""),
        ("![*a* `b` [c](d)](img.png)", "<img src=\"/img.png\" alt=\"a b c\""),
        ("![a](img.png \"T\")", "<img src=\"/img.png\" alt=\"a\" title=\"T\""),
        ("![[img.png#outline]]", "<img src=\"/img.png#outline\" alt=\"img.png\""),
        ("![[pic.svg]]", "<img src=\"/pic.svg\" alt=\"pic.svg\""),
    ];
    check(CASES.iter().map(|(embed, want)| (*embed, shows(embed), format!("<p>{want}{LAZY}</p>"))));
}

#[test]
fn a_picture_can_be_the_label_of_a_link_and_nothing_else_that_is_embedded() {
    // L-06, L-27, E-18
    const LAZY: &str = " loading=\"lazy\" decoding=\"async\">";
    let picture = |src: &str| format!("<img src=\"{src}\" alt=\"a\"{LAZY}");
    let foreign = format!("<img class=\"is-external\" src=\"https://x.y/p\" alt=\"a\"{LAZY}");
    let internal = |label: &str| format!("<p><a class=\"internal-link\" href=\"/h\">{label}</a></p>");
    let cases = [
        ("[![a](img.png)](h)", internal(&picture("/img.png"))),
        ("[b ![a](img.png) *c*](h)", internal(&format!("b {} <em>c</em>", picture("/img.png")))),
        ("[![a](https://x.y/p)](h)", internal(&foreign)),
        ("[![a](h.md)](h)", internal("a")),
        ("[![a](a/song.mp3)](h)", internal("a")),
        ("[![a](gone.png)](h)", internal("<span class=\"embed-missing\">Not here: gone.png</span>")),
        ("[![a](img.png)](gone)", format!("<p><span class=\"is-unresolved\">{}</span></p>", picture("/img.png"))),
        ("[![[img.png]]](h)", internal("![[img.png]]")),
        ("![b [![a](img.png)](h)](img.png)", format!("<p><img src=\"/img.png\" alt=\"b a\"{LAZY}</p>")),
    ];
    check(cases.map(|(link, want)| (link, shows(link), want)));
}

#[test]
fn sound_film_and_documents_are_offered_by_the_browsers_means() {
    // E-20, E-23
    for (embed, part) in [
        ("![[song.mp3]]", "<audio controls preload=\"metadata\" src=\"/a/song.mp3\"></audio>"),
        (
            "![[film.mp4|320x200]]",
            "<video controls preload=\"metadata\" src=\"/film.mp4\" width=\"320\" height=\"200\"></video>",
        ),
        ("![[clip.webm]]", "<video controls"),
        ("![[doc.pdf#page=3]]", "href=\"/doc.pdf#page=3\""),
        ("[[doc.pdf#page=3]]", "<a class=\"internal-link\" href=\"/doc.pdf#page=3\">doc.pdf &gt; page=3</a>"),
        ("![[data.zip]]", "<a class=\"internal-link\" href=\"/data.zip\">data.zip</a>"),
    ] {
        assert!(shows(embed).contains(part), "{embed}: {}", shows(embed));
    }
}

#[test]
fn a_document_is_shown_in_a_frame_of_the_height_that_was_asked_for() {
    // E-20
    for (embed, part) in [
        ("![[doc.pdf]]", "<iframe src=\"/doc.pdf\" title=\"doc.pdf\" loading=\"lazy\"></iframe>"),
        ("![[doc.pdf#page=3]]", "<iframe src=\"/doc.pdf#page=3\" title=\"doc.pdf\" loading=\"lazy\"></iframe>"),
        ("![[doc.pdf#height=432]]", "<iframe src=\"/doc.pdf\" title=\"doc.pdf\" height=\"432\" loading=\"lazy\">"),
        ("![[doc.pdf#page=2&height=543]]", "<iframe src=\"/doc.pdf#page=2\" title=\"doc.pdf\" height=\"543\""),
        ("![[doc.pdf|600x400]]", "title=\"doc.pdf\" width=\"600\" height=\"400\""),
        ("![[doc.pdf#height=9999999]]", "title=\"doc.pdf\" loading"),
        ("![[doc.pdf#page=3]]", "<a class=\"internal-link\" href=\"/doc.pdf#page=3\">doc.pdf</a>"),
    ] {
        assert!(shows(embed).contains(part), "{embed}: {}", shows(embed));
    }
    let outside = shows("![x](https://x.y/doc.pdf)");
    assert!(!outside.contains("<iframe"), "{outside}");
}

#[test]
fn films_and_posts_of_other_sites_are_cards_that_load_nothing() {
    // E-24
    for (embed, href) in [
        (
            "![](https://www.youtube.com/watch?v=NnTvZWp5Q7o&t=90)",
            "https://www.youtube.com/watch?v=NnTvZWp5Q7o&amp;t=90",
        ),
        ("![[https://youtu.be/AbCdEfGhIjK?t=1m5s]]", "https://youtu.be/AbCdEfGhIjK?t=1m5s"),
        ("![post](https://x.com/a/status/1)", "https://x.com/a/status/1"),
        ("![[https://twitter.com/a/status/1|post]]", "https://twitter.com/a/status/1"),
    ] {
        let html = shows(embed);
        assert!(html.contains("class=\"external-link embed-card\""), "{embed}: {html}");
        assert!(html.contains(&format!("href=\"{href}\"")), "{embed}: {html}");
        assert!(!html.contains("src="), "{embed}: {html}");
    }
}

#[test]
fn files_in_raw_html_are_embeds_of_the_note_that_holds_them() {
    // E-25, E-11, W-05
    let vault = all(
        "-- sub/N.md\n<p><img src=\"./p.png\" alt=\"inner\"></p>\n\nA <img src='Pic%20one.png'> line <audio controls src=song.mp3></audio>.\n-- sub/p.png\n-- p.png\n\
        -- deep/Pic one.png\n-- a/song.mp3\n-- unused.png\n-- h.md\n![[N]]\n\n<img src=\"p.png\" width=\"30\">\n",
    );
    let assets: Vec<_> = vault.garden.assets().iter().map(|asset| asset.path().as_str()).collect();
    assert_eq!(assets, ["a/song.mp3", "deep/Pic one.png", "p.png", "sub/p.png"]);
    let body = vault.body("h.md");
    for part in [
        "<img src=\"/sub/p.png\" alt=\"inner\" loading=\"lazy\">",
        "<img src=\"/deep/Pic-one.png\" loading=\"lazy\">",
        "src=\"/a/song.mp3\"",
        "<img src=\"/p.png\" width=\"30\" loading=\"lazy\">",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
}

#[test]
fn a_missing_or_private_file_in_raw_html_is_a_box_and_no_request() {
    // E-25, E-22, E-06
    let options = PublishOptions { policy: policy(Mode::All, &[], &["Hidden"]), ..PublishOptions::default() };
    let vault = with(
        "-- Hidden/secret.png\n-- h.md\n<img src=\"gone.png\"> <img src=\"Hidden/secret.png\"> <audio src=\"gone.mp3\"></audio>\n",
        &options,
    );
    let body = vault.body("h.md");
    assert!(vault.garden.assets().is_empty() && !body.contains("src="), "{body}");
    for reference in ["gone.png", "Hidden/secret.png", "gone.mp3"] {
        assert!(body.contains(&format!("Not here: {reference}</span>")), "{body}");
    }
}

#[test]
fn raw_html_that_is_not_shown_publishes_no_file() {
    // E-25, W-05, L-24, I-08
    let vault = all(
        "-- a.png\n-- b.png\n-- c.png\n-- d.png\n-- h.md\n`<img src=\"a.png\">`\n\n<div><!-- <img src=\"b.png\"> --></div>\n\n<template>\n<img src=\"c.png\">\n</template>\n\n\
        %%<img src=\"d.png\">%%\n",
    );
    assert!(vault.garden.assets().is_empty(), "{:?}", vault.garden.assets());
}

#[test]
fn bases_are_withheld() {
    // E-23, O-05: as raw files they would name notes that may be private.
    for embed in ["![[t.base]]", "![[t.base#View]]", "[[t.base]]", "[x](t.base)"] {
        let vault = all(&format!("{FILES}-- h.md\n{embed}\n"));
        let html = vault.html("h.md");
        assert!(vault.garden.assets().is_empty() && !html.contains("href"), "{embed}: {html}");
        assert_eq!(html.contains("class=\"notice\""), embed.starts_with('!'), "{embed}: {html}");
        assert_eq!(vault.lookup("/t.base"), "nothing");
    }
}

#[test]
fn pictures_of_other_hosts_are_pictures() {
    // E-24
    let html = shows("![alt|300x200](https://x.y/p.png)");
    assert!(html.contains("src=\"https://x.y/p.png\" alt=\"alt\" width=\"300\" height=\"200\""), "{html}");
    assert!(shows("![[https://x.y/p.png]]").contains("src=\"https://x.y/p.png\""));
    assert!(
        !shows("![x](javascript:alert(1))").contains("javascript:alert(1)\""),
        "{}",
        shows("![x](javascript:alert(1))")
    );
}

#[test]
fn only_what_public_notes_use_is_public() {
    // W-05: links, embeds, covers and properties of public notes; nothing else.
    let vault = all(
        "-- Public.md\n---\ncover: art/cover.jpg\nfile: \"[[prop.pdf]]\"\n---\n![[shown.png]] [get](linked.zip)\n-- Private.md\n---\nprivate: true\ncover: pcover.jpg\n---\n\
        ![[secret.png]] ![[both.png]]\n-- Other.md\n![[both.png]] `![[code.png]]` %%![[comment.png]]%%\n-- art/cover.jpg\n-- prop.pdf\n-- shown.png\n-- linked.zip\n-- pcover.jpg\n-- secret.png\n\
        -- both.png\n-- code.png\n-- comment.png\n-- unused.png\n",
    );
    let assets: Vec<_> = vault.garden.assets().iter().map(|asset| asset.path().as_str()).collect();
    assert_eq!(assets, ["art/cover.jpg", "both.png", "linked.zip", "prop.pdf", "shown.png"]);
    for request in ["/secret.png", "/unused.png", "/code.png", "/comment.png", "/pcover.jpg"] {
        assert_eq!(vault.lookup(request), "nothing", "{request}");
    }
}

#[test]
fn an_excluded_attachment_or_one_of_a_template_folder_is_never_public() {
    // W-05, F-06
    let fixture = "-- h.md\n![[x.png]] ![[y.png]] ![[z.png]] ![[k.png]]\n-- No/x.png\n-- Templates/y.png\n-- No/deep/z.png\n-- No/Yes/k.png\n";
    let options = PublishOptions { policy: policy(Mode::All, &["No/Yes"], &["no"]), ..PublishOptions::default() };
    let vault = with(fixture, &options);
    assert_eq!(vault.targets("h.md"), ["-", "-", "-", "No/Yes/k.png"]);
    let fixture = "-- h.md\n![[x.png]]\n-- a/x.png\n-- b/deep/x.png\n";
    let options = PublishOptions { policy: policy(Mode::All, &[], &["a"]), ..PublishOptions::default() };
    assert_eq!(
        with(fixture, &options).targets("h.md"),
        ["b/deep/x.png"],
        "L-37: resolved among the public files alone"
    );
}

#[test]
fn the_cover_resolves_like_a_link_and_a_missing_one_gives_none() {
    // W-28
    let image = |value: &str| {
        let vault = all(&format!("{FILES}-- d/h.md\n---\nimage: {value}\n---\n"));
        vault.garden.image(vault.id("d/h.md")).unwrap_or_default()
    };
    const CASES: &[(&str, &str)] = &[
        ("img.png", "/img.png"),
        ("IMG.png", "/img.png"),
        ("\"[[img.png]]\"", "/img.png"),
        ("\"![[img.png|300]]\"", "/img.png"),
        ("../img.png", "/img.png"),
        ("/img.png", "/img.png"),
        ("https://x.y/p.png", "https://x.y/p.png"),
        ("gone.png", ""),
        ("Board.canvas", ""),
        ("d/h.md", ""),
        ("javascript:alert(1)", ""),
    ];
    check(CASES.iter().map(|(value, want)| (*value, image(value), (*want).to_owned())));
}
