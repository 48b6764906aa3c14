//! Drives the server as a reader would: little vaults in, answers out. Only `port` opens a port.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod api;
mod attachments;
mod events;
mod garden;
mod gate;
mod headers;
mod hostile;
mod pages;
mod port;
mod privacy;
mod starting;
