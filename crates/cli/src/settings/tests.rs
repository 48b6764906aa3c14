//! Settings as text, and what is read or complained about.

use std::path::Path;

use hedgerow_publish::Mode;
use hedgerow_server::Password;

use super::{BaseUrl, Settings};
use crate::args::{Overrides, PublishMode};

fn read(text: &str) -> Settings {
    Settings::parse(Path::new("hedgerow.toml"), text).unwrap()
}

fn complaints(text: &str) -> String {
    Settings::parse(Path::new("hedgerow.toml"), text).unwrap_err().to_string()
}

#[test]
fn no_file_is_needed() {
    let settings = read("");
    assert_eq!(settings.site.title, None);
    assert_eq!(settings.site.language, "en");
    assert_eq!(settings.publish.mode, Mode::Explicit);
    assert_eq!(settings.publish.templates, None);
    assert!(!settings.render.strict_line_breaks && settings.render.show_title);
    assert!(settings.site.search_engines && settings.site.previews && !settings.site.publish_css);
    assert_eq!((settings.navigation.order.len(), settings.access.password), (0, None));
    let folder = tempfile::tempdir().unwrap();
    assert!(Settings::load(folder.path(), None, &Overrides::default()).unwrap().file.is_none());
}

#[test]
fn every_key_is_read() {
    let settings = read(
        r#"
        [site]
        title = "Garden"
        description = "Notes"
        author = "Robin"
        base_url = "https://example.org/notes/"
        language = "de-CH"
        home = "Start.md"
        search_engines = false
        publish_css = true
        previews = false
        [publish]
        mode = "all"
        include = ["Maths"]
        exclude = ["Maths/Drafts", "*.draft.md"]
        templates = ["Forms"]
        ignore = ["build/"]
        gitignore = true
        [render]
        strict_line_breaks = true
        show_properties = ["status"]
        show_title = false
        [navigation]
        order = ["Guide", "Guide/Start.md"]
        hide = ["Attic"]
        [access]
        password = "open sesame"
        greeting = "Come in"
        "#,
    );
    assert_eq!(settings.site.title.as_deref(), Some("Garden"));
    assert_eq!((settings.site.description.as_str(), settings.site.author.as_str()), ("Notes", "Robin"));
    assert_eq!(settings.site.base_url, BaseUrl::parse("https://example.org/notes").ok());
    assert_eq!((settings.site.language.as_str(), settings.site.home.as_deref()), ("de-CH", Some("Start.md")));
    assert_eq!(settings.publish.mode, Mode::All);
    assert_eq!((settings.publish.include, settings.publish.exclude.len()), (vec!["Maths".to_owned()], 2));
    assert_eq!(settings.publish.templates, Some(vec!["Forms".to_owned()]));
    assert_eq!((settings.publish.ignore, settings.publish.gitignore), (vec!["build/".to_owned()], true));
    assert!(settings.render.strict_line_breaks);
    assert_eq!(settings.render.show_properties, ["status"]);
    assert_eq!(settings.navigation.order, ["Guide", "Guide/Start.md"]);
    assert_eq!(settings.navigation.hide, ["Attic"]);
    assert!(!settings.site.search_engines && settings.site.publish_css && !settings.site.previews);
    assert!(!settings.render.show_title);
    assert_eq!(settings.access.password, Password::plain("open sesame").ok());
    assert_eq!(settings.access.greeting, "Come in");
}

