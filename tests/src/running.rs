//! The program with a port.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Answer, Host, Question};

/// Nothing takes so long, on the slowest machine; an answer that does will never come.
const FOR_EVER: Duration = Duration::from_secs(120);

/// `hedgerow serve` in a process of its own; it is ended when the value is dropped.
#[derive(Debug)]
pub struct Running {
    process: Child,
    /// What it printed up to the line with the number of notes.
    pub said: Vec<String>,
    address: String,
    heard: Arc<Heard>,
    /// Where it keeps what the next start can use, unless it was told another place.
    _home: Option<TempDir>,
}

/// What it said later, and its complaints.
#[derive(Debug, Default)]
struct Heard {
    lines: Mutex<Vec<String>>,
    more: Condvar,
}

impl Running {
    /// Starts the program at `program` on a vault, with a port that the system picks, and waits until it answers. Nothing is left
    /// of an earlier run, unless the arguments name a place for it.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start(program: &str, vault: &Path, arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("the system has room for a folder");
        let mut command = Self::command(program, vault, arguments);
        command.env("XDG_STATE_HOME", home.path()).env("XDG_CACHE_HOME", home.path());
        let mut running = Self::of(command);
        running._home = Some(home);
        running
    }

    /// Returns the command that starts the program.
    pub fn command(program: &str, vault: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.arg("serve").arg(vault).args(["--port", "0"]).args(arguments);
        command
    }

    /// Runs a command that is, or becomes, the program.
    ///
    /// # Panics
    /// If it does not start.
    pub fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let heard = Arc::new(Heard::default());
        let errors = BufReader::new(process.stderr.take().expect("the complaints are a pipe")).lines();
        let of_errors = Arc::clone(&heard);
        std::thread::spawn(move || errors.map_while(Result::ok).for_each(|line| of_errors.hear(line)));
        let mut lines = BufReader::new(process.stdout.take().expect("the output is a pipe")).lines();
        let said: Vec<String> = lines.by_ref().take(2).map_while(Result::ok).collect();
        let address = said.first().and_then(|line| line.split_once("http://")).map(|(_, address)| address);
        let Some(address) = address.and_then(|address| address.split('/').next()).map(ToOwned::to_owned) else {
            let status = process.wait();
            panic!("the program ended without an address: {status:?} {said:?} {:?}", heard.all());
        };
        let of_lines = Arc::clone(&heard);
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| of_lines.hear(line)));
        Self { process, said, address, heard, _home: None }
    }

    /// Returns all that it said since it answered first, and all its complaints.
    pub fn heard(&self) -> Vec<String> {
        self.heard.all()
    }

    /// Waits until it says, or has said, something with these words.
    ///
    /// # Panics
    /// If it never does.
    pub fn hear(&self, words: &str) {
        let has_not = |lines: &mut Vec<String>| !lines.iter().any(|line| line.contains(words));
        let lines = self.heard.lines.lock().expect("nobody panics with it");
        let waited = self.heard.more.wait_timeout_while(lines, FOR_EVER, has_not).expect("nobody panics with it");
        assert!(!waited.1.timed_out(), "it never said `{words}`: {:?}", *waited.0);
    }

    /// Returns the number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Returns host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sends bytes as they are and returns all that comes back; empty if the connection was closed without a word.
    ///
    /// # Panics
    /// If the program does not take the connection or never answers.
    pub fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let answer = self.connect().and_then(|mut stream| {
            // The program may answer and close before it has read all.
            let _ = stream.write_all(bytes);
            let mut answer = Vec::new();
            match stream.read_to_end(&mut answer) {
                Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
                _ => Ok(answer),
            }
        });
        answer.unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)])))
    }

    /// Opens a connection on which it is waited for answers.
    ///
    /// # Errors
    /// If the program does not take it.
    pub fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(FOR_EVER))?;
        Ok(stream)
    }

    /// Ends it as a power cut would.
    ///
    /// # Panics
    /// If it had ended by itself.
    pub fn kill(mut self) {
        let ended = self.process.try_wait().expect("the process is ours");
        assert_eq!(ended, None, "it ended by itself: {:?}", self.heard());
        self.process.kill().expect("the process is ours");
        self.process.wait().expect("the process is ours");
    }

    /// Sends a signal, `-TERM` or `-INT`, and waits for the end.
    ///
    /// # Panics
    /// If the signal cannot be sent.
    pub fn stop_with(mut self, signal: &str) -> ExitStatus {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "`kill {signal}` failed");
        self.process.wait().expect("the process is ours")
    }
}

impl Host for Running {
    fn ask(&self, question: &Question) -> Answer {
        // One name for all, so that two that should answer alike are asked alike.
        let mut request = format!("{} {} HTTP/1.1\r\nhost: garden.test\r\n", question.method, question.target);
        for (name, value) in &question.headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !question.body.is_empty() {
            request.push_str(&format!("content-length: {}\r\n", question.body.len()));
        }
        request.push_str("connection: close\r\n\r\n");
        request.push_str(&question.body);
        read(&self.send(request.as_bytes())).unwrap_or_else(|| panic!("{question}: no answer"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Heard {
    fn hear(&self, line: String) {
        self.lines.lock().expect("nobody panics with it").push(line);
        self.more.notify_all();
    }

    fn all(&self) -> Vec<String> {
        self.lines.lock().expect("nobody panics with it").clone()
    }
}

/// Waits until something holds; returns how long that took.
///
/// # Panics
/// If it never does.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < FOR_EVER, "it never came true: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
    started.elapsed()
}

/// Reads an answer whose body ends with the connection.
fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = Answer::new(status, headers.filter(|(name, _)| name != "connection"), bytes[end + 4..].to_vec());
    assert_eq!(answer.header("transfer-encoding"), "", "bodies in chunks are not read here");
    Some(answer)
}
