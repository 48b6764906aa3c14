//! Drawings of other tools: their exported picture, or a word that there is none (rule O-06).

use super::escape::escaped;
use super::media::dimension_attributes;
use super::{Embedded, Rendered};

/// The page of a drawing: its picture alone.
pub(super) fn page(drawn: &Embedded) -> Rendered {
    let html = match drawn {
        Embedded::File { href, name, dimensions, .. } => format!(
            "<p class=\"drawing\"><img src=\"{}\" alt=\"{}\"{} decoding=\"async\"></p>\n",
            escaped(href),
            escaped(name),
            dimension_attributes(*dimensions)
        ),
        _ => "<p class=\"notice\">This is a drawing of which there is no picture.</p>\n".to_owned(),
    };
    Rendered { html, ..Rendered::default() }
}

/// What stands in place of an embedded drawing without a picture.
pub(super) fn without_picture(href: &str, title: &str) -> String {
    format!(
        "<span class=\"notice\">A drawing without a picture: <a class=\"internal-link\" href=\"{}\">{}</a></span>",
        escaped(href),
        escaped(title)
    )
}
