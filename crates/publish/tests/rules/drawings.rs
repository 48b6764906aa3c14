//! Chapter 10: drawings of Excalidraw (O-06).

use crate::vault::all;

const DATA: &str = "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n==Switch to EXCALIDRAW VIEW==\n\n# Text Elements\nquiet words [[N]] #shade ^abc\n\n%%\n# Drawing\n```compressed-json\nN4KAkARALgngDgUwgLgAQQQDwMYEMA2AlgCYBOuA7hADTgQBuCpAzoQPYB2KqATLZMzYBXUtiRoIACyhQ4zZAHoFAc0JRJQgEYA6bGwC2CgF7N6hbEcK4OCtptbErHALRY8RMpWdx8Q1TdIEfARcZgRmBShcZQUebQBmbR4aOiCEfQQOKGZuAG1wMFAwYogSbghcAEkAWQBNHlSiyFhECuworShWkthuZwBWAAZ47WGAThGAdgA2HjGxngAOGbHpgEYJ/hKYTZn4hJ4lgBY9yYPJpZ51kaONyEKIZm4e+MOj2ZGAJinLvYSJsEDPcCFB8BogA=\n```\n%%\n";

#[test]
fn a_drawing_is_shown_by_its_picture_wherever_it_is_embedded() {
    for (picture, embed) in [
        ("d/X.excalidraw.svg", "![[X.excalidraw]]"),
        ("d/X.excalidraw.png", "![[X.excalidraw.md]]"),
        ("d/X.excalidraw.svg", "![[X.excalidraw#^group=abc|300]]"),
        ("d/X.excalidraw.svg", "![](d/X.excalidraw.md)"),
    ] {
        let vault = all(&format!("-- d/X.excalidraw.md\n{DATA}-- N.md\n-- h.md\n{embed}\n-- {picture}\n"));
        let html = vault.html("h.md");
        assert!(html.contains(&format!("<img src=\"/{picture}\" alt=")), "{embed}: {html}");
        assert_eq!(html.contains("width=\"300\""), embed.contains("300"), "{html}");
        assert!(vault.html("d/X.excalidraw.md").contains(&format!("<img src=\"/{picture}\"")));
        assert_eq!(vault.lookup(&format!("/{picture}")), format!("asset {picture}"));
    }
}

#[test]
fn nothing_of_the_data_is_text() {
    for path in ["X.excalidraw.md", "Plain.md", "Y.Excalidraw.md"] {
        let vault = all(&format!("-- {path}\n{DATA}-- N.md\n-- h.md\n![[{path}]] ![[{path}#Drawing]]\n"));
        for html in [vault.html(path), vault.html("h.md")] {
            let is_quiet = !html.contains("compressed") && !html.contains("quiet") && !html.contains("N4KA");
            assert!(is_quiet && html.contains("class=\"notice\""), "{html}");
        }
        assert_eq!(
            (vault.text(path), vault.garden.note(vault.id(path)).description().into_owned()),
            (String::new(), String::new())
        );
        assert_eq!((vault.targets(path), vault.tags(path)), (Vec::new(), vec!["excalidraw"]));
        assert_eq!(vault.backlinks("N.md"), [""; 0]);
    }
    let named = all("-- X.excalidraw.md\nno front matter, {\"type\": \"excalidraw\"}\n");
    assert!(!named.html("X.excalidraw.md").contains("type"));
}

#[test]
fn a_private_drawing_is_missing_with_its_picture() {
    let files = format!("-- X.excalidraw.md\n{}", DATA.replace("parsed", "parsed\nprivate: true"));
    let host = "-- h.md\n![[X.excalidraw]]\n";
    let (with, without) =
        (all(&format!("{files}{host}-- X.excalidraw.svg\n")), all(&format!("{host}-- X.excalidraw.svg\n")));
    assert_eq!(with.html("h.md"), without.html("h.md"));
    assert!(with.html("h.md").contains("embed-missing") && with.garden.assets().is_empty());
}

#[test]
fn a_drawing_on_a_canvas_is_its_picture() {
    let canvas = "{\"nodes\": [{\"type\": \"file\", \"file\": \"X.excalidraw.md\"}]}";
    let vault =
        all(&format!("-- X.excalidraw.md\n{DATA}-- X.excalidraw.svg\n-- B.canvas\n{canvas}\n-- h.md\n![[B.canvas]]\n"));
    assert!(vault.html("h.md").contains("<img src=\"/X.excalidraw.svg\""), "{}", vault.html("h.md"));
}
