//! Raw HTML made harmless (rules I-43, I-45, L-34): what a note may hold is listed, all else goes.
//!
//! The whole rendered body goes through here when its note holds raw HTML, so the list also has what the renderer writes.
//! Ids stay as they are, since headings and footnotes need theirs; scripts of the site are modules, which no id can
//! shadow. Elements that are never closed are closed here, before the page goes on.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Stand around the number of a slot; a slot is filled with HTML after sanitising, so it may stand in text alone.
pub(crate) const SLOT_MARKS: [char; 2] = ['\u{FDD0}', '\u{FDD1}'];

/// Removes from HTML all that could run, post, load or overlay something. The same input gives the same output.
///
/// What is nested too deep to be read in reasonable time is shown as its source (rule F-20).
pub(crate) fn sanitise(html: &str) -> String {
    static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| cleaner("sandbox", SANDBOX));
    // One attribute is set at a time: two would come in random order.
    static LAZY: LazyLock<Builder<'static>> = LazyLock::new(|| cleaner("loading", "lazy"));
    if is_tangled(html) {
        return format!("<pre>{}</pre>", html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    }
    let clean = CLEANER.clean(html).to_string();
    if clean.contains("<iframe") { LAZY.clean(&emptied(&clean)).to_string() } else { clean }
}

/// Tells whether nothing is left of an element, not even its text.
pub(crate) fn hides_content(name: &str) -> bool {
    GONE.iter().any(|gone| gone.eq_ignore_ascii_case(name))
}

/// Returns the text of HTML, escaped, without scripts, styles and comments; nothing of what is nested too deep.
pub(crate) fn text(html: &str) -> String {
    static STRIPPER: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut stripper = Builder::empty();
        stripper.clean_content_tags(GONE.iter().copied().collect());
        stripper
    });
    if is_tangled(html) { String::new() } else { STRIPPER.clean(html).to_string() }
}

/// Empties the frames of clean HTML: what stands in one is raw text that no cleaner looks at.
fn emptied(clean: &str) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(start) = rest.find('<') {
        // A `>` may stand in a value; values of clean HTML are in double quotes and hold none.
        let mut is_quoted = false;
        let end = rest[start..].find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let Some(end) = end else { break };
        let end = start + end + 1;
        out.push_str(&rest[..end]);
        let is_frame = rest[start..].starts_with("<iframe");
        rest = &rest[end..];
        if is_frame {
            rest = rest.find("</iframe>").map_or("", |close| &rest[close..]);
        }
    }
    out + rest
}

/// What a foreign page in a frame may do: enough for videos and maps, nothing to the page around it.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups allow-presentation";

const TAGS: &str = "a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup \
    data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img \
    input ins kbd li mark meter nobr ol p picture pre progress q rp rt ruby s samp section small source span strike \
    strong sub summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr";

/// Elements of which not even the text is left.
const GONE: &[&str] = &[
    "script",
    "style",
    "svg",
    "math",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "select",
    "textarea",
    "title",
    "head",
    "object",
];

const EVERYWHERE: &str = "id class dir lang title role style hidden align \
    data-callout data-callout-fold data-callout-metadata data-task data-path data-heading data-block data-embed data-lang \
    data-footnotes data-footnote-ref data-footnote-backref data-footnote-backref-idx";

const ATTRIBUTES: &[(&str, &str)] = &[
    ("a", "href name"),
    ("audio", "src controls loop muted preload"),
    ("blockquote", "cite"),
    ("col", "span width"),
    ("colgroup", "span width"),
    ("data", "value"),
    ("del", "cite datetime"),
    ("details", "open"),
    ("font", "color face size"),
    ("iframe", "src width height allowfullscreen frameborder loading sandbox"),
    ("img", "src srcset sizes alt width height loading decoding"),
    ("input", "checked disabled"),
    ("ins", "cite datetime"),
    ("li", "value"),
    ("meter", "value min max low high optimum"),
    ("ol", "start type reversed"),
    ("progress", "value max"),
    ("q", "cite"),
    ("source", "src srcset sizes type media width height"),
    ("table", "border cellpadding cellspacing width"),
    ("td", "colspan rowspan headers width height valign"),
    ("th", "colspan rowspan headers scope width height valign"),
    ("time", "datetime"),
    ("track", "src kind srclang label default"),
    ("video", "src controls loop muted poster preload playsinline width height"),
];

/// Schemes that lead to other sites and programs; `data` is left to pictures.
const SCHEMES: &str = "http https mailto tel sms data obsidian zotero magnet ftp sftp irc ircs xmpp matrix geo webcal \
    bitcoin ipfs things evernote notion vscode slack msteams message news gemini gopher git ssh steam spotify";

