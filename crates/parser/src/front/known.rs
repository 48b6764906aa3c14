//! The properties that mean something (rule P-04), in all the spellings people use.

use std::collections::HashSet;

use hedgerow_model::{Code, Date, Key, Tag};

use super::flags::Answer;
use super::value::Value;
use super::{Finding, FrontMatter, Property, date};

const CREATED: &[&str] = &["created", "date", "date created", "creation date", "created_at", "ctime"];
const MODIFIED: &[&str] = &["updated", "modified", "lastmod", "last-modified", "date modified", "updated_at", "mtime"];
const PUBLISHED: &[&str] = &["published", "publishdate", "date published"];

impl FrontMatter {
    /// Fills the typed fields from the properties.
    pub(super) fn read_known(&mut self) {
        let properties = std::mem::take(&mut self.properties);
        let keys = properties.iter().map(|property| property.key.to_lowercase()).collect();
        let mut reader = Reader { properties: &properties, keys, findings: &mut self.findings };
        self.title = reader.scalar(&["title"]);
        self.aliases = reader.aliases();
        self.tags = reader.tags();
        self.css_classes = reader.css_classes();
        self.permalink = reader.permalink();
        self.description = reader.scalar(&["description", "summary", "excerpt"]);
        self.image = reader.first(&["image", "cover", "banner", "thumbnail"]);
        self.created = reader.date(CREATED);
        self.modified = reader.date(MODIFIED);
        self.published = reader.date(PUBLISHED);
        self.author = reader.author();
        self.lang = reader.lang();
        self.hides_toc = reader.answer("enabletoc", Code::BadProperty) == Answer::No;
        // Whoever wrote anything here wanted the note out of the lists.
        let unlisted = reader.answer("unlisted", Code::UnclearFlag);
        self.unlisted = matches!(unlisted, Answer::Yes | Answer::Unclear);
        self.properties = properties;
    }
}

/// Tells whether a line of a broken block may want the note out of the lists.
pub(super) fn may_unlist(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let key = key.trim_matches(|c: char| !c.is_alphanumeric());
    key.eq_ignore_ascii_case("unlisted")
        && matches!(Answer::of_text(value.trim_end_matches(['}', ','])), Answer::Yes | Answer::Unclear)
}

/// Looks properties up and remembers which cannot be used.
struct Reader<'p> {
    properties: &'p [Property],
    /// Their keys in lower case.
    keys: Vec<String>,
    findings: &'p mut Vec<Finding>,
}

