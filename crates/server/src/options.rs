//! What the server is told by settings.

use std::time::Duration;

/// Settings of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// The name or number of the address to listen on.
    pub host: String,
    /// The port; `0` lets the system pick one.
    pub port: u16,
    /// How long answers in flight may take after the server was told to stop.
    pub grace: Duration,
    /// How many searches may run at once; twice as many pages may be made. `0` counts the processors.
    pub n_workers: usize,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 4747, grace: Duration::from_secs(10), n_workers: 0 }
    }
}
