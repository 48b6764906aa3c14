//! The templates, compiled once for the whole program.

use std::sync::LazyLock;

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::Page;

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(load);

/// Fills a layout from its view.
///
/// Views are typed and the templates are ours, so that a failure is a mistake in this crate; its tests fill each layout.
pub(crate) fn fill<V: Serialize>(layout: &str, view: V) -> Page {
    let template = TEMPLATES.get_template(layout).expect("layouts are embedded");
    let html = template.render(Serde(view)).unwrap_or_else(|error| panic!("{layout} does not fit its view: {error:#}"));
    Page { html }
}

fn load() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out, _state, value| write_escaped(out, value));
    environment.add_function("asset", asset);
    environment.add_function("icon", icon);
    for template in hedgerow_web::templates() {
        environment.add_template(template.name, template.source).expect("our templates are well formed");
    }
    environment
}

/// Escapes what HTML gives a meaning to, and refuses to print a missing value. (The library's own escaping also turns
/// every slash into an entity, which makes addresses unreadable.)
fn write_escaped(out: &mut minijinja::Output<'_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Err(Error::new(ErrorKind::UndefinedError, "a value that may be absent was printed without a test"));
    }
    let text = value.to_string();
    if value.is_safe() {
        out.write_str(&text)?
    } else {
        out.write_str(&escape(&text))?
    }
    Ok(())
}

/// Escapes a text for element content and for attributes in either kind of quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A NUL or another control character has no place in a document.
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The template function `asset("css/garden.css")`: the address without the base path.
fn asset(name: &str) -> Result<String, Error> {
    match hedgerow_web::source(name) {
        Some(_) => Ok(hedgerow_web::asset_url(name)),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("`{name}` is not an asset"))),
    }
}

/// The template function `icon("search")`: the drawing itself, so that it takes the colour of the text.
fn icon(name: &str) -> Result<Value, Error> {
    let unknown = || Error::new(ErrorKind::InvalidOperation, format!("`{name}` is not an icon"));
    let file = hedgerow_web::source(&format!("icons/{name}.svg")).ok_or_else(unknown)?;
    let text = std::str::from_utf8(file.bytes).map_err(|_| unknown())?;
    let start = text.find("<svg").ok_or_else(unknown)?;
    let inner = text[start..].split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).ok_or_else(unknown)?.0;
    let inner: String = inner.lines().map(str::trim).collect();
    Ok(Value::from_safe_string(format!(
        r#"<svg class="icon icon-{name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inner}</svg>"#
    )))
}
