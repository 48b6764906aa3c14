//! What the server is told by settings.

use std::time::Duration;

use crate::{Hands, Password};

/// Settings of the server that hold as long as it runs. What may change meanwhile is in the [`Snapshot`](crate::Snapshot).
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The name or number of the address to listen on.
    pub host: String,
    /// The port; `0` lets the system pick one.
    pub port: u16,
    /// How long answers in flight may take after the server was told to stop.
    pub grace: Duration,
    /// How many searches may run at once, and how many pages may be made, but no fewer than two. `0` counts the processors.
    pub n_workers: usize,
    /// What makes the pages, in place of as many threads as that says.
    pub makers: Option<Hands>,
}

/// The gate of a site that not everybody may read (rule W-31).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// What readers must know.
    pub password: Password,
    /// What stands above the field for it.
    pub greeting: Option<String>,
    /// The language of the page that asks, a BCP 47 tag.
    pub language: String,
    /// The site is reached by HTTPS alone, and so is its cookie sent.
    pub is_secure: bool,
}

impl Default for ServeOptions {
    fn default() -> Self {
        let (host, grace) = ("127.0.0.1".to_owned(), Duration::from_secs(10));
        Self { host, port: 4747, grace, n_workers: 0, makers: None }
    }
}
