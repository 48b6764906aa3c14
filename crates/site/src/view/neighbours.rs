//! Where the parts of a long list are that stand beside this one, for `components/pager.html`.

use serde::Serialize;

/// The addresses of the part before and of the one behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Neighbours {
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}
