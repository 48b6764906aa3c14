//! What is read of a file, whatever is in it (rules O-01, O-02, F-20).

use hedgerow_model::AssetPath;

use super::{Canvas, Colour, Content, Side};

fn read(text: &str) -> Canvas {
    Canvas::parse(AssetPath::new("Maps/Board.canvas").unwrap(), text)
}

fn nodes(inner: &str) -> Canvas {
    read(&format!("{{\"nodes\": [{inner}]}}"))
}

#[test]
fn an_empty_file_is_an_empty_canvas_o_01() {
    for text in ["", " \n", "\u{FEFF}", "{}", "{\"nodes\": []}", "{\"nodes\": null, \"edges\": {\"a\": [1]}, \"x\": 1}"]
    {
        let canvas = read(text);
        assert!(canvas.trouble().is_none() && canvas.nodes().is_empty(), "{text:?}");
    }
}

#[test]
fn broken_json_is_told_with_its_place_o_01() {
    for (text, place) in [
        ("{\"nodes\": [{", "1:12"),
        ("{\n\"nodes\": [\n{\"id\": \"é\", \"x\": NaN}]}", "3:18"),
        ("[]", "1:"),
        ("null", "1:"),
        ("{} {}", "1:4"),
        ("{\"nodes\": [{\"x\": 1e999}]}", "1:"),
        (&"[".repeat(100_000), "1:"),
        (&format!("{{\"nodes\": {}", "[".repeat(100_000)), "1:"),
    ] {
        let canvas = read(text);
        let told = canvas.trouble().map(ToString::to_string).unwrap_or_default();
        let wanted = format!("Maps/Board.canvas:{place}");
        assert!(told.starts_with(&wanted) && told.contains("error[broken-canvas]"), "{text:.40}: {told}");
    }
}

#[test]
fn what_is_no_number_or_too_far_is_bounded_f_20() {
    let canvas = nodes(
        "{\"type\": \"text\", \"x\": \"NaN\", \"y\": null, \"width\": -5, \"height\": 1e300}, \
         {\"type\": \"text\", \"x\": -1e300, \"y\": 9007199254740993, \"width\": 10.6}",
    );
    let frames: Vec<_> = canvas.nodes().iter().map(|node| node.frame).collect();
    assert_eq!((frames[0].x, frames[0].y, frames[0].width, frames[0].height), (0, 0, 1, 20_000));
    assert_eq!((frames[1].x, frames[1].y, frames[1].width, frames[1].height), (-50_000, 50_000, 11, 60));
}

#[test]
fn what_is_of_no_known_kind_is_left_out_o_01() {
    let canvas = nodes("1, null, [], \"text\", {}, {\"type\": 3}, {\"type\": \"frame\"}, {\"type\": \"text\"}");
    assert_eq!(canvas.nodes().len(), 1);
}

#[test]
fn arrows_find_the_first_node_of_an_id_o_01() {
    let canvas = read(
        "{\"edges\": [{\"fromNode\": \"a\", \"fromSide\": \"top\", \"toNode\": 7, \"toEnd\": \"none\", \"label\": \" by \"}, \
          {\"fromNode\": \"a\", \"toNode\": \"gone\"}, {\"fromNode\": \"a\"}, 4], \
          \"nodes\": [{\"id\": \"a\", \"type\": \"text\"}, {\"id\": \"a\", \"type\": \"group\"}, {\"id\": 7, \"type\": \"link\", \"url\": \"https://x.y\"}]}",
    );
    let [edge] = canvas.edges() else { panic!("{:?}", canvas.edges()) };
    assert_eq!((edge.from.node, edge.from.side, edge.from.has_arrow), (0, Some(Side::Top), false));
    assert_eq!((edge.to.node, edge.to.side, edge.to.has_arrow), (2, None, false));
    assert_eq!(edge.label, "by");
}

#[test]
fn colours_are_six_or_by_number_o_01() {
    for (value, colour) in [
        ("\"1\"", Some(Colour::Preset(1))),
        ("6", Some(Colour::Preset(6))),
        ("\"7\"", None),
        ("\"#FFAA00\"", Some(Colour::Hex("#ffaa00".to_owned()))),
        ("\"#abc\"", Some(Colour::Hex("#abc".to_owned()))),
        ("\"#11223344\"", Some(Colour::Hex("#112233".to_owned()))),
        ("\"#12345\"", None),
        ("\"red;}\"", None),
        ("\"#ff\\\"><\"", None),
        ("null", None),
    ] {
        let canvas = nodes(&format!("{{\"type\": \"text\", \"color\": {value}}}"));
        assert_eq!(canvas.nodes()[0].colour, colour, "{value}");
    }
}

#[test]
fn links_are_numbered_over_all_cards_o_02() {
    let canvas = nodes(
        "{\"type\": \"text\", \"text\": \"[[A]] and ![[b.png]]\"}, {\"type\": \"file\", \"file\": \"x/N.md\", \"subpath\": \"#H\"}, \
         {\"type\": \"group\", \"label\": \"g\", \"background\": \"pic.png\", \"backgroundStyle\": \"ratio\"}, \
         {\"type\": \"text\", \"text\": \"`[[no]]` %%[[no]]%% [c](c.md)\"}",
    );
    let raw: Vec<&str> = canvas.links().iter().map(|link| &*link.raw).collect();
    assert_eq!(raw, ["[[A]]", "![[b.png]]", "x/N.md", "pic.png", "[c](c.md)"]);
    assert!(matches!(canvas.nodes()[3].content, Content::Text { first_link: 4, .. }));
}

#[test]
fn a_hundred_thousand_cards_are_counted_and_not_all_kept_f_20() {
    let canvas = nodes(&vec!["{\"type\":\"text\",\"text\":\"x\"}"; 100_000].join(","));
    assert_eq!(canvas.nodes().len() + canvas.n_left_out(), 100_000);
    assert!(canvas.nodes().len() <= 5_000);
}
