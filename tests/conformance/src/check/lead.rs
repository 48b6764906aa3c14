//! Where links of a page lead.

use percent_encoding::percent_decode_str;
use scraper::ElementRef;
use url::Url;

use super::Check;
use crate::case::Target;
use crate::finding::Finding;
use crate::page::Page;

impl Check<'_> {
    /// Follows the `href` or `src` of an element.
    pub(super) fn leads(
        &self,
        place: &str,
        target: &Target,
        element: ElementRef<'_>,
        page: &Page,
    ) -> Result<(), String> {
        let place = format!("{place}: leads");
        let address = element.value().attr("href").or_else(|| element.value().attr("src"));
        let (expected, address) = match (target, address) {
            (Target::Is(_), None) => return Ok(()),
            (Target::Is(_), Some(address)) => {
                self.fail(Finding::new(place, "no `href` and no `src`", address));
                return Ok(());
            }
            (Target::Place(expected), None) => {
                self.fail(Finding::new(place, expected, "no `href` and no `src`"));
                return Ok(());
            }
            (Target::Place(expected), Some(address)) => (expected, address),
        };
        let Ok(found) = page.url.join(address) else {
            self.fail(Finding::new(place, expected, format!("`{address}`, which is no address")));
            return Ok(());
        };
        if let Some(anchor) = expected.strip_prefix('#') {
            self.arrives(&place, expected, &page.url.clone(), Some(anchor), &found)
        } else if let Some((path, anchor)) = self.split(expected)? {
            self.arrives(&place, expected, &self.resolve(&path)?, anchor, &found)
        } else if Url::parse(expected).is_ok_and(|url| url == found) || address == expected {
            Ok(())
        } else if Url::parse(expected).is_ok() {
            self.fail(Finding::new(place, expected, address));
            Ok(())
        } else {
            self.fail(Finding::new(place, expected, format!("`{address}`; nothing public has that path")));
            Ok(())
        }
    }

    /// Finds the address of a vault path in front of an anchor; a path may hold `#`.
    fn split<'t>(&self, target: &'t str) -> Result<Option<(String, Option<&'t str>)>, String> {
        let Some(data) = self.data()? else { return Ok(None) };
        let addresses = data.addresses();
        let ends = std::iter::once(target.len()).chain(target.rmatch_indices('#').map(|(at, _)| at));
        Ok(ends.into_iter().find_map(|end| {
            let address = addresses.get(&target[..end])?;
            Some(((*address).to_owned(), target.get(end + 1..)))
        }))
    }

    /// Compares an address with the one that is meant, and looks for the anchor on the page.
    fn arrives(
        &self,
        place: &str,
        expected: &str,
        goal: &Url,
        anchor: Option<&str>,
        found: &Url,
    ) -> Result<(), String> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let is_same = self.is_here(found)? && decoded(goal.path()) == decoded(found.path());
        let fragment = found.fragment().map(decoded);
        if !is_same || goal.query() != found.query() || fragment.as_deref() != anchor {
            let expected =
                format!("{expected} ({}{})", goal.path(), anchor.map(|a| format!("#{a}")).unwrap_or_default());
            self.fail(Finding::new(place, expected, decoded(found.as_str())));
            return Ok(());
        }
        let Some(anchor) = anchor else { return Ok(()) };
        let answer = self.site()?.get(goal.path())?;
        if answer.is_page() && !self.page(goal.path())?.has_id(anchor) {
            self.fail(Finding::new(place, format!("an element of id {anchor:?} at {}", goal.path()), "none"));
        }
        Ok(())
    }

    /// Tells whether an address is of the site: where it was asked, or where the settings say that it lives.
    pub(super) fn is_here(&self, url: &Url) -> Result<bool, String> {
        let base = self.case.settings.get("base_url").and_then(|base| base.as_str());
        let base = base.and_then(|base| Url::parse(base).ok());
        let is_base = base.is_some_and(|base| base.origin() == url.origin());
        Ok(is_base || self.site()?.origin().origin() == url.origin())
    }
}
