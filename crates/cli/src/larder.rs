//! What is kept from one run to the next, outside the vault: notes as they were read, parts of the index, and the addresses that
//! notes once had. All of it may be lost without harm.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hedgerow_parser::{Note, READER, Unread};
use hedgerow_publish::{Past, PublicGarden};
use hedgerow_search::{KeptSegments, SearchIndex};
use hedgerow_store::{Cache, Odd, PlaceError, Places, Saved, State, Trouble};
use rayon::prelude::*;

/// The caches are written at most this often: they only save time at the next start.
const REST: Duration = Duration::from_secs(20);

/// How long a program that is told to stop waits for its caches.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was kept of a vault.
pub(crate) struct Larder {
    notes: Cache,
    segments: Segments,
    addresses: Addresses,
    past: Option<Past>,
    troubles: Vec<String>,
}

/// The addresses that notes once had, as they lie on the disk.
struct Addresses {
    state: State,
    /// They could not be read, and may be as good as ever: what this run knows is less, and is not written over them.
    are_out_of_reach: bool,
}

struct Segments(Cache);

impl KeptSegments for Segments {
    fn all(&self) -> Vec<([u8; 32], Bytes)> {
        self.0.keys().filter_map(|key| Some((*key, self.0.get(key)?))).collect()
    }
}

impl Larder {
    /// Opens what the last run left, below `dir` or where the system keeps such things. What cannot be used is as if it were not
    /// there, and is told by [`Larder::troubles`].
    ///
    /// # Errors
    /// Where there is no place outside the vault to keep anything.
    pub(crate) fn open(vault: &Path, dir: Option<&Path>) -> Result<Self, PlaceError> {
        let places = Places::of(vault, dir)?;
        let mut troubles = Vec::new();
        let ((notes, odd), (segments, odder)) = rayon::join(
            || Cache::open(&places, "notes", READER.as_bytes()),
            || Cache::open(&places, "index", READER.as_bytes()),
        );
        troubles.extend(odd.iter().chain(&odder).map(|odd| match odd {
            Odd::Unreadable { .. } => format!("{odd}; this start does without it"),
            Odd::Damaged { .. } | Odd::Foreign { .. } => format!("{odd}, and is not used"),
        }));
        let mut addresses = Addresses { state: State::open(&places), are_out_of_reach: false };
        // Where nothing can be written, that is told when something is to be.
        let _ = addresses.state.become_writer();
        let past = addresses.load().unwrap_or_else(|trouble| {
            troubles.push(trouble);
            None
        });
        Ok(Self { notes, segments: Segments(segments), addresses, past, troubles })
    }

    /// Returns what was remembered of the last run.
    pub(crate) fn past(&self) -> Option<Past> {
        self.past.clone()
    }

    /// Returns what could not be used, a line each.
    pub(crate) fn troubles(&self) -> &[String] {
        &self.troubles
    }

    pub(crate) fn segments(&self) -> &dyn KeptSegments {
        &self.segments
    }

    /// Makes a note of what was kept of it; gives the file back where nothing was.
    pub(crate) fn revive(&self, file: Unread) -> Result<Note, Unread> {
        match self.notes.get(file.fingerprint()) {
            Some(kept) => file.revive(&kept),
            None => Err(file),
        }
    }
}

impl Addresses {
    /// Reads what was written last; what cannot be used is told.
    fn load(&mut self) -> Result<Option<Past>, String> {
        let outcome = match self.state.load() {
            Ok(None) => return Ok(None),
            Ok(Some(bytes)) => match Past::from_bytes(&bytes) {
                Some(past) => return Ok(Some(past)),
                None => {
                    self.state.set_aside();
                    "the addresses of the last run are of another version and are not used".to_owned()
                }
            },
            Err(odd @ Odd::Unreadable { .. }) => {
                self.are_out_of_reach = true;
                return Err(format!("{odd}; this run does without the old addresses in it, and leaves it as it is"));
            }
            Err(odd @ (Odd::Damaged { .. } | Odd::Foreign { .. })) => format!("{odd}: old addresses are forgotten"),
        };
        Err(match self.state.aside() {
            Some(aside) => format!("{outcome}; the file is now `{aside}`"),
            None => outcome,
        })
    }

    /// Writes them, where this program is the one that does.
    fn save(&mut self, past: &Past) -> Result<Saved, Trouble> {
        self.state.become_writer()?;
        self.state.save(&past.to_bytes())
    }
}

/// What is to be kept of a garden.
pub(crate) struct Stock {
    /// All notes of the vault.
    pub(crate) notes: Vec<Arc<Note>>,
    /// The public ones.
    pub(crate) garden: Arc<PublicGarden>,
    /// Their index.
    pub(crate) search: Arc<SearchIndex>,
    /// The commit of the vault.
    pub(crate) commit: Option<String>,
}

/// Writes to the larder, on a thread of its own: neither readers nor edits wait for the disk.
pub(crate) struct Keeper {
    jobs: Sender<Job>,
}

/// What the keeper is told.
enum Job {
    Keep(Stock),
    /// To write what it has at once, and to say when that is done.
    Finish(Sender<()>),
}

impl Keeper {
    /// Starts with an opened larder. `tell` hears once of what cannot be written.
    pub(crate) fn start(larder: Larder, tell: impl Fn(String) + Send + 'static) -> Self {
        let (jobs, incoming) = channel();
        let thread = std::thread::Builder::new().name("keeper".to_owned());
        // Without a thread nothing is kept, which costs only time.
        let _ = thread.spawn(move || Shelves::of(larder, Box::new(tell)).fill(&incoming));
        Self { jobs }
    }

