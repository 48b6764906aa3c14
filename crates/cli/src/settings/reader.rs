//! Reads the settings file.

use hedgerow_publish::Mode;
use hedgerow_server::Password;
use toml::de::DeTable;

use super::section::{Leftover, Placed, Section, Wrong};
use super::{
    AccessSettings, BaseUrl, NavigationSettings, PublishSettings, RenderSettings, Settings, SiteSettings, nearest,
};

/// Reads a text; returns the settings, every entry of a list with its place, and all that is wrong in the text's order.
pub(crate) fn read(text: &str) -> (Settings, Vec<Placed>, Vec<Wrong>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let span = error.span().unwrap_or_default();
            let wrong = Wrong { span, message: format!("not valid TOML: {}", error.message()), help: None };
            return (Settings::default(), Vec::new(), vec![wrong]);
        }
    };
    let mut entries = Vec::new();
    let mut root = Section::root(table.get_ref());
    let (mut site, mut publish) = (root.section("site"), root.section("publish"));
    let (mut render, mut navigation) = (root.section("render"), root.section("navigation"));
    let mut access = root.section("access");
    let settings = Settings {
        site: read_site(&mut site),
        publish: read_publish(&mut publish, &mut entries),
        render: read_render(&mut render),
        navigation: read_navigation(&mut navigation),
        access: read_access(&mut access),
        file: None,
    };
    (settings, entries, wrong_of(&[root, site, publish, render, navigation, access].map(Section::finish)))
}

fn read_site(section: &mut Section<'_>) -> SiteSettings {
    let defaults = SiteSettings::default();
    SiteSettings {
        title: section.text("title").map(|placed| placed.text),
        description: section.text("description").map_or(defaults.description, |placed| placed.text),
        author: section.text("author").map_or(defaults.author, |placed| placed.text),
        base_url: read_base_url(section),
        language: read_language(section).unwrap_or(defaults.language),
        home: section.text("home").map(|placed| placed.text),
        search_engines: section.flag("search_engines").unwrap_or(defaults.search_engines),
        publish_css: section.flag("publish_css").unwrap_or(defaults.publish_css),
        previews: section.flag("previews").unwrap_or(defaults.previews),
    }
}

fn read_base_url(section: &mut Section<'_>) -> Option<BaseUrl> {
    let Placed { text, span } = section.text("base_url").filter(|placed| !placed.text.is_empty())?;
    let example = "for example `https://example.org/notes/`".to_owned();
    BaseUrl::parse(&text).map_err(|message| section.complain(span, message, Some(example))).ok()
}

fn read_language(section: &mut Section<'_>) -> Option<String> {
    let Placed { text, span } = section.text("language")?;
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_tag = text.split('-').all(is_part) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_tag {
        let help = "for example `en`, `de` or `pt-BR`".to_owned();
        section.complain(span, format!("`{text}` is no language tag"), Some(help));
    }
    is_tag.then_some(text)
}

fn read_publish(section: &mut Section<'_>, entries: &mut Vec<Placed>) -> PublishSettings {
    let mode = read_mode(section).unwrap_or_default();
    let mut list = |key| {
        let found = section.texts(key)?;
        entries.extend(found.iter().cloned());
        Some(found.into_iter().map(|placed| placed.text).collect::<Vec<_>>())
    };
    PublishSettings {
        mode,
        include: list("include").unwrap_or_default(),
        exclude: list("exclude").unwrap_or_default(),
        templates: list("templates"),
        ignore: list("ignore").unwrap_or_default(),
        gitignore: section.flag("gitignore").unwrap_or_default(),
    }
}

fn read_mode(section: &mut Section<'_>) -> Option<Mode> {
    let Placed { text, span } = section.text("mode")?;
    match text.as_str() {
        "explicit" => Some(Mode::Explicit),
        "all" => Some(Mode::All),
        other => {
            let help = match nearest(other, ["explicit", "all"]) {
                Some(word) => format!("did you mean `{word}`?"),
                None => "`explicit` publishes what says so, `all` what does not say otherwise".into(),
            };
            section.complain(span, format!("`mode` is `{other}`, `explicit` or `all` is expected"), Some(help));
            None
        }
    }
}

fn read_render(section: &mut Section<'_>) -> RenderSettings {
    let shown = section.texts("show_properties").unwrap_or_default();
    RenderSettings {
        strict_line_breaks: section.flag("strict_line_breaks").unwrap_or_default(),
        show_properties: shown.into_iter().map(|placed| placed.text).collect(),
        show_title: section.flag("show_title").unwrap_or(true),
    }
}

fn read_navigation(section: &mut Section<'_>) -> NavigationSettings {
    let mut list = |key| {
        let found = section.texts(key).unwrap_or_default();
        found.into_iter().map(|placed| placed.text).collect()
    };
    NavigationSettings { order: list("order"), hide: list("hide") }
}

/// A password may be given in plain words or as its hash; both at once would leave open which one holds.
fn read_access(section: &mut Section<'_>) -> AccessSettings {
    let (plain, hashed) = (section.text("password"), section.text("password_hash"));
    if let (Some(_), Some(hashed)) = (&plain, &hashed) {
        let message = "`password_hash` stands beside `password`".to_owned();
        section.complain(hashed.span.clone(), message, Some("leave out one of them".to_owned()));
    }
    let plain = plain.map(|placed| (Password::plain(&placed.text), placed.span, None));
    let help = "for example the output of `argon2 SALT -id -e`, which starts with `$argon2id$`";
    let hashed = hashed.map(|placed| (Password::hashed(&placed.text), placed.span, Some(help.to_owned())));
    let password = plain.or(hashed).and_then(|(password, span, help)| match password {
        Ok(password) => Some(password),
        Err(reason) => {
            section.complain(span, reason.to_owned(), help);
            None
        }
    });
    AccessSettings { password, greeting: section.text("greeting").map(|placed| placed.text).unwrap_or_default() }
}

/// Gathers all complaints, those about unknown keys included.
fn wrong_of(sections: &[Leftover]) -> Vec<Wrong> {
    let unknown = sections.iter().flat_map(|section| section.unknown.iter().map(move |key| (section, key)));
    let unknown = unknown.map(|(section, key)| Wrong {
        span: key.span.clone(),
        message: format!("unknown key `{}`", key.text),
        help: Some(advice(section, key, sections)),
    });
    let mut wrong: Vec<_> = unknown.chain(sections.iter().flat_map(|section| section.wrong.iter().cloned())).collect();
    wrong.sort_by_key(|wrong| wrong.span.start);
    wrong
}

/// Says which key may have been meant.
fn advice(section: &Leftover, key: &Placed, sections: &[Leftover]) -> String {
    let place = |name: &str| if name.is_empty() { String::new() } else { format!(" in `[{name}]`") };
    let at_home = sections.iter().find(|other| other.name != section.name && other.known.contains(&key.text.as_str()));
    if let Some(home) = at_home {
        format!("`{}` stands{}", key.text, place(home.name))
    } else if let Some(word) = nearest(&key.text, section.known.iter().copied()) {
        format!("did you mean `{word}`?")
    } else if let Some((word, other)) =
        sections.iter().find_map(|other| nearest(&key.text, other.known.iter().copied()).map(|word| (word, other)))
    {
        format!("did you mean `{word}`{}?", place(other.name))
    } else {
        let known = section.known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        format!("known keys{}: {known}", place(section.name))
    }
}
