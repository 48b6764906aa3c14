//! Readers who ask again as soon as they are answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::client::Client;
use crate::figures::Series;

/// As much as there is to be had.
#[derive(Debug)]
pub(crate) struct Rate {
    pub(crate) per_second: f64,
    pub(crate) times: Series,
}

/// Asks for the targets in turn, over as many connections, for a time.
pub(crate) fn rate(
    n_connections: u8,
    targets: &[String],
    connect: impl Fn() -> Result<Client, Failed>,
    time: Duration,
) -> Result<Rate, Failed> {
    let clients: Vec<Client> = (0..n_connections).map(|_| connect()).collect::<Result<_, _>>()?;
    let (started, next) = (Instant::now(), AtomicUsize::new(0));
    let read = |mut client: Client| {
        let mut times = Series::default();
        while started.elapsed() < time {
            let target = &targets[next.fetch_add(1, Ordering::Relaxed) % targets.len()];
            times.push_time(client.get(target).map_err(|error| error.to_string())?.took);
        }
        Ok(times)
    };
    let times = together(clients, read)?;
    Ok(Rate { per_second: times.len() as f64 / started.elapsed().as_secs_f64(), times })
}

/// Lets each connection do the same on a thread of its own, and gathers the times.
pub(super) fn together(
    clients: Vec<Client>,
    read: impl Fn(Client) -> Result<Series, String> + Sync,
) -> Result<Series, Failed> {
    let times = thread::scope(|scope| {
        let read = &read;
        let readers: Vec<_> = clients.into_iter().map(|client| scope.spawn(move || read(client))).collect();
        let mut all = Series::default();
        for reader in readers {
            all.extend(reader.join().map_err(|_| "a reader broke")??);
        }
        Ok::<_, String>(all)
    })?;
    Ok(times)
}
