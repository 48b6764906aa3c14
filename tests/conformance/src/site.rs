//! What is asked for pages: a server or a folder.

use std::collections::BTreeMap;
use std::fmt::Debug;

use url::Url;

use crate::answer::Answer;

/// A site that answers requests.
pub(crate) trait Site: Debug + Send {
    /// Where the site is: the address that paths are resolved against.
    fn origin(&self) -> &Url;

    /// Asks with a method, path and headers; a redirect is an answer like any other.
    fn ask(&self, method: &str, path: &str, headers: &BTreeMap<String, String>) -> Result<Answer, String>;

    /// Asks for a path.
    fn get(&self, path: &str) -> Result<Answer, String> {
        self.ask("GET", path, &BTreeMap::new())
    }

    /// Returns the paths of all that there is, as far as it is known.
    fn all(&self) -> Vec<String>;

    /// Tells whether methods, headers and status codes mean anything here.
    fn is_served(&self) -> bool;
}
