//! Reads one note, and notices when somebody writes it meanwhile.

use std::fs::File;
use std::io::{self, Read};
use std::time::{Duration, SystemTime};

use hedgerow_model::{Code, Diagnostic, NotePath};

use crate::decode;
use crate::door::Door;
use crate::stamp::Stamp;

/// A note longer than this is a mistake, and would cost every page of the site its speed.
const MAX_NOTE_BYTES: u64 = 32 << 20;

/// How often a file that changes while it is read is tried.
const N_TRIES: u32 = 5;

/// How long a file that became shorter is left alone: an editor may have emptied it in order to write it anew.
const BREATH: Duration = Duration::from_millis(10);

/// What came of reading a note.
pub(crate) enum Reading {
    /// It was read, as it stood at one moment.
    Read(Text),
    /// It is not there any more: as if it had never been listed.
    Gone,
    /// It cannot be read.
    Unreadable(Diagnostic),
    /// It cannot be read just now; the next look may find it whole.
    Restless(Diagnostic),
}

/// A note's bytes as they stood at one moment.
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) hash: [u8; 32],
    pub(crate) stamp: Stamp,
    /// Whether each later change will show in the stamp.
    pub(crate) is_settled: bool,
    pub(crate) diagnostic: Option<Diagnostic>,
}

/// Reads a note; `previous_len` is its length at the last look.
pub(crate) fn read(door: &mut Door<'_>, path: &NotePath, previous_len: u64) -> Reading {
    for n_tried in 0..N_TRIES {
        let looked_at = SystemTime::now();
        match read_once(door, path) {
            Ok((bytes, stamp)) if is_being_written(stamp, previous_len, looked_at) && n_tried + 1 < N_TRIES => {
                drop(bytes)
            }
            Ok((bytes, stamp)) => return Reading::Read(text(path, bytes, stamp, looked_at)),
            Err(Trouble::Torn) => {}
            Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Reading::Gone,
            Err(Trouble::Io(error)) if is_passing(&error) => {
                return Reading::Restless(unreadable(path, &error.to_string()));
            }
            Err(Trouble::Io(error)) => return Reading::Unreadable(unreadable(path, &error.to_string())),
        }
        std::thread::sleep(BREATH);
    }
    Reading::Restless(unreadable(path, "it changes while it is read"))
}

/// Reads the first `len` bytes of an open file; that is how long it was a moment ago, and it may be another length by now.
///
/// # Errors
/// What the system says; `FileTooLarge` for more than 32 MiB.
pub(crate) fn read_bytes(file: &File, len: u64) -> io::Result<Vec<u8>> {
    if len > MAX_NOTE_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "longer than 32 MiB"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Tells whether an error is one of the moment and not of the file: nothing about the file will change when it is over.
pub(crate) fn is_passing(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let passing = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::STALE, Errno::TIMEDOUT, Errno::AGAIN];
        error.raw_os_error().is_some_and(|code| passing.iter().any(|errno| errno.raw_os_error() == code))
    }
    #[cfg(not(unix))]
    {
        matches!(error.kind(), io::ErrorKind::OutOfMemory | io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
    }
}

enum Trouble {
    Torn,
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn read_once(door: &mut Door<'_>, path: &NotePath) -> Result<(Vec<u8>, Stamp), Trouble> {
    let (file, metadata) = door.open_file(path)?;
    let before = Stamp::of(&metadata);
    let bytes = read_bytes(&file, before.len())?;
    let after = Stamp::of(&file.metadata()?);
    if before == after && bytes.len() as u64 == after.len() { Ok((bytes, after)) } else { Err(Trouble::Torn) }
}

fn is_being_written(stamp: Stamp, previous_len: u64, now: SystemTime) -> bool {
    stamp.len() < previous_len && stamp.is_younger(BREATH, now)
}

fn text(path: &NotePath, bytes: Vec<u8>, stamp: Stamp, looked_at: SystemTime) -> Text {
    let hash = *blake3::hash(&bytes).as_bytes();
    let (text, diagnostic) = decode::decode(path, bytes);
    Text { text, hash, stamp, is_settled: stamp.is_settled(looked_at), diagnostic }
}

fn unreadable(path: &NotePath, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, path, None, format!("cannot be read: {reason}"))
        .with_help("until it can be read, the note is on no page")
}
