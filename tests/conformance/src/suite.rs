//! The case files as they are written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::case::{Case, Cases};
use crate::rules::Rules;

/// All cases below a folder, and what is wrong with the files themselves.
#[derive(Debug)]
pub struct Suite {
    /// The files in order of their paths.
    pub files: Vec<CaseFile>,
    /// What keeps the suite from being run as a whole, each with the file that it is about.
    pub problems: Vec<(String, String)>,
}

/// A file of cases.
#[derive(Debug)]
pub struct CaseFile {
    /// The path below the folder, with `/`.
    pub path: String,
    /// The cases in order, each with its line.
    pub cases: Vec<(usize, Case)>,
}

impl Suite {
    /// Reads all case files below a folder. A file that cannot be used is a problem, never an end.
    pub fn read(folder: &Path, rules: &Rules) -> Self {
        let mut suite = Self { files: Vec::new(), problems: Vec::new() };
        let mut paths = Vec::new();
        find(folder, &mut paths);
        paths.sort();
        for path in paths {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let read = fs::read_to_string(&path).map_err(|error| error.to_string());
            match read.and_then(|text| parse(&text)) {
                Ok(cases) => {
                    suite.problems.extend(problems(&cases, rules).into_iter().map(|problem| (name.clone(), problem)));
                    suite.files.push(CaseFile { path: name, cases });
                }
                Err(error) => suite.problems.push((name, error)),
            }
        }
        suite
    }

    /// Returns how many cases there are.
    pub fn n_cases(&self) -> usize {
        self.files.iter().map(|file| file.cases.len()).sum()
    }
}

fn find(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            find(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

/// Reads the cases of a file, each with its line.
fn parse(text: &str) -> Result<Vec<(usize, Case)>, String> {
    let cases: Cases = toml::from_str(text).map_err(|error| error.to_string())?;
    let line = |case: &Case| text[..case.name.span().start].matches('\n').count() + 1;
    Ok(cases.cases.into_iter().map(|case| (line(&case), case)).collect())
}

/// Finds what a parser of TOML does not.
fn problems(cases: &[(usize, Case)], rules: &Rules) -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut problems = Vec::new();
    if cases.is_empty() {
        problems.push("no case".to_owned());
    }
    for (line, case) in cases {
        let mut wrong = |problem: String| problems.push(format!("line {line}: {:?}: {problem}", case.name()));
        if !names.insert(case.name()) {
            wrong("another case has the same name".to_owned());
        }
        if case.rules.is_empty() {
            wrong("no rule is cited".to_owned());
        }
        case.rules
            .iter()
            .filter(|rule| !rules.holds(rule))
            .for_each(|rule| wrong(format!("there is no rule `{rule}`")));
        if case.notes.is_empty() && case.site.is_none() && case.get.is_empty() {
            wrong("nothing is expected".to_owned());
        }
        for (path, content) in &case.files {
            if let Err(error) = content.bytes() {
                wrong(format!("`{path}`: {error}"));
            }
        }
    }
    problems
}
