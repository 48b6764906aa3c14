//! Films and posts of other sites in an embed (rule E-24).
//!
//! A page of the garden loads nothing from elsewhere, so neither is played in it: a card names what it is and leads there,
//! with the address, and with it the start time, as the author typed it.

use super::escape::escaped;

/// Returns the card of a film or post; `None` for any other address, which is a picture.
pub(super) fn card(url: &str, words: Option<&str>) -> Option<String> {
    let kind = kind(url)?;
    let shown = url.split_once("//").map_or(url, |(_, shown)| shown);
    Some(format!(
        "<a class=\"external-link embed-card\" data-embed=\"{}\" rel=\"noopener\" href=\"{}\">\
         <span class=\"embed-card-kind\">{}</span> <span class=\"embed-card-words\">{}</span></a>",
        kind.name,
        escaped(url),
        kind.words,
        escaped(words.unwrap_or(shown)),
    ))
}

struct Kind {
    name: &'static str,
    words: &'static str,
}

const FILM: Kind = Kind { name: "film", words: "Video on YouTube" };
const POST: Kind = Kind { name: "post", words: "Post on X" };

fn kind(url: &str) -> Option<Kind> {
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    })?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.to_ascii_lowercase();
    let host = ["www.", "m.", "mobile.", "music."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
    let is_film = |id: &str| {
        let id = id.split(['?', '&', '#', '/']).next().unwrap_or_default();
        id.len() >= 6 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let below = |folders: &[&str]| folders.iter().find_map(|folder| path.strip_prefix(folder)).is_some_and(is_film);
    match host {
        "youtu.be" => below(&["/"]).then_some(FILM),
        "youtube.com" | "youtube-nocookie.com" => {
            let query = path.strip_prefix("/watch?").unwrap_or_default();
            let is_watched = query.split('&').filter_map(|pair| pair.strip_prefix("v=")).any(is_film);
            (is_watched || below(&["/shorts/", "/live/", "/embed/"])).then_some(FILM)
        }
        "x.com" | "twitter.com" => path.contains("/status/").then_some(POST),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{card, kind};

    #[test]
    fn films_and_posts_are_told_from_pictures_e_24() {
        for (url, want) in [
            ("https://www.youtube.com/watch?v=NnTvZWp5Q7o", Some("film")),
            ("https://youtube.com/watch?t=90&v=NnTvZWp5Q7o#x", Some("film")),
            ("HTTPS://m.YouTube.com/watch?v=NnTvZWp5Q7o", Some("film")),
            ("//youtu.be/NnTvZWp5Q7o?t=1m5s", Some("film")),
            ("https://www.youtube-nocookie.com/embed/NnTvZWp5Q7o", Some("film")),
            ("https://www.youtube.com/shorts/NnTvZWp5Q7o", Some("film")),
            ("https://x.com/a/status/1", Some("post")),
            ("http://mobile.twitter.com/a/status/1", Some("post")),
            ("https://x.com/a.png", None),
            ("https://www.youtube.com/a.png", None),
            ("https://www.youtube.com/watch?v=\"onload", None),
            ("https://youtube.com.example.org/watch?v=NnTvZWp5Q7o", None),
            ("https://example.org/youtu.be/NnTvZWp5Q7o", None),
            ("https://a@youtu.be/NnTvZWp5Q7o", None),
            ("data:image/png,", None),
            ("ä", None),
        ] {
            assert_eq!(kind(url).map(|kind| kind.name), want, "{url}");
        }
    }

    #[test]
    fn a_card_loads_nothing_and_keeps_the_address_e_24() {
        let card = card("https://youtu.be/NnTvZWp5Q7o?t=65&a=\"b", Some("<i>")).unwrap_or_default();
        assert!(card.contains("href=\"https://youtu.be/NnTvZWp5Q7o?t=65&amp;a=&quot;b\""), "{card}");
        assert!(card.contains("&lt;i&gt;") && !card.contains("src=") && !card.contains("iframe"), "{card}");
    }
}
