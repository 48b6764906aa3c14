//! The address of the site on the web.

use hedgerow_model::BasePath;
use url::{Host, Url};

/// An absolute address: scheme and host, and the path below which the site lives (rule W-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: BasePath,
}

impl BaseUrl {
    /// Reads `https://example.org/notes/`.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("`{text}` is no address: {error}"))?;
        let has_host = matches!(url.host(), Some(Host::Domain(name)) if !name.is_empty())
            || matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
        if !matches!(url.scheme(), "http" | "https") || !has_host {
            return Err(format!("`{text}` is no address of a site: one starts with `https://` and a host"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("an address with a name or password would show them to every reader".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!("`{text}` has a part behind `?` or `#`, which the address of a site cannot have"));
        }
        Ok(Self { origin: url.origin().ascii_serialization(), path: BasePath::new(url.path()) })
    }

    /// Returns scheme, host and port: `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the path below which the site lives.
    pub fn path(&self) -> &BasePath {
        &self.path
    }
}

/// Gives the whole address, without a slash at its end.
impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin, self.path.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_an_origin_and_a_path_w_25() {
        let cases = [
            ("https://example.org", "https://example.org", ""),
            ("https://Example.org/", "https://example.org", ""),
            ("http://localhost:8080/notes/", "http://localhost:8080", "/notes"),
            ("https://example.org:443/a/b", "https://example.org", "/a/b"),
            ("http://[::1]:3/x", "http://[::1]:3", "/x"),
        ];
        for (text, origin, path) in cases {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!((url.origin(), url.path().as_str()), (origin, path), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_address_of_a_site() {
        for text in ["", "example.org", "/notes", "ftp://example.org", "https://", "mailto:x@example.org"] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
        for text in ["https://me:secret@example.org", "https://example.org/?q", "https://example.org/#top"] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
