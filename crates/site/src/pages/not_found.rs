//! The answer where nothing public is: the same for what was withheld and for what never was (rule W-09).

use percent_encoding::percent_decode_str;

use crate::addresses::Addresses;
use crate::site::{page_head, site_view};
use crate::templates::fill;
use crate::view::{IconView, NotFoundView};
use crate::{Page, Site, SiteOptions};

/// The longest search that an address is turned into, in characters.
const MAX_WORDS: usize = 80;

impl Site {
    /// Makes the answer to an address at which nothing public is. It depends on the address, the settings and the icon alone.
    pub fn not_found(&self, request_path: &str) -> Page {
        not_found(&self.options, &self.addresses, &self.view.icons, request_path)
    }
}

/// The signature is the proof: no garden goes in.
fn not_found(options: &SiteOptions, addresses: &Addresses, icons: &[IconView], request_path: &str) -> Page {
    let mut head = page_head(options, addresses, "not-found", "Not found", None);
    head.is_hidden = true;
    let site = site_view(options, addresses, icons.to_vec());
    let words = words_of_address(request_path.strip_prefix(addresses.base()).unwrap_or(request_path));
    fill("layouts/not_found.html", NotFoundView { site: &site, head, label: "Perhaps it is found by its words", words })
}

/// Turns an address into words to search for: `/Old%20notes/chain-rule.md` gives `Old notes chain rule`.
fn words_of_address(request_path: &str) -> String {
    let path = request_path.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let decoded = decoded.trim_end_matches('/');
    let stem = ["md", "html", "htm"].iter().find_map(|ending| decoded.strip_suffix(ending)?.strip_suffix('.'));
    let words = stem.unwrap_or(decoded).replace(|c: char| !c.is_alphanumeric() && !is_mark(c), " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_WORDS).collect::<String>().trim_end().to_owned()
}

/// Signs that belong to a word and are not alphanumeric by themselves.
fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '’') || ('\u{0300}'..='\u{036F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use hedgerow_model::BasePath;

    use super::*;

    #[test]
    fn an_address_becomes_words() {
        for (address, expected) in [
            ("/", ""),
            ("/Calculus/Chain-rule", "Calculus Chain rule"),
            ("/Old%20notes/chain_rule.md", "Old notes chain rule"),
            ("/caf%C3%A9/", "café"),
            ("/%FF%00<script>", "script"),
            ("/a?q=secret#x", "a"),
        ] {
            assert_eq!(words_of_address(address).trim_start_matches('\u{FFFD}').trim(), expected, "{address}");
        }
        assert!(words_of_address(&format!("/{}", "a-".repeat(5000))).chars().count() <= MAX_WORDS);
    }

    #[test]
    fn the_page_offers_the_words_and_escapes_them() {
        let addresses = Addresses::new(&BasePath::new("/n"), None);
        let page = not_found(&SiteOptions::default(), &addresses, &[], "/n/chain-rule%22%3E%3Cscript%3E");
        assert!(page.html.contains(r#"value="chain rule script""#), "{}", page.html);
        assert!(page.html.contains(r#"action="/n/-/search""#));
        assert!(!page.html.contains("canonical"));
    }
}
