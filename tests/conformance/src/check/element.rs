//! What must hold of the elements that a selector finds.

use scraper::ElementRef;

use super::Check;
use crate::case::{Attribute, ElementExpectation};
use crate::finding::{Finding, listed, shortened};
use crate::page::Page;
use crate::roles::Unusable;
use crate::text::collapsed;

/// Where elements are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope {
    Body,
    Page,
}

impl Check<'_> {
    pub(super) fn element(
        &self,
        path: &str,
        expectation: &ElementExpectation,
        page: &Page,
        scope: Scope,
    ) -> Result<(), String> {
        let place = format!("{path}: `{}`", expectation.select);
        let selector = match self.publisher.roles.selector(&expectation.select) {
            Ok(selector) => selector,
            Err(Unusable::Role(role)) => {
                self.skip(format!("{place}: the file of roles has no `{role}`"));
                return Ok(());
            }
            Err(Unusable::Selector(error)) => {
                self.fail(Finding::new(place, "a selector", error));
                return Ok(());
            }
        };
        let found = match scope {
            Scope::Page => Some(page.anywhere(&selector)),
            Scope::Body => page.in_body(&selector),
        };
        let Some(found) = found else {
            self.no_body(path);
            return Ok(());
        };
        self.how_many(&place, expectation, &found, page);
        let Some(first) = found.first() else {
            if !expectation.attr.is_empty() || expectation.leads.is_some() {
                self.fail(Finding::new(place, "an element to look at", "none"));
            }
            return Ok(());
        };
        for (name, expected) in &expectation.attr {
            self.attribute(&place, name, expected, first.value().attr(name));
        }
        match &expectation.leads {
            Some(target) => self.leads(&place, target, *first, page),
            None => Ok(()),
        }
    }

    fn how_many(&self, place: &str, expectation: &ElementExpectation, found: &[ElementRef<'_>], page: &Page) {
        let texts = || found.iter().map(|element| page.reader.text(*element)).collect::<Vec<_>>();
        match (expectation.count, &expectation.text) {
            (Some(count), _) if count != found.len() => {
                let found = format!("{}: {}", found.len(), listed(&texts()));
                self.fail(Finding::new(place, format!("{count} elements"), found));
            }
            (_, Some(expected)) => {
                let expected: Vec<_> = expected.iter().map(|text| collapsed(text)).collect();
                let found = texts();
                if expected != found {
                    self.fail(Finding::new(format!("{place}: text"), listed(&expected), listed(&found)));
                }
            }
            (None, None) if found.is_empty() => {
                let body = page.body().map_or_else(|| "no body".to_owned(), |body| shortened(&body.inner_html()));
                self.fail(Finding::new(place, "at least one element", format!("none in {body}")));
            }
            (Some(_) | None, None) => {}
        }
    }

    fn attribute(&self, place: &str, name: &str, expected: &Attribute, found: Option<&str>) {
        let place = format!("{place}: {name}");
        let shown = || found.map_or_else(|| "no such attribute".to_owned(), |value| format!("{value:?}"));
        match expected {
            Attribute::Value(value) if found != Some(value) => {
                self.fail(Finding::new(place, format!("{value:?}"), shown()));
            }
            Attribute::Is(true) if found.is_none() => self.fail(Finding::new(place, "any value", shown())),
            Attribute::Is(false) if found.is_some() => self.fail(Finding::new(place, "no such attribute", shown())),
            Attribute::Value(_) | Attribute::Is(_) => {}
        }
    }
}
