//! Raw HTML.

use super::{Construct, hold, host};

fn nested(open: &str, close: &str, n: usize) -> String {
    format!("{}x{}\n", open.repeat(n), close.repeat(n))
}

#[test]
fn raw_html() {
    let constructs: &[Construct] = &[
        ("nested divisions", 5_000, |n| host(nested("<div>", "</div>", n))),
        ("nested spans", 5_000, |n| host(nested("<span>", "</span>", n))),
        ("nested bold", 5_000, |n| host(nested("<b>", "</b>", n))),
        ("nested fonts", 5_000, |n| host((0..n).map(|n| format!("<font size={n}>")).collect())),
        ("nested details", 5_000, |n| host(nested("<details><summary>a</summary>", "</details>", n))),
        ("nested tables", 2_000, |n| host(nested("<table><tr><td>", "</td></tr></table>", n))),
        ("nested lists", 5_000, |n| host(nested("<ul><li>", "</li></ul>", n))),
        ("nested quotes", 5_000, |n| host(nested("<blockquote>", "</blockquote>", n))),
        ("nested links", 5_000, |n| host(nested("<a href=x>", "</a>", n))),
        ("nested headings", 5_000, |n| host(nested("<h1>", "</h1>", n))),
        ("nested paragraphs", 5_000, |n| host(nested("<p>", "</p>", n))),
        ("nested drawings", 5_000, |n| host(nested("<svg><g>", "</g></svg>", n))),
        ("nested templates", 5_000, |n| host(nested("<template>", "</template>", n))),
        ("nested rubies", 5_000, |n| host(nested("<ruby>a<rt>", "</rt></ruby>", n))),
        ("open divisions", 40_000, |n| host("<div>".repeat(n))),
        ("open divisions in blocks", 8_000, |n| host("<div>\n\n".repeat(n))),
        ("open bold", 8_000, |n| host("<b>".repeat(n))),
        ("open bold in blocks", 4_000, |n| host("<b>\n\na\n\n".repeat(n))),
        ("open bold before paragraphs", 8_000, |n| host(format!("{}{}", "<b>".repeat(n), "<p>a".repeat(n)))),
        ("open marks of many kinds", 4_000, |n| host("<b><i><u><s><code><em><strong><small>".repeat(n))),
        ("marks closed crosswise", 8_000, |n| host("<b><p></b></p>".repeat(n))),
        ("marks closed twice", 8_000, |n| host("<b><i></b></i>".repeat(n))),
        ("links closed by links", 8_000, |n| host("<a href=x>".repeat(n))),
        ("links over divisions", 4_000, |n| host("<a href=x><div>".repeat(n))),
        ("nobr", 8_000, |n| host("<nobr>".repeat(n))),
        ("open list items", 8_000, |n| host("<li>".repeat(n))),
        ("open terms", 8_000, |n| host("<dt><dd>".repeat(n))),
        ("open paragraphs", 8_000, |n| host("<p>".repeat(n))),
        ("open table cells", 8_000, |n| host(format!("<table>{}", "<td>".repeat(n)))),
        ("text in tables", 8_000, |n| host(format!("<table>{}", "a<tr>".repeat(n)))),
        ("marks in tables", 4_000, |n| host(format!("<table>{}", "<b>a<tr>".repeat(n)))),
        ("open options", 8_000, |n| host("<select><option>".repeat(n))),
        ("closing tags", 20_000, |n| host("</div>".repeat(n))),
        ("closing tags of other kinds", 20_000, |n| host(format!("{}{}", "<div>".repeat(400), "</span>".repeat(n)))),
        ("closing paragraphs", 20_000, |n| host("</p>".repeat(n))),
        ("closing breaks", 20_000, |n| host("</br>".repeat(n))),
        ("bold words", 10_000, |n| host("<b>a</b> ".repeat(n))),
        ("bold words in paragraphs", 10_000, |n| host("<b>a</b>\n\n".repeat(n))),
        ("pictures", 10_000, |n| host("<img src=a.png> ".repeat(n))),
        ("breaks", 20_000, |n| host("a<br>".repeat(n))),
        ("frames", 4_000, |n| host("<iframe src=\"https://x.y\"></iframe>".repeat(n))),
        ("open frames", 8_000, |n| host("<iframe src=\"https://x.y\">".repeat(n))),
        ("scripts", 8_000, |n| host("<script>a</script>".repeat(n))),
        ("open scripts", 8_000, |n| host("<script>".repeat(n))),
        ("open styles in blocks", 8_000, |n| host("<style>\n\n</x>".repeat(n))),
        ("open text areas", 8_000, |n| host("<textarea>\n\n".repeat(n))),
        ("attributes", 20_000, |n| host(format!("<b {}>x</b>", "a=b ".repeat(n)))),
        ("different attributes", 8_000, |n| {
            host(format!("<b {}>x</b>", (0..n).map(|n| format!("a{n}=b ")).collect::<String>()))
        }),
        ("one long value", 200_000, |n| host(format!("<b title=\"{}\">x</b>", "a ".repeat(n)))),
        ("one long style", 20_000, |n| host(format!("<b style=\"{}\">x</b>", "color: red; ".repeat(n)))),
        ("a style of brackets", 40_000, |n| host(format!("<b style=\"width: {}\">x</b>", "calc(".repeat(n)))),
        ("a style of colons", 100_000, |n| host(format!("<b style=\"{}\">x</b>", ":".repeat(n)))),
        ("one long picture set", 20_000, |n| host(format!("<img srcset=\"{}\">", "https://x.y/a 1x, ".repeat(n)))),
        ("a picture set of colons", 100_000, |n| host(format!("<img srcset=\"{}\">", "a:".repeat(n)))),
        ("one long class", 40_000, |n| host(format!("<b class=\"{}\">x</b>", "a ".repeat(n)))),
        ("one long tag name", 200_000, |n| host(format!("<{}>x", "a".repeat(n)))),
        ("one long comment", 200_000, |n| host(format!("<!-- {} -->x", "- ".repeat(n)))),
        ("comments", 10_000, |n| host("<!-- a -->\n\nb\n\n".repeat(n))),
        ("entities in text", 20_000, |n| host(format!("<b>{}</b>", "&amp;".repeat(n)))),
        ("formulas beside html", 2_000, |n| host(format!("<b>x</b>\n\n{}", "$x$ ".repeat(n)))),
        ("code beside html", 4_000, |n| host(format!("<b>x</b>\n\n{}", "```rust\na\n```\n".repeat(n)))),
        ("marks of slots", 20_000, |n| host(format!("<b>x</b> {}", "\u{fdd0}1\u{fdd1}".repeat(n)))),
        ("embeds beside html", 4_000, |n| host(format!("<b>x</b>\n\n{}", "![[none]] ".repeat(n)))),
    ];
    hold(constructs);
}
