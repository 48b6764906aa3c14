//! The program with a port.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

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
}

impl Running {
    /// Starts the program at `program` on a vault, with a port that the system picks, and waits until it answers.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start(program: &str, vault: &std::path::Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.arg("serve").arg(vault).args(["--port", "0"]).args(arguments);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let mut lines = BufReader::new(process.stdout.take().expect("the output is a pipe")).lines();
        let said: Vec<String> = lines.by_ref().take(2).map_while(Result::ok).collect();
        let address = said.first().and_then(|line| line.split_once("http://")).map(|(_, address)| address);
        let Some(address) = address.and_then(|address| address.split('/').next()).map(ToOwned::to_owned) else {
            let status = process.wait();
            panic!("the program ended without an address: {status:?} {said:?}");
        };
        // What it may say later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, said, address }
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
        let mut stream = TcpStream::connect(&self.address).expect("the program listens");
        stream.set_read_timeout(Some(FOR_EVER)).expect("the time is not zero");
        // The program may answer and close before it has read all.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Ok(_) => answer,
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => answer,
            Err(error) => panic!("{}: {error}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)])),
        }
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
        let mut request = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", question.method, question.target, self.address);
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
