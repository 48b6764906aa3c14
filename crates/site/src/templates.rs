//! The templates, compiled once for the whole program.

use std::collections::HashMap;
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
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => push_escaped(out, text)?,
        None => push_escaped(out, &value.to_string())?,
    }
    Ok(())
}

/// Escapes a text for element content and for attributes in either kind of quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    push_escaped(&mut escaped, text).expect("a string takes all that is written");
    escaped
}

/// Writes an escaped text, in stretches as long as they are.
fn push_escaped(out: &mut impl std::fmt::Write, text: &str) -> std::fmt::Result {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            // A NUL or another control character has no place in a document.
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => "\u{FFFD}",
            _ => continue,
        };
        out.write_str(&text[done..at])?;
        out.write_str(entity)?;
        done = at + c.len_utf8();
    }
    out.write_str(&text[done..])
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
    ICONS.get(name).cloned().ok_or_else(unknown)
}

/// The drawings by their names.
static ICONS: LazyLock<HashMap<&'static str, Value>> = LazyLock::new(|| {
    let files = hedgerow_web::assets().iter();
    let named = files.filter_map(|file| Some((file.name.strip_prefix("icons/")?.strip_suffix(".svg")?, file.bytes)));
    named.filter_map(|(name, bytes)| Some((name, drawing(name, std::str::from_utf8(bytes).ok()?)?))).collect()
});

fn drawing(name: &str, file: &str) -> Option<Value> {
    let start = file.find("<svg")?;
    let inner = file[start..].split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"))?.0;
    let inner: String = inner.lines().map(str::trim).collect();
    Some(Value::from_safe_string(format!(
        r#"<svg class="icon icon-{name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inner}</svg>"#
    )))
}
