//! Front matter as it is kept.

use serde::{Deserialize, Serialize};

use super::shape::{KeptDate, KeptSpan, code, date, owned, revived_date, tags};
use crate::front::{Finding, Flags, FrontMatter, Property, Value};

#[derive(Serialize, Deserialize)]
pub(super) struct KeptFront<'n> {
    title: Option<&'n str>,
    aliases: Vec<&'n str>,
    tags: Vec<&'n str>,
    css_classes: Vec<&'n str>,
    hides: Option<&'n str>,
    shows: Option<&'n str>,
    permalink: Option<&'n str>,
    description: Option<&'n str>,
    image: Option<&'n str>,
    created: Option<KeptDate>,
    modified: Option<KeptDate>,
    published: Option<KeptDate>,
    author: Option<&'n str>,
    lang: Option<&'n str>,
    hides_toc: bool,
    unlisted: bool,
    #[serde(borrow)]
    properties: Vec<(&'n str, KeptValue<'n>, KeptSpan)>,
    #[serde(borrow)]
    findings: Vec<(u8, KeptSpan, &'n str, Option<&'n str>)>,
    is_broken: bool,
}

#[derive(Serialize, Deserialize)]
enum KeptValue<'n> {
    Null,
    Bool(bool),
    Number(&'n str),
    Text(&'n str),
    #[serde(borrow)]
    List(Vec<KeptValue<'n>>),
    #[serde(borrow)]
    Map(Vec<(&'n str, KeptValue<'n>)>),
}

pub(super) fn kept(front: &FrontMatter) -> KeptFront<'_> {
    let FrontMatter {
        title,
        aliases,
        tags,
        css_classes,
        flags: Flags { hides, shows },
        permalink,
        description,
        image,
        created,
        modified,
        published,
        author,
        lang,
        hides_toc,
        unlisted,
        properties,
        findings,
        is_broken,
    } = front;
    KeptFront {
        title: title.as_deref(),
        aliases: aliases.iter().map(String::as_str).collect(),
        tags: tags.iter().map(|tag| tag.text()).collect(),
        css_classes: css_classes.iter().map(String::as_str).collect(),
        hides: hides.as_deref(),
        shows: shows.as_deref(),
        permalink: permalink.as_deref(),
        description: description.as_deref(),
        image: image.as_deref(),
        created: created.map(date),
        modified: modified.map(date),
        published: published.map(date),
        author: author.as_deref(),
        lang: lang.as_deref(),
        hides_toc: *hides_toc,
        unlisted: *unlisted,
        properties: properties.iter().map(kept_property).collect(),
        findings: findings.iter().map(kept_finding).collect(),
        is_broken: *is_broken,
    }
}

pub(super) fn revived(front: &KeptFront<'_>) -> Option<FrontMatter> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let day = |day: &Option<KeptDate>| match day {
        None => Some(None),
        Some(day) => revived_date(day).map(Some),
    };
    Some(FrontMatter {
        title: text(front.title),
        aliases: owned(&front.aliases),
        tags: tags(&front.tags)?,
        css_classes: owned(&front.css_classes),
        flags: Flags { hides: text(front.hides), shows: text(front.shows) },
        permalink: text(front.permalink),
        description: text(front.description),
        image: text(front.image),
        created: day(&front.created)?,
        modified: day(&front.modified)?,
        published: day(&front.published)?,
        author: text(front.author),
        lang: text(front.lang),
        hides_toc: front.hides_toc,
        unlisted: front.unlisted,
        properties: front.properties.iter().map(revived_property).collect(),
        findings: front.findings.iter().map(revived_finding).collect::<Option<_>>()?,
        is_broken: front.is_broken,
    })
}

fn kept_property(property: &Property) -> (&str, KeptValue<'_>, KeptSpan) {
    let Property { key, value, span } = property;
    (key, kept_value(value), KeptSpan::of(*span))
}

fn revived_property((key, value, span): &(&str, KeptValue<'_>, KeptSpan)) -> Property {
    Property { key: (*key).to_owned(), value: revived_value(value), span: span.revived() }
}

fn kept_finding(finding: &Finding) -> (u8, KeptSpan, &str, Option<&str>) {
    let Finding { code, span, message, help } = finding;
    (*code as u8, KeptSpan::of(*span), message, help.as_deref())
}

fn revived_finding((n, span, message, help): &(u8, KeptSpan, &str, Option<&str>)) -> Option<Finding> {
    let message = (*message).to_owned();
    Some(Finding { code: code(*n)?, span: span.revived(), message, help: help.map(str::to_owned) })
}

/// A value is nested no deeper than its reader lets it be.
fn kept_value(value: &Value) -> KeptValue<'_> {
    match value {
        Value::Null => KeptValue::Null,
        Value::Bool(value) => KeptValue::Bool(*value),
        Value::Number(text) => KeptValue::Number(text),
        Value::Text(text) => KeptValue::Text(text),
        Value::List(values) => KeptValue::List(values.iter().map(kept_value).collect()),
        Value::Map(entries) => {
            KeptValue::Map(entries.iter().map(|(key, value)| (key.as_str(), kept_value(value))).collect())
        }
    }
}

fn revived_value(value: &KeptValue<'_>) -> Value {
    match value {
        KeptValue::Null => Value::Null,
        KeptValue::Bool(value) => Value::Bool(*value),
        KeptValue::Number(text) => Value::Number((*text).to_owned()),
        KeptValue::Text(text) => Value::Text((*text).to_owned()),
        KeptValue::List(values) => Value::List(values.iter().map(revived_value).collect()),
        KeptValue::Map(entries) => {
            Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), revived_value(value))).collect())
        }
    }
}
