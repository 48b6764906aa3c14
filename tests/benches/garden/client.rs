//! A reader: one connection that is kept open, and one request after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::Failed;

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a browser says that it takes.
pub(crate) const AS_A_BROWSER: &str = "gzip, deflate, br";

/// A connection.
#[derive(Debug)]
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    address: String,
}

/// What came back, and how long after the first byte was sent the last one was there.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) coding: String,
    /// Where the answer leads on, if it does.
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
}

impl Client {
    pub(crate) fn connect(address: &str) -> Result<Self, Failed> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::with_capacity(64 << 10, stream), address: address.to_owned() })
    }

    /// Asks as a browser does, and wants the answer 200.
    pub(crate) fn get(&mut self, target: &str) -> Result<Answer, Failed> {
        found(target, self.ask(target, AS_A_BROWSER)?)
    }

    /// Asks for a body as it is, not compressed.
    pub(crate) fn get_plain(&mut self, target: &str) -> Result<Answer, Failed> {
        found(target, self.ask(target, "identity")?)
    }

    /// Asks for a body as it is, and takes any answer.
    pub(crate) fn look(&mut self, target: &str) -> Result<Answer, Failed> {
        self.ask(target, "identity")
    }

    fn ask(&mut self, target: &str, codings: &str) -> Result<Answer, Failed> {
        let Self { address, .. } = self;
        let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {codings}\r\n\r\n");
        let started = Instant::now();
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut answer = self.read()?;
        answer.took = started.elapsed();
        Ok(answer)
    }

    fn read(&mut self) -> Result<Answer, Failed> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no answer")?;
        let (mut length, mut content_type, mut coding, mut location) =
            (None, String::new(), String::new(), String::new());
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse::<usize>().ok(),
                "content-type" => content_type = value.trim().to_owned(),
                "content-encoding" => coding = value.trim().to_owned(),
                "location" => location = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length.ok_or("the answer has no length")?];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, content_type, coding, location, body, took: Duration::ZERO })
    }
}

fn found(target: &str, answer: Answer) -> Result<Answer, Failed> {
    match answer.status {
        200 => Ok(answer),
        status => Err(format!("{target} is answered with {status}").into()),
    }
}
