//! Media types of attachments, and what a browser may do with each.

use hedgerow_model::AssetPath;

use crate::headers::{DOCUMENT_POLICY, MEDIA_POLICY};

/// How an attachment is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Media {
    /// The `Content-Type`.
    pub(crate) kind: &'static str,
    /// The `Content-Security-Policy`.
    pub(crate) policy: &'static str,
    /// Offered for download and not shown.
    pub(crate) is_download: bool,
}

impl Media {
    /// Decides by the extension alone: what is in the file is its author's business.
    pub(crate) fn of(path: &AssetPath) -> Self {
        let extension = path.extension().to_ascii_lowercase();
        let shown = |kind| Self { kind, policy: MEDIA_POLICY, is_download: false };
        let document = |kind| Self { kind, policy: DOCUMENT_POLICY, is_download: false };
        let download = |kind| Self { kind, policy: DOCUMENT_POLICY, is_download: true };
        match extension.as_str() {
            "avif" => shown("image/avif"),
            "bmp" => shown("image/bmp"),
            "gif" => shown("image/gif"),
            "ico" => shown("image/x-icon"),
            "jpeg" | "jpg" => shown("image/jpeg"),
            "png" => shown("image/png"),
            "webp" => shown("image/webp"),
            "3gp" => shown("audio/3gpp"),
            "flac" => shown("audio/flac"),
            "m4a" => shown("audio/mp4"),
            "mp3" => shown("audio/mpeg"),
            "ogg" | "oga" | "opus" => shown("audio/ogg"),
            "wav" => shown("audio/wav"),
            "mkv" => shown("video/x-matroska"),
            "mov" => shown("video/quicktime"),
            "mp4" | "m4v" => shown("video/mp4"),
            "ogv" => shown("video/ogg"),
            "webm" => shown("video/webm"),
            "pdf" => shown("application/pdf"),
            // A picture for `<img>`, a document with scripts when opened by itself: hence the sandbox.
            "svg" => document("image/svg+xml"),
            "canvas" => document("application/json"),
            // No page of the site, whatever a browser could make of it (rule F-03).
            "csv" => download("text/csv; charset=utf-8"),
            "log" | "text" | "txt" => download("text/plain; charset=utf-8"),
            "vtt" => download("text/vtt; charset=utf-8"),
            "json" => download("application/json"),
            "htm" | "html" => download("text/html; charset=utf-8"),
            "xhtml" => download("application/xhtml+xml"),
            "xml" | "xsl" | "xslt" => download("application/xml"),
            "zip" => download("application/zip"),
            "epub" => download("application/epub+zip"),
            _ => download("application/octet-stream"),
        }
    }
}

#[cfg(test)]
mod tests {
    use hedgerow_model::AssetPath;

    use super::Media;

    fn media(path: &str) -> Media {
        Media::of(&AssetPath::new(path).unwrap())
    }

    #[test]
    fn what_can_hold_scripts_is_sandboxed_or_downloaded() {
        for path in ["a.svg", "a.SVG", "a.html", "a.xhtml", "a.xml", "a.js", "a", "a.exe", ".html", "a.svgz", "a.mhtml"]
        {
            let media = media(path);
            assert!(media.policy.contains("sandbox"), "{path}");
            assert!(media.is_download || media.kind == "image/svg+xml", "{path}");
        }
    }

    #[test]
    fn a_file_of_another_type_is_offered_as_a_download_f_03() {
        for (path, kind) in [("a.csv", "text/csv"), ("b.TXT", "text/plain"), ("c.json", "application/json"), ("d", "")]
        {
            let media = media(path);
            assert!(media.is_download && media.kind.contains(kind), "{path}: {media:?}");
        }
    }

    #[test]
    fn pictures_sound_and_pdf_are_shown() {
        for (path, kind) in [("a.PNG", "image/png"), ("a b.mp4", "video/mp4"), ("x/a.pdf", "application/pdf")] {
            assert_eq!((media(path).kind, media(path).is_download), (kind, false), "{path}");
        }
    }
}
