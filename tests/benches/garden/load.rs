//! Many readers at once, beside the least that a server could do.

mod paced;
mod saturated;

use std::time::Duration;

use crate::Failed;
use crate::bare::Bare;
use crate::options::Options;
use crate::searches;
use crate::seeded::Seeded;
use crate::served::Served;
use crate::source::Source;

pub(crate) use paced::Paced;
pub(crate) use saturated::Rate;

/// Each rate is that of so long a time.
const TIME: Duration = Duration::from_secs(3);

/// So many different addresses are asked for, again and again.
const N_TARGETS: usize = 20_000;

/// How many answers a second, with their times in milliseconds. The readers are in this process and take their share of
/// the machine.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) n_connections: u8,
    /// One page, from memory.
    pub(crate) ours: Rate,
    /// A handler that gives the same bytes from memory and looks at nothing.
    pub(crate) bare: Rate,
    pub(crate) n_bytes: usize,
    pub(crate) paced: Vec<Paced>,
}

pub(crate) fn measure(served: &Served, source: &Source, options: &Options) -> Result<Load, Failed> {
    let n_connections = options.connections;
    let one = [source.notes[source.notes.len() / 2].url.clone()];
    let page = served.connect()?.get(&one[0])?;
    let n_bytes = page.body.len();
    let ours = saturated::rate(n_connections, &one, || served.connect(), TIME)?;
    let server = Bare::start(page)?;
    let bare = saturated::rate(n_connections, &one, || server.connect(), TIME)?;

    let mut seeded = Seeded::new(5);
    let pages: Vec<String> = (0..N_TARGETS).map(|_| seeded.pick(&source.notes).url.clone()).collect();
    let searches: Vec<String> = (0..N_TARGETS).map(|_| searches::any(source, &mut seeded)).collect();
    let time = Duration::from_secs(options.seconds.into());
    let mut paced = Vec::new();
    for (name, targets) in [("any page", &pages[..]), ("one page", &one), ("search", &searches)] {
        let most = saturated::rate(n_connections, targets, || served.connect(), TIME)?.per_second;
        paced.push(paced::measure(name, n_connections, targets, || served.connect(), most, time)?);
    }
    // At the rate of one page, so that what the machine itself adds can be told from what Hedgerow does.
    let most = paced[1].most;
    paced.push(paced::measure("a bare handler", n_connections, &one, || server.connect(), most, time)?);
    server.stop();
    Ok(Load { n_connections, ours, bare, n_bytes, paced })
}