/// Style properties that change how something looks, not where on the page it is.
const STYLES: &str = "align-items aspect-ratio background background-color border border-bottom border-collapse \
    border-color border-left border-radius border-right border-spacing border-style border-top border-width box-shadow \
    break-after break-before break-inside caption-side clear color column-count column-gap columns direction display \
    flex flex-basis flex-direction flex-grow flex-shrink flex-wrap float font font-family font-feature-settings \
    font-size font-style font-variant font-weight gap grid-column grid-gap grid-row grid-template-columns \
    grid-template-rows height hyphens justify-content letter-spacing line-height list-style list-style-type margin \
    margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width object-fit opacity \
    overflow overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top row-gap tab-size \
    table-layout text-align text-decoration text-decoration-color text-decoration-line text-decoration-style \
    text-indent text-shadow text-transform unicode-bidi vertical-align white-space width word-break word-spacing \
    writing-mode";

/// Tells whether tags are left open to such a number that the time to read them grows with its square. An estimate, on
/// which no safety rests.
fn is_tangled(html: &str) -> bool {
    const NEVER_OPEN: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "p", "source",
        "td", "th", "tr", "track", "wbr",
    ];
    const MARKS: &[&str] =
        &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    let (mut n_tags, mut depth, mut n_marks) = (0_usize, 0_usize, 0_usize);
    for piece in html.split('<').skip(1) {
        let is_end = piece.starts_with('/');
        let name = piece.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let name = name.to_ascii_lowercase();
        if name.is_empty() || NEVER_OPEN.contains(&name.as_str()) {
            n_tags += 1;
            continue;
        }
        let is_mark = usize::from(MARKS.contains(&name.as_str()));
        if is_end {
            depth = depth.saturating_sub(1);
            n_marks = n_marks.saturating_sub(is_mark);
        } else {
            depth += 1;
            n_marks += is_mark;
        }
        n_tags += 1;
        if depth > 500 || n_marks * n_tags > 1_000_000 {
            return true;
        }
    }
    n_marks * n_tags > 1_000_000
}

/// Makes a cleaner that gives frames one attribute more.
fn cleaner(frame_attribute: &'static str, value: &'static str) -> Builder<'static> {
    let words = |list: &'static str| list.split_whitespace().collect::<HashSet<_>>();
    let attributes = ATTRIBUTES.iter().map(|&(tag, list)| (tag, words(list))).collect::<HashMap<_, _>>();
    let checkbox = HashMap::from([("input", HashMap::from([("type", HashSet::from(["checkbox"]))]))]);
    let set = HashMap::from([
        ("iframe", HashMap::from([(frame_attribute, value)])),
        ("input", HashMap::from([("disabled", "")])),
    ]);
    let mut cleaner = Builder::empty();
    cleaner
        .tags(words(TAGS))
        .clean_content_tags(GONE.iter().copied().collect())
        .generic_attributes(words(EVERYWHERE))
        .generic_attribute_prefixes(HashSet::from(["aria-"]))
        .tag_attributes(attributes)
        .tag_attribute_values(checkbox)
        .set_tag_attribute_values(set)
        .url_schemes(words(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .attribute_filter(filter);
    cleaner
}

/// Looks at the values of attributes that are allowed by name.
fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    // A quote that was left open took a slot into its value: what fills the slot would close the quote.
    if value.contains(SLOT_MARKS) {
        return None;
    }
    match (element, attribute) {
        (_, "style") => style(value).map(Cow::Owned),
        ("iframe", "src") => has_scheme(value, "https://").then_some(value.into()),
        (_, "srcset") => is_plain_srcset(value).then_some(value.into()),
        (_, "cite") | (_, "poster") if !is_harmless_link(value) => None,
        ("img", "src") if has_scheme(value, "data:") => is_picture(value).then_some(value.into()),
        (_, "href" | "src") if !is_harmless_link(value) => None,
        _ => Some(value.into()),
    }
}

/// Keeps the declarations of a `style` attribute that are allowed and load nothing.
fn style(value: &str) -> Option<String> {
    static ALLOWED: LazyLock<HashSet<&str>> = LazyLock::new(|| STYLES.split_whitespace().collect());
    let kept: Vec<String> = value
        .split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            let is_allowed = ALLOWED.contains(name.as_str()) && is_plain_style(&name, value);
            is_allowed.then(|| format!("{name}: {value}"))
        })
        .collect();
    (!kept.is_empty()).then(|| kept.join("; "))
}

