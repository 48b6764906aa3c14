//! The dates that version control knows (rule P-06).
//!
//! Git is asked once, for the whole vault. It is only ever read: no hooks, no monitor, no pager, no optional locks, no
//! fetching, and nothing that its configuration could make it run. Renames are not followed: a note that was private
//! under another name must not bring that name's dates with it.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use hedgerow_model::Date;

/// Where the dates of a scan are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum History {
    /// From the files: the vault is not under version control, or git could not be asked.
    #[default]
    None,
    /// From git.
    Full,
    /// From git, whose history was cut off when it was cloned: notes older than the cut have no date from it.
    Shallow,
}

/// The dates of all files that git knows, by path from the vault's root.
#[derive(Debug, Default)]
pub(crate) struct Ages {
    pub(crate) history: History,
    by_path: HashMap<String, Age>,
    state: Option<State>,
}

/// All that git's answer depends on: the commit, where history was cut off, and where in the repository the vault is.
#[derive(Debug, PartialEq, Eq)]
struct State {
    answer: String,
    cuts: Vec<u8>,
}

/// The first and last day of a file in version control.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Age {
    pub(crate) created: Option<Date>,
    pub(crate) modified: Option<Date>,
}

impl Ages {
    /// Returns the commit that the dates are from.
    pub(crate) fn commit(&self) -> Option<&str> {
        self.state.as_ref()?.answer.lines().next()
    }

    pub(crate) fn of(&self, path: &str) -> Option<Age> {
        self.by_path.get(path).copied()
    }
}

/// Starts each commit in git's answer; with `-z` no path can hold it together with a date.
const COMMIT: char = '\u{1}';

/// Tells whether the vault lies in a repository.
pub(crate) fn is_kept(root: &Path) -> bool {
    root.ancestors().any(|folder| folder.join(".git").exists())
}

/// Asks git; when it fails there are no dates. The previous answer is given again, without asking for the whole history, where
/// git's state is what it was.
pub(crate) fn ages(root: &Path, previous: &Arc<Ages>) -> Arc<Ages> {
    // The state first: should it move meanwhile, the answer is taken for older than it is, and is asked for again.
    match state(root) {
        Some(state) if previous.state.as_ref() == Some(&state) => Arc::clone(previous),
        Some(state) => ask(root, state).map_or_else(|| none(previous), Arc::new),
        None => none(previous),
    }
}

/// Asks git which files are elsewhere now than in a commit, as `(from, to)`; without an answer there are none. It compares with the
/// folder as it is, so that a rename that is not committed yet counts.
pub(crate) fn renames(root: &Path, commit: &str) -> Vec<(String, String)> {
    let is_commit = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_commit || !is_kept(root) {
        return Vec::new();
    }
    let how = ["diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", "--relative"];
    let args = [&how[..], &["--no-ext-diff", "--no-textconv", commit, "--", "."]].concat();
    let answer = run(root, &args).unwrap_or_default();
    let fields: Vec<&str> = answer.split('\0').collect();
    // `R087 NUL from NUL to NUL`, again and again.
    fields.chunks_exact(3).map(|fields| (fields[1].to_owned(), fields[2].to_owned())).collect()
}

/// Returns no dates: the previous ones if they were none.
pub(crate) fn none(previous: &Arc<Ages>) -> Arc<Ages> {
    if previous.state.is_none() { Arc::clone(previous) } else { Arc::default() }
}

impl State {
    fn is_shallow(&self) -> bool {
        self.answer.lines().nth(1) == Some("true")
    }
}

fn state(root: &Path) -> Option<State> {
    let args = ["rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix", "--git-path", "shallow"];
    let mut state = State { answer: run(root, &args)?, cuts: Vec::new() };
    if state.is_shallow() {
        let file = root.join(state.answer.lines().next_back().unwrap_or_default());
        state.cuts = std::fs::read(file).unwrap_or_default();
    }
    Some(state)
}

