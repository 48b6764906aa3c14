//! Looks at what came out of one case.

mod element;
mod lead;
mod note;
mod request;
mod same;
mod whole;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use url::Url;

use crate::case::Case;
use crate::data::SiteData;
use crate::finding::{Finding, Verdict};
use crate::page::Page;
use crate::publisher::Publisher;
use crate::site::Site;
use crate::vault::CaseVault;

/// Runs a case.
pub(crate) fn run(case: &Case, publisher: &Publisher) -> Verdict {
    let vault = match CaseVault::write(case) {
        Ok(vault) => vault,
        Err(error) if cfg!(not(unix)) => return Verdict::NotRun(vec![error]),
        Err(error) => return broken("files", &error),
    };
    let check = Check {
        case,
        publisher,
        vault: &vault,
        data: OnceCell::new(),
        site: OnceCell::new(),
        pages: RefCell::default(),
        findings: RefCell::default(),
        not_run: RefCell::default(),
    };
    match check.everything() {
        Ok(()) => Verdict::of(check.findings.into_inner(), check.not_run.into_inner()),
        Err(error) => broken("the program", &error),
    }
}

fn broken(place: &str, error: &str) -> Verdict {
    Verdict::Failed(vec![Finding::new(place, "to work", error)])
}

/// A case on the way to its verdict. Only what its expectations need is started.
struct Check<'c> {
    case: &'c Case,
    publisher: &'c Publisher,
    vault: &'c CaseVault,
    data: OnceCell<Option<(SiteData, String)>>,
    site: OnceCell<Box<dyn Site>>,
    pages: RefCell<BTreeMap<String, Rc<Page>>>,
    findings: RefCell<Vec<Finding>>,
    not_run: RefCell<Vec<String>>,
}

impl<'c> Check<'c> {
    fn everything(&self) -> Result<(), String> {
        for (path, expectation) in &self.case.notes {
            self.note(path, expectation)?;
        }
        if let Some(expectation) = &self.case.site {
            self.whole(expectation)?;
        }
        self.case.get.iter().try_for_each(|request| self.request(request))
    }

    fn data(&self) -> Result<Option<&SiteData>, String> {
        Ok(self.data_and_source()?.as_ref().map(|(data, _)| data))
    }

    fn data_and_source(&self) -> Result<&Option<(SiteData, String)>, String> {
        match self.data.get() {
            Some(data) => Ok(data),
            None => {
                let data = self.publisher.data(self.vault)?;
                Ok(self.data.get_or_init(|| data))
            }
        }
    }

    fn site(&self) -> Result<&dyn Site, String> {
        if self.site.get().is_none() {
            let site = self.publisher.site(self.vault)?;
            let _ = self.site.set(site);
        }
        Ok(self.site.get().expect("the site was just set").as_ref())
    }

    /// Returns the page at a path; a fragment is left out.
    fn page(&self, path: &str) -> Result<Rc<Page>, String> {
        let path = path.split('#').next().unwrap_or_default();
        if let Some(page) = self.pages.borrow().get(path) {
            return Ok(Rc::clone(page));
        }
        let answer = self.site()?.get(path)?;
        if answer.status != 200 {
            return Err(format!("`GET {path}` was answered with {}", answer.status));
        }
        let url = self.resolve(path)?;
        let page = Rc::new(Page::new(url, answer.text(), &self.publisher.roles));
        self.pages.borrow_mut().insert(path.to_owned(), Rc::clone(&page));
        Ok(page)
    }

    /// Makes a path an address.
    fn resolve(&self, path: &str) -> Result<Url, String> {
        self.site()?.origin().join(path).map_err(|error| format!("`{path}`: {error}"))
    }

    fn fail(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    fn skip(&self, what: impl Into<String>) {
        let what = what.into();
        let mut not_run = self.not_run.borrow_mut();
        if !not_run.contains(&what) {
            not_run.push(what);
        }
    }

    /// Compares what a program may not be able to tell.
    fn same<T: PartialEq + std::fmt::Debug>(&self, place: String, expected: &[T], found: Option<&[T]>) {
        match found {
            None => self.skip(format!("{place}: the data do not say")),
            Some(found) if found == expected => {}
            Some(found) => {
                self.fail(Finding::new(place, crate::finding::listed(expected), crate::finding::listed(found)));
            }
        }
    }
}
