//! Readers who come when they come, whether the server keeps up or not (an open loop).
//!
//! When each request is due is drawn beforehand. Its time runs from then, not from when a connection was free to send it:
//! a server that stands still for a moment makes all wait who come meanwhile, and so they count.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::client::Client;
use crate::figures::Series;
use crate::seeded::Seeded;

use super::saturated::together;

/// Answers at half the rate that saturates, with their times in milliseconds.
#[derive(Debug)]
pub(crate) struct Paced {
    pub(crate) name: &'static str,
    /// How many answers a second there are at most.
    pub(crate) most: f64,
    /// How many were asked for.
    pub(crate) wanted: f64,
    pub(crate) times: Series,
}

/// Sends at half of the rate `most` for a time.
pub(crate) fn measure(
    name: &'static str,
    n_connections: u8,
    targets: &[String],
    connect: impl Fn() -> Result<Client, Failed>,
    most: f64,
    time: Duration,
) -> Result<Paced, Failed> {
    let wanted = most / 2.0;
    let plan = plan(wanted, time);
    let clients: Vec<Client> = (0..n_connections).map(|_| connect()).collect::<Result<_, _>>()?;
    // All are ready before the first one is due.
    let (started, next) = (Instant::now() + Duration::from_millis(20), AtomicUsize::new(0));
    let read = |mut client: Client| {
        let mut times = Series::default();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(&after) = plan.get(n) else { return Ok(times) };
            let due = started + after;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            client.get(&targets[n % targets.len()]).map_err(|error| error.to_string())?;
            times.push_time(due.elapsed());
        }
    };
    let times = together(clients, read)?;
    Ok(Paced { name, most, wanted, times })
}

/// Draws when requests are due: independent of each other, as those of many readers are (a Poisson process).
fn plan(per_second: f64, time: Duration) -> Vec<Duration> {
    let mut seeded = Seeded::new(6);
    let mut at = 0.0;
    let mut plan = Vec::new();
    loop {
        at += -(1.0 - seeded.unit()).ln() / per_second;
        if at > time.as_secs_f64() {
            return plan;
        }
        plan.push(Duration::from_secs_f64(at));
    }
}