    /// Hands over what is to be kept now; what was handed over before and not written yet is dropped.
    pub(crate) fn keep(&self, stock: Stock) {
        let _ = self.jobs.send(Job::Keep(stock));
    }

    /// Waits until what was handed over is on the disk, but no longer than a moment.
    pub(crate) fn finish(&self) {
        let (done, finished) = channel();
        if self.jobs.send(Job::Finish(done)).is_ok() {
            let _ = finished.recv_timeout(PATIENCE);
        }
    }
}

/// Takes what came meanwhile, too: of several gardens only the newest counts.
fn newest(job: Job, incoming: &Receiver<Job>) -> (Option<Stock>, Option<Sender<()>>) {
    let (mut stock, mut finished) = (None, None);
    for job in std::iter::once(job).chain(incoming.try_iter()) {
        match job {
            Job::Keep(newer) => stock = Some(newer),
            Job::Finish(done) => finished = Some(done),
        }
    }
    (stock, finished)
}

struct Shelves {
    notes: Cache,
    segments: Cache,
    addresses: Addresses,
    saved: Option<Past>,
    /// What another program wrote last, which was the writer before this one: it may have seen more.
    inherited: Option<Past>,
    tell: Box<dyn Fn(String) + Send>,
    has_told: bool,
    next_writing: Instant,
}

impl Shelves {
    fn of(larder: Larder, tell: Box<dyn Fn(String) + Send>) -> Self {
        let Larder { mut notes, segments: Segments(mut segments), addresses, past, .. } = larder;
        notes.release();
        segments.release();
        let (inherited, next_writing) = (None, Instant::now());
        Self { notes, segments, addresses, saved: past, inherited, tell, has_told: false, next_writing }
    }

    fn fill(mut self, incoming: &Receiver<Job>) {
        let mut waiting: Option<Stock> = None;
        loop {
            let next = match &waiting {
                None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => incoming.recv_timeout(self.next_writing.saturating_duration_since(Instant::now())),
            };
            let (stock, finished) = match next {
                Ok(job) => newest(job, incoming),
                Err(RecvTimeoutError::Timeout) => (None, None),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Some(stock) = stock {
                // Addresses at once: a program that is killed must not forget where its readers were sent.
                self.keep_past(&stock);
                waiting = Some(stock);
            }
            let is_due = finished.is_some() || Instant::now() >= self.next_writing;
            if let Some(stock) = waiting.take_if(|_| is_due) {
                self.keep_work(&stock);
                self.next_writing = Instant::now() + REST;
            }
            finished.map(|done| done.send(()));
        }
    }

    fn keep_past(&mut self, stock: &Stock) {
        let past = stock.garden.past().at_commit(stock.commit.clone());
        let past = match &self.inherited {
            Some(inherited) => past.with_addresses_of(inherited),
            None => past,
        };
        if self.saved.as_ref() == Some(&past) {
            return;
        }
        match self.addresses.save(&past) {
            Ok(Saved::Written) => {
                self.inherited = self.inherited.is_some().then(|| past.clone());
                self.saved = Some(past);
            }
            // The other program may have ended by the next time.
            Ok(Saved::NotTheWriter) => {}
            Ok(Saved::Unread) if self.addresses.are_out_of_reach => {}
            // The other program ended, and wrote until then.
            Ok(Saved::Unread) => match self.addresses.load() {
                Ok(Some(inherited)) => {
                    self.inherited = Some(inherited);
                    self.keep_past(stock);
                }
                Ok(None) => self.keep_past(stock),
                Err(trouble) => {
                    (self.tell)(trouble);
                    self.keep_past(stock);
                }
            },
            Err(trouble) => self.complain(&trouble.to_string()),
        }
    }

    fn keep_work(&mut self, stock: &Stock) {
        let in_use: std::collections::HashSet<[u8; 32]> = stock.notes.iter().map(|note| *note.fingerprint()).collect();
        let fresh: Vec<_> = stock.notes.par_iter().filter(|note| !self.notes.holds(note.fingerprint())).collect();
        let is_stale = fresh.is_empty() && self.notes.n_blobs() == in_use.len();
        if !is_stale {
            let fresh = fresh.into_iter().map(|note| (*note.fingerprint(), || Bytes::from(note.keep())));
            if let Err(trouble) = self.notes.write_made(fresh, |key| in_use.contains(key)) {
                self.complain(&trouble.to_string());
            }
        }
        let segments: Vec<([u8; 32], Bytes)> = stock.search.segments().map(|(key, bytes)| (*key, bytes)).collect();
        let in_use: std::collections::HashSet<[u8; 32]> = segments.iter().map(|(key, _)| *key).collect();
        let fresh: Vec<_> = segments.into_iter().filter(|(key, _)| !self.segments.holds(key)).collect();
        let is_stale = fresh.is_empty() && self.segments.n_blobs() == in_use.len();
        if !is_stale && let Err(trouble) = self.segments.write(fresh, |key| in_use.contains(key)) {
            self.complain(&trouble.to_string());
        }
    }

    /// Tells once: what cannot be written now cannot be written in a minute either.
    fn complain(&mut self, trouble: &str) {
        if !self.has_told {
            self.has_told = true;
            (self.tell)(format!("{trouble}; the next start will take longer, and old addresses may be forgotten"));
        }
    }
}