fn is_plain_style(name: &str, value: &str) -> bool {
    const CALLS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp", "repeat", "minmax", "var"];
    let lower = value.to_ascii_lowercase();
    let mut pieces = lower.split('(');
    let last = pieces.next_back().unwrap_or_default();
    let calls = pieces.map(|piece| piece.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or(""));
    let is_closed =
        value.matches('(').count() == value.matches(')').count() && value.matches('"').count().is_multiple_of(2);
    let is_closed = is_closed && value.matches('\'').count().is_multiple_of(2) && !last.is_empty();
    let is_drawn_back = name.starts_with("margin") && value.contains('-');
    calls.into_iter().all(|call| call.is_empty() || CALLS.contains(&call))
        && is_closed
        && !is_drawn_back
        && !value.contains(['\\', '<', '>', '{', '}', '@'])
        && !value.contains("/*")
}

/// Compares as browsers do: they skip white space and control characters in an address.
fn has_scheme(address: &str, scheme: &str) -> bool {
    let mut chars = address.chars().filter(|&c| c > ' ' && !c.is_control());
    scheme.chars().all(|expected| chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&expected)))
}

/// Rule L-34, once more than the list of schemes.
fn is_harmless_link(address: &str) -> bool {
    !["javascript:", "vbscript:", "data:", "file:"].iter().any(|scheme| has_scheme(address, scheme))
}

fn is_picture(address: &str) -> bool {
    ["png", "jpeg", "jpg", "gif", "webp", "avif", "bmp", "svg+xml"]
        .iter()
        .any(|kind| [";", ","].iter().any(|end| has_scheme(address, &format!("data:image/{kind}{end}"))))
}