impl<'p> Reader<'p> {
    /// Returns the properties of these names that have a value: in the order of the names, the last of each name first.
    fn named(&self, names: &[&str]) -> Vec<&'p Property> {
        let mut found = Vec::new();
        for name in names {
            let of_key = self.keys.iter().zip(self.properties).rev().filter(|(key, _)| key == name);
            found.extend(of_key.map(|(_, property)| property).filter(|property| !property.value.is_empty()));
        }
        found
    }

    fn scalar(&mut self, names: &[&str]) -> Option<String> {
        self.named(names).into_iter().find_map(|property| match property.value {
            Value::List(_) | Value::Map(_) => {
                self.reject(property, "is no text", "write it on one line, in quotes");
                None
            }
            _ => property.value.as_line(),
        })
    }

    /// Returns the first text of a scalar or list.
    fn first(&mut self, names: &[&str]) -> Option<String> {
        self.named(names).into_iter().find_map(|property| match &property.value {
            Value::List(items) => property.value.as_line().or_else(|| items.iter().find_map(Value::as_line)),
            value => value.as_line(),
        })
    }

    /// Rule P-10: the items of a list as they are, a text split at its commas.
    fn aliases(&mut self) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for property in self.named(&["aliases", "alias"]) {
            let found: Vec<String> = match &property.value {
                Value::List(items) => items.iter().filter_map(Value::as_line).collect(),
                Value::Map(_) => {
                    self.reject(property, "is no list of names", "write `aliases: [Robin, Wren]`");
                    continue;
                }
                value => value.as_line().iter().flat_map(|text| text.split(',')).map(|t| t.trim().to_owned()).collect(),
            };
            for alias in found {
                if !alias.is_empty() && seen.insert(Key::of(&alias)) {
                    aliases.push(alias);
                }
            }
        }
        aliases
    }

    /// Rules I-16 and I-17: lists and texts, split at commas and spaces, merged.
    fn tags(&mut self) -> Vec<Tag> {
        let mut tags = Vec::new();
        let mut seen = HashSet::new();
        for property in self.named(&["tags", "tag"]) {
            for text in words(&property.value) {
                let is_number = text.trim_matches(['#', '/']).chars().all(|c| c.is_ascii_digit());
                match Tag::new(&text) {
                    Some(tag) => {
                        if seen.insert(tag.key().clone()) {
                            tags.push(tag);
                        }
                    }
                    None if is_number => {}
                    None => {
                        let help = "a tag holds letters, digits, `-`, `_` and `/`";
                        self.reject(property, &format!("holds `{text}`, which is no tag"), help);
                    }
                }
            }
        }
        tags
    }

    fn css_classes(&mut self) -> Vec<String> {
        let mut classes: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for property in self.named(&["cssclasses", "cssclass"]) {
            for text in words(&property.value) {
                let text = text.trim_start_matches('.').to_owned();
                let is_class = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
                if !is_class {
                    let help = "a class holds letters, digits, `-` and `_`";
                    self.reject(property, &format!("holds `{text}`, which is no class"), help);
                } else if !text.is_empty() && seen.insert(text.clone()) {
                    classes.push(text);
                }
            }
        }
        classes
    }

    /// Rules F-34 and F-35.
    fn permalink(&mut self) -> Option<String> {
        self.named(&["permalink", "slug"]).into_iter().find_map(|property| {
            let Some(text) = property.value.as_line() else {
                self.reject(property, "is no address", "write a path such as `notes/about`");
                return None;
            };
            if text.chars().all(|c| c == '/') {
                // The home page, which is chosen elsewhere.
                return None;
            }
            match permalink(&text) {
                Ok(path) => Some(path),
                Err(why) => {
                    self.reject(property, why, "write a path such as `notes/about`; the file's own path is used");
                    None
                }
            }
        })
    }

    /// Returns the first date that can be read (rule P-05).
    fn date(&mut self, names: &[&str]) -> Option<Date> {
        self.named(names).into_iter().find_map(|property| {
            let found = property.value.as_line().and_then(|text| date::read(&text));
            if found.is_none() {
                self.reject(property, "is no date", "write it as `2024-01-05`");
            }
            found
        })
    }

    fn author(&mut self) -> Option<String> {
        self.named(&["author", "authors"]).into_iter().find_map(|property| {
            let names: Vec<String> = match &property.value {
                Value::List(items) if property.value.as_line().is_none() => {
                    items.iter().filter_map(Value::as_line).collect()
                }
                value => value.as_line().into_iter().collect(),
            };
            let names: Vec<&str> = names.iter().map(|name| label(name)).filter(|name| !name.is_empty()).collect();
            (!names.is_empty()).then(|| names.join(", "))
        })
    }

    fn lang(&mut self) -> Option<String> {
        self.named(&["lang"]).into_iter().find_map(|property| {
            let text = property.value.as_line().unwrap_or_default().replace('_', "-");
            let mut parts = text.split('-');
            let is_part = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
            let is_first = |part: &str| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic());
            if parts.next().is_some_and(is_first) && parts.all(is_part) {
                return Some(text);
            }
            self.reject(property, "is no language", "write a tag such as `en` or `pt-BR`");
            None
        })
    }

    fn answer(&mut self, name: &str, code: Code) -> Answer {
        let Some(property) = self.named(&[name]).into_iter().next() else { return Answer::Empty };
        let answer = Answer::of_value(&property.value);
        if answer == Answer::Unclear {
            self.reject(property, "says neither yes nor no", "write `true` or `false`");
            self.findings.last_mut().expect("a finding was pushed just now").code = code;
        }
        answer
    }

    fn reject(&mut self, property: &Property, why: &str, help: &str) {
        self.findings.push(Finding {
            code: Code::BadProperty,
            span: property.span,
            message: format!("the value of `{}` {why}", property.key),
            help: Some(help.to_owned()),
        });
    }
}

/// Splits the texts of a value at commas and spaces.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Null | Value::Map(_) => Vec::new(),
        Value::List(items) => items.iter().flat_map(words).collect(),
        Value::Bool(value) => vec![value.to_string()],
        Value::Number(text) | Value::Text(text) => {
            let words = text.split(|c: char| c == ',' || c.is_whitespace());
            words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
        }
    }
}

/// Checks an address of rule F-34; returns it without the slashes at its ends, or why it cannot be one.
fn permalink(text: &str) -> Result<String, &'static str> {
    let path = text.trim_matches('/').trim();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if path.contains(['?', '#', '\\']) || path.chars().any(char::is_control) {
        return Err("holds `?`, `#`, `\\` or a control character");
    }
    if segments.iter().any(|segment| matches!(*segment, "." | "..")) {
        return Err("leads out of its folder");
    }
    if segments.first() == Some(&"-") {
        return Err("begins with `/-/`, where the site's own pages are");
    }
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if scheme.is_some_and(is_scheme) {
        return Err("has a scheme");
    }
    if segments.is_empty() { Err("is no path") } else { Ok(segments.join("/")) }
}

/// Reduces `[[Ada Lovelace|Ada]]` to its label.
fn label(text: &str) -> &str {
    let Some(inner) = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) else { return text };
    inner.rsplit('|').next().unwrap_or(inner).trim()
}
