//! The text of an element as a reader sees it.

use scraper::{ElementRef, Node, Selector};

/// What stands on lines of its own.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
    "video",
];

/// What a browser never shows.
const UNSEEN: [&str; 4] = ["script", "style", "template", "noscript"];

/// How texts are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    /// What is left out.
    pub(crate) chrome: Option<Selector>,
    /// Formulas, which are read as their source.
    pub(crate) math: Option<Selector>,
}

enum Step<N> {
    Enter(N),
    Space,
}

impl Reader {
    /// Returns the text of an element, white space collapsed. What is left out elsewhere is read when it was asked for itself.
    pub(crate) fn text(&self, element: ElementRef<'_>) -> String {
        let is_within = |selector: &Selector| {
            selector.matches(&element)
                || element.ancestors().filter_map(ElementRef::wrap).any(|outer| selector.matches(&outer))
        };
        let chrome = self.chrome.as_ref().filter(|chrome| !is_within(chrome));
        let mut text = String::new();
        // Not by recursion: notes may nest deeper than the stack.
        let mut steps = vec![Step::Enter(*element)];
        while let Some(step) = steps.pop() {
            let Step::Enter(node) = step else {
                text.push(' ');
                continue;
            };
            match node.value() {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(value) if !UNSEEN.contains(&value.name()) => {
                    let inner = ElementRef::wrap(node).expect("the node is an element");
                    if chrome.is_some_and(|chrome| chrome.matches(&inner)) {
                        continue;
                    }
                    if let Some(source) = self.math.as_ref().filter(|math| math.matches(&inner)).and(source(inner)) {
                        text.push_str(&source);
                        continue;
                    }
                    let is_block = BLOCKS.contains(&value.name());
                    if is_block {
                        text.push(' ');
                        steps.push(Step::Space);
                    }
                    let first = steps.len();
                    steps.extend(node.children().map(Step::Enter));
                    steps[first..].reverse();
                }
                _ => {}
            }
        }
        collapsed(&text)
    }
}

/// Returns the TeX of a formula.
fn source(formula: ElementRef<'_>) -> Option<String> {
    if let Some(tex) = formula.value().attr("data-tex") {
        return Some(tex.to_owned());
    }
    let annotation = Selector::parse("annotation, [data-tex]").expect("the selector is right");
    let found = formula.select(&annotation).next()?;
    Some(found.value().attr("data-tex").map_or_else(|| found.text().collect(), ToOwned::to_owned))
}

/// Collapses white space as a browser does: a no-break space stays.
pub(crate) fn collapsed(text: &str) -> String {
    text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