#[test]
fn an_unknown_key_is_an_error_with_its_place_and_the_nearest_known_key() {
    let cases = [
        ("[site]\ntitel = 'x'", "2:1: error: unknown key `titel`\n  help: did you mean `title`?"),
        ("[site]\nbase-url = 'x'", "2:1: error: unknown key `base-url`\n  help: did you mean `base_url`?"),
        ("[sight]\n", "1:2: error: unknown key `sight`\n  help: did you mean `site`?"),
        ("title = 'x'", "1:1: error: unknown key `title`\n  help: `title` stands in `[site]`"),
        ("[site]\nmode = 'all'", "2:1: error: unknown key `mode`\n  help: `mode` stands in `[publish]`"),
        (
            "[render]\nincludes = []",
            "2:1: error: unknown key `includes`\n  help: did you mean `include` in `[publish]`?",
        ),
        (
            "site.zebra = 1",
            "1:6: error: unknown key `zebra`\n  help: known keys in `[site]`: `title`, `description`, `author`, `base_url`, `language`, `home`, `search_engines`, `publish_css`, `previews`",
        ),
        (
            "[zebra]\n",
            "1:2: error: unknown key `zebra`\n  help: known keys: `site`, `publish`, `render`, `navigation`, `access`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(complaints(text), format!("hedgerow.toml:{expected}"));
    }
}

#[test]
fn a_wrong_type_says_what_was_found_and_what_is_expected() {
    let cases = [
        ("[site]\ntitle = 3", "2:9: error: `title` is a number, a text is expected"),
        ("site = 3", "1:8: error: `site` is a number, a table is expected"),
        ("[[site]]\n", "1:1: error: `site` is a list, a table is expected"),
        ("[publish]\ninclude = 'Maths'", "2:11: error: `include` is a text, a list of texts is expected"),
        ("[publish]\nignore = ['a',\n  7]", "3:3: error: an entry of `ignore` is a number, a text is expected"),
        (
            "[render]\nstrict_line_breaks = 'yes'",
            "2:22: error: `strict_line_breaks` is a text, `true` or `false` is expected",
        ),
        ("[site]\nauthor = 2024-01-05", "2:10: error: `author` is a date, a text is expected"),
    ];
    for (text, expected) in cases {
        assert_eq!(complaints(text), format!("hedgerow.toml:{expected}"));
    }
}

#[test]
fn values_are_checked() {
    let cases = [
        (
            "[publish]\nmode = 'al'",
            "2:8: error: `mode` is `al`, `explicit` or `all` is expected\n  help: did you mean `all`?",
        ),
        (
            "[site]\nlanguage = 'German language'",
            "2:12: error: `German language` is no language tag\n  help: for example `en`, `de` or `pt-BR`",
        ),
        (
            "[site]\nbase_url = 'ftp://x'",
            "2:12: error: `ftp://x` is no address of a site: one starts with `https://` and a host\n  help: for example `https://example.org/notes/`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(complaints(text), format!("hedgerow.toml:{expected}"));
    }
}

#[test]
fn a_password_that_keeps_nobody_out_is_refused_w_31() {
    let cases = [
        ("[access]\npassword = ''", "2:12: error: an empty password keeps nobody out"),
        (
            "[access]\npassword_hash = 'sesame'",
            "2:17: error: this is no Argon2 hash\n  help: for example the output of `argon2 SALT -id -e`, which starts with `$argon2id$`",
        ),
        (
            "[access]\npassword = 'a'\npassword_hash = '$argon2id$v=19$m=64,t=1,p=1$aGVkZ2Vyb3cgc2FsdA$OJp7MRsRHOt97U2+7z/KPAzcfNMxVBo4bdXCjiO6fnY'",
            "3:17: error: `password_hash` stands beside `password`\n  help: leave out one of them",
        ),
        ("[access]\npasword = 'a'", "2:1: error: unknown key `pasword`\n  help: did you mean `password`?"),
        ("[access]\npassword = 12", "2:12: error: `password` is a number, a text is expected"),
    ];
    for (text, expected) in cases {
        assert_eq!(complaints(text), format!("hedgerow.toml:{expected}"));
    }
}

#[test]
fn the_password_of_the_environment_is_stronger_and_never_empty_w_31() {
    let text = "[access]\npassword = 'of the file'";
    let mut settings = read(text);
    settings.apply_password(Some("of the environment".into())).unwrap();
    assert_eq!(settings.access.password, Password::plain("of the environment").ok());
    let failure = read(text).apply_password(Some("".into())).unwrap_err();
    assert_eq!(failure.to_string(), "error: `HEDGEROW_PASSWORD` is set: an empty password keeps nobody out");
    let mut settings = read(text);
    settings.apply_password(None).unwrap();
    assert_eq!(settings.access.password, Password::plain("of the file").ok());
    assert!(!format!("{settings:?}").contains("of the file"), "what is logged tells no password");
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_order() {
    let found = complaints("[render]\nfoo = 1\n[site]\ntitle = 1\nauthro = 'x'\n");
    let places: Vec<_> = found.lines().filter(|line| line.contains("error")).map(|line| &line[14..17]).collect();
    assert_eq!(places, ["2:1", "4:9", "5:1"]);
}

#[test]
fn what_is_no_toml_is_said_with_its_place() {
    assert!(complaints("[site\n").starts_with("hedgerow.toml:1:6: error: not valid TOML: "));
    assert!(complaints("[site]\ntitle = 'a'\ntitle = 'b'\n").starts_with("hedgerow.toml:3:1: error: not valid TOML: "));
}

#[test]
fn flags_are_stronger_than_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hedgerow.toml"), "[site]\ntitle = 'File'\nauthor = 'Robin'\n").unwrap();
    let overrides = Overrides {
        publish: Some(PublishMode::All),
        title: Some("Flag".into()),
        base_url: BaseUrl::parse("https://example.org").ok(),
        ..Overrides::default()
    };
    let settings = Settings::load(folder.path(), None, &overrides).unwrap();
    assert_eq!((settings.site.title.as_deref(), settings.publish.mode), (Some("Flag"), Mode::All));
    assert_eq!(settings.site.author, "Robin");
    assert!(settings.site.base_url.is_some());
}

#[test]
fn a_named_file_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("other.toml");
    let failure = Settings::load(folder.path(), Some(&named), &Overrides::default()).unwrap_err();
    assert!(failure.to_string().starts_with("error: cannot read the settings `"), "{failure}");
    std::fs::write(&named, "[site]\ntitle = 'Other'").unwrap();
    let settings = Settings::load(folder.path(), Some(&named), &Overrides::default()).unwrap();
    assert_eq!(settings.site.title.as_deref(), Some("Other"));
}

#[test]
fn a_pattern_that_cannot_be_used_is_found_in_the_file() {
    let settings = read("[publish]\nignore = [\n  'a[',\n]\n");
    assert_eq!(
        settings.bad_pattern("a[", "unclosed").to_string(),
        "hedgerow.toml:3:3: error: `a[` is not a pattern: unclosed"
    );
    assert_eq!(settings.bad_pattern("b[", "unclosed").to_string(), "error: `b[` is not a pattern: unclosed");
}
