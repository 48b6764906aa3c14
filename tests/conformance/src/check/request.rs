//! Requests, and what must be answered.

use url::Url;

use super::Check;
use super::same::difference;
use crate::answer::Answer;
use crate::case::{Attribute, Request, Status};
use crate::finding::{Finding, shortened};
use crate::page::Page;

impl Check<'_> {
    pub(super) fn request(&self, request: &Request) -> Result<(), String> {
        let method = request.method.as_deref().unwrap_or("GET");
        let place = format!("{method} {}", request.path);
        let site = self.site()?;
        if !site.is_served() && (method != "GET" || !request.headers.is_empty()) {
            self.skip(format!("{place}: files know no methods and headers"));
            return Ok(());
        }
        let answer = site.ask(method, &request.path, &request.headers)?;
        self.status(&place, request, &answer)?;
        self.headers(&place, request, &answer);
        let body = answer.text();
        for shown in request.shows.iter().filter(|shown| !body.contains(shown.as_str())) {
            self.fail(Finding::new(format!("{place}: shows"), format!("{shown:?}"), shortened(&body)));
        }
        for hidden in request.hides.iter().filter(|hidden| body.contains(hidden.as_str())) {
            let at = body.split(hidden.as_str()).next().map_or(0, |before| before.chars().count());
            let found = crate::finding::around(&body, at);
            self.fail(Finding::new(format!("{place}: hides"), format!("no {hidden:?}"), found));
        }
        match &request.same_as {
            Some(other) => {
                let there = site.ask(method, other, &request.headers)?;
                self.same_answers(&place, (&request.path, &answer), (other, &there));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn status(&self, place: &str, request: &Request, answer: &Answer) -> Result<(), String> {
        let redirect = self.redirect(&request.path, answer)?;
        if let Some(status) = request.status.as_ref().filter(|status| !status.admits(answer.status)) {
            if redirect.is_some() && answer.status == 200 {
                self.skip(format!("{place}: files know no status, the page sends its reader on"));
            } else {
                let expected = match status {
                    Status::One(one) => one.to_string(),
                    Status::Any(any) => format!("one of {any:?}"),
                };
                self.fail(Finding::new(format!("{place}: status"), expected, answer.status.to_string()));
            }
        }
        let Some(location) = &request.location else { return Ok(()) };
        let found = redirect.as_ref().map(Url::to_string).unwrap_or_else(|| "no redirect".to_owned());
        if redirect.as_ref() != Some(&self.resolve(location)?) && answer.header("location") != Some(location) {
            self.fail(Finding::new(format!("{place}: location"), location, found));
        }
        Ok(())
    }

    /// Returns where an answer sends its reader.
    pub(super) fn redirect(&self, path: &str, answer: &Answer) -> Result<Option<Url>, String> {
        let here = self.resolve(path)?;
        if (300..400).contains(&answer.status) {
            return Ok(answer.header("location").and_then(|location| here.join(location).ok()));
        }
        if self.site()?.is_served() || !answer.is_page() {
            return Ok(None);
        }
        let page = Page::new(here.clone(), answer.text(), &self.publisher.roles);
        Ok(page.refresh().and_then(|location| here.join(location).ok()))
    }

    fn headers(&self, place: &str, request: &Request, answer: &Answer) {
        let kind = request.content_type.iter().map(|kind| ("content-type", Some(kind)));
        let named = request.header.iter().map(|(name, expected)| match expected {
            Attribute::Value(value) => (name.as_str(), Some(value)),
            Attribute::Is(_) => (name.as_str(), None),
        });
        for (name, expected) in kind.chain(named) {
            let found = answer.header(name);
            let is_any = matches!(request.header.get(name), Some(Attribute::Is(true)));
            let holds = match (expected, found) {
                (Some(expected), Some(found)) => found.starts_with(expected.as_str()),
                (None, found) => found.is_some() == is_any,
                (Some(_), None) => false,
            };
            if !holds {
                let expected = match expected {
                    Some(expected) => format!("{expected:?}"),
                    None if is_any => "any value".to_owned(),
                    None => "no such header".to_owned(),
                };
                self.fail(Finding::new(format!("{place}: {name}"), expected, format!("{found:?}")));
            }
        }
    }

    /// Compares two answers in which the paths that were asked for may differ.
    fn same_answers(&self, place: &str, here: (&str, &Answer), there: (&str, &Answer)) {
        if here.1.status != there.1.status {
            let expected = format!("{}, as for {}", there.1.status, there.0);
            self.fail(Finding::new(format!("{place}: same_as"), expected, here.1.status.to_string()));
        }
        if let Some((here, there)) = difference((here.0, &here.1.text()), (there.0, &there.1.text())) {
            self.fail(Finding::new(format!("{place}: same_as"), there, here));
        }
    }
}
