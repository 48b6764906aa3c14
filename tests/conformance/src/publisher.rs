//! The program that is measured, known by its commands.

use std::path::Path;

use crate::build::Built;
use crate::command::Template;
use crate::data::{CheckData, SiteData};
use crate::roles::Roles;
use crate::served::Served;
use crate::site::Site;
use crate::vault::CaseVault;

/// How a program makes a site of a vault, and what else it can do.
#[derive(Clone, Debug)]
pub struct Publisher {
    site: Output,
    data: Option<Template>,
    check: Option<Template>,
    pub(crate) roles: Roles,
}

/// How the pages come out.
#[derive(Clone, Debug)]
enum Output {
    Serve(Template),
    Build(Template),
}

impl Publisher {
    /// Names a program that serves the site of a vault.
    pub fn that_serves(command: Template, roles: Roles) -> Self {
        Self { site: Output::Serve(command), data: None, check: None, roles }
    }

    /// Names a program that writes the site of a vault as files.
    pub fn that_builds(command: Template, roles: Roles) -> Self {
        Self { site: Output::Build(command), data: None, check: None, roles }
    }

    /// Names the command that prints data.
    pub fn with_data(self, command: Template) -> Self {
        Self { data: Some(command), ..self }
    }

    /// Names the command that prints what an author should know.
    pub fn with_check(self, command: Template) -> Self {
        Self { check: Some(command), ..self }
    }

    /// Names a Hedgerow by the path of its program.
    pub fn hedgerow(program: &Path, roles: Roles) -> Self {
        let of = |words: &[&str]| Template::of(program, words);
        Self::that_serves(of(&["serve", "{vault}", "--config", "{config}", "--port", "0"]), roles)
            .with_data(of(&["inspect", "{vault}", "--config", "{config}", "--json"]))
            .with_check(of(&["check", "{vault}", "--config", "{config}", "--json"]))
    }

    pub(crate) fn site(&self, vault: &CaseVault) -> Result<Box<dyn Site>, String> {
        Ok(match &self.site {
            Output::Serve(template) => Box::new(Served::start(template, vault)?),
            Output::Build(template) => Box::new(Built::make(template, vault)?),
        })
    }

    /// Returns the data; `None` if the program has none.
    pub(crate) fn data(&self, vault: &CaseVault) -> Result<Option<(SiteData, String)>, String> {
        let Some(template) = &self.data else { return Ok(None) };
        let output = template.output(vault, 0)?;
        let data = serde_json::from_slice(&output).map_err(|error| format!("the data cannot be read: {error}"))?;
        Ok(Some((data, String::from_utf8_lossy(&output).into_owned())))
    }

    /// Returns what the author is told; `None` if the program has no checker. That there is something to tell is no failure.
    pub(crate) fn check(&self, vault: &CaseVault) -> Result<Option<CheckData>, String> {
        let Some(template) = &self.check else { return Ok(None) };
        let output = template.output(vault, 1)?;
        let data =
            serde_json::from_slice(&output).map_err(|error| format!("the checker's data cannot be read: {error}"))?;
        Ok(Some(data))
    }
}