fn is_plain_srcset(value: &str) -> bool {
    value.match_indices(':').all(|(at, _)| {
        let scheme = value[..at].rsplit(|c: char| c == ',' || c.is_whitespace()).next().unwrap_or_default();
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") || scheme.contains('/')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sanitise;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(sanitise(html), expected, "of {html}");
        assert_eq!(sanitise(expected), expected, "once more");
    }

    #[test]
    fn what_people_write_stays() {
        for html in [
            "<details open=\"\"><summary>A</summary>B</details>",
            "<kbd>Ctrl</kbd> <u>u</u> <sub>1</sub> <sup>2</sup> <mark>m</mark> <span class=\"x\">s</span><br><hr>",
            "<div align=\"center\" dir=\"rtl\" lang=\"ar\" id=\"here\" title=\"T\">x</div>",
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <abbr title=\"x\">y</abbr> <bdo dir=\"rtl\">z</bdo>",
            "<table><thead><tr><th scope=\"col\" colspan=\"2\">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
            "<dl><dt>a</dt><dd>b</dd></dl><figure><img src=\"a.png\" alt=\"A\" width=\"10\"><figcaption>c</figcaption></figure>",
            "<video src=\"a.mp4\" controls=\"\" width=\"300\"></video><audio src=\"a.mp3\" controls=\"\"></audio>",
            "<picture><source srcset=\"a.webp 1x, https://x.y/b.webp 2x\" type=\"image/webp\"><img src=\"a.png\"></picture>",
            "<ins>a</ins><del>b</del><s>c</s><q>d</q><small>e</small><time datetime=\"2024\">f</time><wbr>",
            "<p style=\"color: red; text-align: center\">x</p>",
            "<p style=\"background: rgb(1, 2, 3); width: calc(100% - 2em)\">x</p>",
            "<input type=\"checkbox\" checked=\"\" disabled=\"\" data-task=\"x\">",
            "<div class=\"callout\" data-callout=\"note\" data-callout-metadata=\"m\" data-path=\"A/B\" aria-label=\"n\">x</div>",
            "<img src=\"data:image/png;base64,AAAA\">",
            "a &lt; b &amp; c",
        ] {
            check(html, html);
        }
        for href in ["https://x.y/z?a=b", "mailto:a@b.c", "obsidian://open?vault=x", "A/B.md#c", "#d", "/e", "//x.y"] {
            let html = format!("<a href=\"{href}\" rel=\"noopener\">x</a>");
            check(&html, &html);
        }
    }

    #[test]
    fn what_could_do_harm_goes() {
        for (html, expected) in [
            ("<script>alert(1)</script>a", "a"),
            ("<style>p{}</style>a", "a"),
            ("<p onclick=\"alert(1)\">a</p>", "<p>a</p>"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a rel=\"noopener\">a</a>"),
            (
                "<a href=\"https://x.y\" target=\"_blank\" rel=\"opener\">a</a>",
                "<a href=\"https://x.y\" rel=\"noopener\">a</a>",
            ),
            ("<a href=\"file:///etc/passwd\">a</a>", "<a rel=\"noopener\">a</a>"),
            ("<a href=\"data:text/html,x\">a</a>", "<a rel=\"noopener\">a</a>"),
            ("<form action=\"https://x.y\"><button>b</button><input name=\"n\"></form>", "b<input disabled=\"\">"),
            (
                "<object data=\"x\">a</object><embed src=\"x\"><base href=\"x\"><meta charset=\"x\"><link href=\"x\">b",
                "b",
            ),
            ("<p style=\"position: fixed; top: 0; color: red\">a</p>", "<p style=\"color: red\">a</p>"),
            ("<p style=\"background: url(https://x.y/z)\">a</p>", "<p>a</p>"),
            ("<p style=\"margin-top: -1000px\">a</p>", "<p>a</p>"),
            ("<img src=\"data:text/html,x\">", "<img>"),
            ("<!-- secret -->a", "a"),
            ("<video autoplay src=\"a.mp4\"></video>", "<video src=\"a.mp4\"></video>"),
        ] {
            check(html, expected);
        }
    }

    #[test]
    fn a_frame_is_sandboxed_and_comes_late() {
        let frame = |src: &str| {
            format!(
                "<iframe {src}sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" loading=\"lazy\"></iframe>"
            )
        };
        check("<iframe src=\"https://x.y/z\" onload=\"a()\"></iframe>", &frame("src=\"https://x.y/z\" "));
        let html = "<iframe src=\"https://x.y\" sandbox=\"allow-top-navigation\" srcdoc=\"<script>\"></iframe>";
        check(html, &frame("src=\"https://x.y\" "));
        let html = "<iframe src=\"https://x.y\" title=\"<iframe>\"><script>a()</script></IFRAME ><b>b</b>";
        let clean = sanitise(html);
        assert!(!clean.contains("script>") && clean.ends_with("></iframe><b>b</b>"), "{clean}");
        for src in ["http://x.y", "javascript:alert(1)", "data:text/html,x", "a.html", "//x.y"] {
            check(&format!("<iframe src=\"{src}\"></iframe>"), &frame(""));
        }
    }

    #[test]
    fn what_is_open_is_closed_and_what_is_too_much_goes() {
        check("a</div></main></body></html>b", "ab");
        check("<div><b>a", "<div><b>a</b></div>");
        check("<p>a<div>b</p>c", "<p>a</p><div>b<p></p>c</div>");
        check("<details><summary>x", "<details><summary>x</summary></details>");
        check("a<!-- never closed", "a");
        check("a<textarea>b", "a");
    }

    const ATTACKS: &[&str] = &[
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.y/a.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=x OnErRoR = 'alert(1)'>",
        "<img/src=x/onerror=alert(1)>",
        "<img src=`x`onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<body onload=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<video><source onerror=alert(1)></video>",
        "<video src=x onerror=alert(1)>",
        "<audio src onloadstart=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<input type=image src=x onerror=alert(1)>",
        "<select autofocus onfocus=alert(1)>",
        "<textarea autofocus onfocus=alert(1)>",
        "<button formaction=javascript:alert(1)>x</button>",
        "<form action=javascript:alert(1)><input type=submit></form>",
        "<isindex action=javascript:alert(1) type=image>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href=\"  javascript:alert(1)\">x</a>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>",
        "<a href=\"\u{1}javascript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"&#x6A&#x61vascript:alert(1)\">x</a>",
        "<a href=\"javascript&colon;alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
        "<a href=\"view-source:javascript:alert(1)\">x</a>",
        "<a href=\"blob:https://x.y/z\">x</a>",
        "<a href=x ping=javascript:alert(1)>x</a>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<iframe src=x><script>alert(1)</script></iframe",
        "<iframe src=x></iframex><script>alert(1)</script>",
        "<iframe src=\"data:text/html,<script>alert(1)</script>\"></iframe>",
        "<object data=javascript:alert(1)></object>",
        "<embed src=javascript:alert(1)>",
        "<link rel=stylesheet href=javascript:alert(1)>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<base href=javascript:alert(1)//>",
        "<style>@import 'javascript:alert(1)';</style>",
        "<p style=\"background:url(javascript:alert(1))\">x</p>",
        "<p style=\"background:u\\72l(javascript:alert(1))\">x</p>",
        "<p style=\"width:expression(alert(1))\">x</p>",
        "<p style=\"-moz-binding:url(x.xml)\">x</p>",
        "<p style=\"color:red;/*\";position:fixed;/**/top:0\">x</p>",
        "<p style='font-family:\"</p><img src=x onerror=alert(1)>\"'>x</p>",
        "<table background=javascript:alert(1)><td background=javascript:alert(1)>x</table>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<xmp><p title=\"</xmp><script>alert(1)</script>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<title><p title=\"</title><script>alert(1)</script>\">",
        "<template><script>alert(1)</script></template>",
        "<plaintext><script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<p title='\"><script>alert(1)</script>'>x</p>",
        "<p id='\"onmouseover=alert(1) x=\"'>x</p>",
        "<img srcset=\"javascript:alert(1) 1x\">",
        "<img src=x alt='\" onerror=\"alert(1)'>",
        "<video poster=javascript:alert(1)>",
        "<q cite=javascript:alert(1)>x</q>",
        "<keygen autofocus onfocus=alert(1)>",
        "<x onclick=alert(1)>x</x>",
        "<portal src=javascript:alert(1)></portal>",
        "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    ];

    /// Reads the elements of clean HTML with their attributes; values are what stands between the quotes.
    fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut found = Vec::new();
        let mut rest = html;
        while let Some((_, behind)) = rest.split_once('<') {
            let is_in_name = |c: char| c.is_ascii_alphanumeric() || c == '/';
            let end = behind.find(|c| !is_in_name(c)).unwrap_or(behind.len());
            let name = behind[..end].to_owned();
            rest = &behind[end..];
            let mut attributes = Vec::new();
            while let Some(inner) = rest.strip_prefix(' ') {
                let (attribute, inner) = inner.split_once("=\"").expect("an attribute has a quoted value");
                let (value, inner) = inner.split_once('"').expect("a value is closed");
                attributes.push((attribute.to_owned(), value.to_owned()));
                rest = inner;
            }
            rest = rest.strip_prefix('>').expect("a tag is closed");
            found.push((name, attributes));
        }
        found
    }

    /// Checks clean HTML, and what a browser's rewriting could make of it.
    #[track_caller]
    fn assert_harmless(html: &str) {
        let clean = sanitise(html);
        for clean in [sanitise(&clean), clean] {
            assert!(
                elements(&clean).iter().all(|(name, attributes)| is_harmless(name, attributes)),
                "{html:?} gives {clean:?}"
            );
        }
    }

    fn is_harmless(name: &str, attributes: &[(String, String)]) -> bool {
        let tag = name.trim_start_matches('/');
        let is_known = super::TAGS.split_whitespace().any(|known| known == tag);
        is_known
            && attributes.iter().all(|(attribute, value)| {
                let value = value.to_lowercase();
                let address = value.trim_start_matches(|c: char| c <= ' ');
                match attribute.as_str() {
                    "href" | "src" | "poster" | "cite" => {
                        let schemes = ["javascript:", "vbscript:", "data:", "blob:", "file:", "view-source:"];
                        address.starts_with("data:image/") || schemes.iter().all(|scheme| !address.starts_with(scheme))
                    }
                    "srcset" => !value.contains("script:"),
                    "style" => ["url", "expression", "position", "\\", "/*"].iter().all(|word| !value.contains(word)),
                    name => !name.starts_with("on"),
                }
            })
    }

    #[test]
    fn known_attacks_do_nothing() {
        for attack in ATTACKS {
            assert_harmless(attack);
            assert_harmless(&format!("<div><p>text {attack} more</p><table><tr><td>{attack}"));
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_shown_as_its_source() {
        let deep = "<div>".repeat(500);
        assert_eq!(sanitise(&deep).matches("<div>").count(), 500);
        let marks = (0..200).map(|n| format!("<b id={n}>")).collect::<String>() + &"<p>x".repeat(50_000);
        for html in ["<div>".repeat(100_000), "<b><p>".repeat(100_000), marks] {
            let clean = sanitise(&html);
            assert!(clean.starts_with("<pre>&lt;") && !clean[5..clean.len() - 6].contains('<'));
        }
        let long = "<p>a <b>b</b> <br>".repeat(10_000);
        assert_eq!(sanitise(&long).matches("<b>").count(), 10_000);
    }

    proptest! {
        #[test]
        fn pieces_of_attacks_do_nothing(
            pieces in prop::collection::vec(
                (prop::sample::select(ATTACKS), 0..200_usize, 0..200_usize).prop_map(|(attack, start, len)| {
                    attack.chars().skip(start % attack.len()).take(len).collect::<String>()
                }),
                1..6,
            )
        ) {
            assert_harmless(&pieces.concat());
        }
    }
}
