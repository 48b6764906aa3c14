//! Markup in a form in which only differences that a reader could notice are differences.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node};

/// Where white space at the edges is not shown.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "tr",
    "ul",
];
const TABLE_PARTS: [&str; 3] = ["th", "thead", "tbody"];

/// Attributes that only Hedgerow adds; none of them changes what is meant.
const ADDED: [&str; 9] =
    ["aria-label", "class", "data-task", "decoding", "dir", "loading", "rel", "id", "data-callout"];

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
    Comment(String),
}

/// Parses a piece of a page. `addresses` are those of a specification that the site spells otherwise.
pub(crate) fn tokens(html: &str, addresses: &BTreeMap<String, String>) -> Vec<Token> {
    let fragment = Html::parse_fragment(html);
    let mut tokens = Vec::new();
    push(&mut tokens, fragment.root_element(), false, addresses);
    trimmed(tokens)
}

fn push(tokens: &mut Vec<Token>, element: ElementRef<'_>, is_pre: bool, addresses: &BTreeMap<String, String>) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => push_text(tokens, text, is_pre),
            Node::Comment(comment) => tokens.push(Token::Comment(comment.to_string())),
            Node::Element(value) => {
                let child = ElementRef::wrap(child).unwrap();
                let class = value.attr("class").unwrap_or_default();
                if class == "heading-anchor" {
                    continue;
                }
                let is_pre = is_pre || value.name() == "pre";
                // What only frames or colours what the author wrote.
                if class == "table-wrap" || class.starts_with("hl-") || class.contains("external-image") {
                    push(tokens, child, is_pre, addresses);
                    continue;
                }
                tokens.push(Token::Open(value.name().to_owned(), attributes(child, addresses)));
                push(tokens, child, is_pre, addresses);
                tokens.push(Token::Close(value.name().to_owned()));
            }
            _ => {}
        }
    }
}

fn push_text(tokens: &mut Vec<Token>, text: &str, is_pre: bool) {
    let mut collapsed = String::new();
    for char in text.chars() {
        let is_space = char.is_ascii_whitespace() && !is_pre;
        if !is_space {
            collapsed.push(char);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    match tokens.last_mut() {
        Some(Token::Text(before)) if before.ends_with(' ') && !is_pre => {
            before.push_str(collapsed.trim_start_matches(' '))
        }
        Some(Token::Text(before)) => before.push_str(&collapsed),
        _ => tokens.push(Token::Text(collapsed)),
    }
}

/// The attributes that mean something, in the order of their names.
fn attributes(element: ElementRef<'_>, addresses: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let value = element.value();
    let mut attributes: Vec<(String, String)> = Vec::new();
    for (name, text) in value.attrs() {
        let is_language = name == "class" && text.starts_with("language-");
        match name {
            "style" if text.starts_with("text-align:") => {
                attributes.push(("align".to_owned(), text["text-align:".len()..].to_owned()));
            }
            "href" | "src" => attributes.push((name.to_owned(), address(text, addresses))),
            _ if ADDED.contains(&name) && !is_language => {}
            _ => attributes.push((name.to_owned(), text.to_owned())),
        }
    }
    attributes.sort();
    attributes
}

/// An address without what differs between spellings of the same.
fn address(text: &str, addresses: &BTreeMap<String, String>) -> String {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    let path = decoded.trim_start_matches("./").trim_matches('/');
    let known = addresses.get(path).map_or_else(|| path.to_owned(), |address| address.trim_matches('/').to_owned());
    percent_decode_str(&known).decode_utf8_lossy().into_owned()
}

/// Takes away white space that is not shown.
fn trimmed(tokens: Vec<Token>) -> Vec<Token> {
    let is_edge = |token: Option<&Token>| match token {
        None => true,
        Some(Token::Open(name, _) | Token::Close(name)) => {
            BLOCKS.contains(&name.as_str()) || TABLE_PARTS.contains(&name.as_str())
        }
        Some(Token::Text(_) | Token::Comment(_)) => false,
    };
    let mut is_pre = false;
    let mut trimmed: Vec<Token> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) if !is_pre => {
                let text = if is_edge(trimmed.last()) { text.trim_start_matches(' ') } else { &text };
                let text = if is_edge(tokens.peek()) { text.trim_end_matches(' ') } else { text };
                if !text.is_empty() {
                    trimmed.push(Token::Text(text.to_owned()));
                }
            }
            token => {
                match &token {
                    Token::Open(name, _) if name == "pre" => is_pre = true,
                    Token::Close(name) if name == "pre" => is_pre = false,
                    _ => {}
                }
                trimmed.push(token);
            }
        }
    }
    trimmed
}
