//! Asks until it is there.

use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::client::Client;
use crate::served::Served;

/// What has not come by then will never come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two questions; the server needs the machine, too.
const BREATH: Duration = Duration::from_millis(1);

/// What must be so.
#[derive(Clone, Debug)]
pub(crate) enum Want {
    /// The answer is there, with the text in it.
    Holds { address: String, text: String },
    /// The answer is there, without the text in it.
    Lacks { address: String, text: String },
    /// There is no answer.
    Gone { address: String },
    /// The answer leads on for good.
    Leads { address: String, to: String },
}

/// How long it took.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) first: Duration,
    pub(crate) all: Duration,
    /// The first was there, and another one not yet.
    pub(crate) is_behind: bool,
}

/// A reader who waits for news.
pub(crate) struct Reader {
    client: Client,
}

impl Reader {
    pub(crate) fn new(served: &Served) -> Result<Self, Failed> {
        Ok(Self { client: served.connect()? })
    }

    /// Returns what stands at an address.
    pub(crate) fn page(&mut self, address: &str) -> Result<String, Failed> {
        Ok(String::from_utf8_lossy(&self.client.look(address)?.body).into_owned())
    }

    /// Looks until all is so, one after the other.
    pub(crate) fn wait(&mut self, saved: Instant, wants: &[Want]) -> Result<Seen, Failed> {
        let mut seen = Seen { first: Duration::ZERO, all: Duration::ZERO, is_behind: false };
        for (n, want) in wants.iter().enumerate() {
            while !self.is_so(want)? {
                seen.is_behind |= n > 0;
                if saved.elapsed() > PATIENCE {
                    return Err(format!("readers still wait for this: {want:?}").into());
                }
                thread::sleep(BREATH);
            }
            seen.all = saved.elapsed();
            if n == 0 {
                seen.first = seen.all;
            }
        }
        Ok(seen)
    }

    fn is_so(&mut self, want: &Want) -> Result<bool, Failed> {
        let (Want::Holds { address, .. }
        | Want::Lacks { address, .. }
        | Want::Gone { address }
        | Want::Leads { address, .. }) = want;
        let answer = self.client.look(address)?;
        let holds = |text: &str| String::from_utf8_lossy(&answer.body).contains(text);
        Ok(match want {
            Want::Holds { text, .. } => answer.status == 200 && holds(text),
            Want::Lacks { text, .. } => answer.status == 200 && !holds(text),
            Want::Gone { .. } => answer.status == 404,
            Want::Leads { to, .. } => matches!(answer.status, 301 | 308) && answer.location.ends_with(to.as_str()),
        })
    }
}