fn ask(root: &Path, state: State) -> Option<Ages> {
    let format = format!("--format={COMMIT}%ad %P");
    let names = ["--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv"];
    let dates = ["log", "--no-show-signature", "--no-color", "--no-decorate", "--no-mailmap", "--date=short", &format];
    let args = [&dates[..], &names[..], &["--", "."]].concat();
    let by_path = read_log(&run(root, &args)?, state.is_shallow());
    let history = if state.is_shallow() { History::Shallow } else { History::Full };
    Some(Ages { history, by_path, state: Some(state) })
}

/// Runs git and returns what it printed, or nothing if it failed in any way.
fn run(root: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"]);
    let quiet = ["core.quotePath=false", "core.fsmonitor=false", "core.hooksPath=/dev/null"];
    for setting in [&quiet[..], &["log.follow=false", "log.showRoot=true"]].concat() {
        command.args(["-c", setting]);
    }
    // Set when the program is started from a hook; they would lead to another repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF"] {
        command.env_remove(name);
    }
    for name in ["GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_TRACE", "GIT_LITERAL_PATHSPECS"] {
        command.env_remove(name);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    // What replaces commits is no part of the state that is compared.
    command.env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_GRAFT_FILE", "/dev/null");
    command.env("LC_ALL", "C").arg("-C").arg(root).args(args);
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads `COMMIT date parents NUL LF path NUL path NUL ...`.
///
/// In a shallow clone a commit without parents is where history was cut: it names every file of its day, so that its date
/// says nothing about any of them.
fn read_log(log: &str, is_shallow: bool) -> HashMap<String, Age> {
    let mut by_path: HashMap<String, (Age, bool)> = HashMap::new();
    for commit in log.split(COMMIT).filter(|commit| !commit.is_empty()) {
        let mut fields = commit.split('\0');
        let (day, parents) = fields.next().and_then(|head| head.split_once(' ')).unwrap_or_default();
        let Some(day) = read_day(day) else { continue };
        let is_cut = is_shallow && parents.trim().is_empty();
        for path in fields.map(|path| path.trim_start_matches('\n')).filter(|path| !path.is_empty()) {
            let (age, was_cut) = by_path.entry(path.to_owned()).or_default();
            if is_cut {
                *was_cut = true;
            } else {
                age.created = Some(age.created.map_or(day, |first| first.min(day)));
                age.modified = age.modified.max(Some(day));
            }
        }
    }
    let trusted = |(path, (age, was_cut)): (String, (Age, bool))| {
        (path, Age { created: age.created.filter(|_| !was_cut), ..age })
    };
    by_path.into_iter().map(trusted).collect()
}

/// Reads `2024-01-05`.
fn read_day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(log: &str, is_shallow: bool, path: &str, expected: Option<(&str, &str)>) {
        let show = |date: Option<Date>| date.map_or("none".to_owned(), |date| date.iso());
        let found = read_log(log, is_shallow).get(path).map(|age| (show(age.created), show(age.modified)));
        assert_eq!(found, expected.map(|(created, modified)| (created.to_owned(), modified.to_owned())));
    }

    const LOG: &str = "\u{1}2024-03-01 abc\0\nb.md\0a.md\0\u{1}2024-02-01 def\0\u{1}2023-01-05 \0\na.md\0ö/c d.md\0";

    #[test]
    fn first_and_last_commit_give_the_dates_p_06() {
        check(LOG, false, "a.md", Some(("2023-01-05", "2024-03-01")));
        check(LOG, false, "b.md", Some(("2024-03-01", "2024-03-01")));
        check(LOG, false, "ö/c d.md", Some(("2023-01-05", "2023-01-05")));
        check(LOG, false, "new.md", None);
    }

    #[test]
    fn a_cut_history_gives_no_date_for_what_is_older() {
        check(LOG, true, "a.md", Some(("none", "2024-03-01")));
        check(LOG, true, "b.md", Some(("2024-03-01", "2024-03-01")));
        check(LOG, true, "ö/c d.md", Some(("none", "none")));
    }

    #[test]
    fn an_odd_answer_gives_nothing() {
        check("", false, "a.md", None);
        check("\u{1}yesterday x\0\na.md\0", false, "a.md", None);
    }
}
