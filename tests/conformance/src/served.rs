//! A site that a program serves.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use ureq::http::Request;
use ureq::{Agent, Body};
use url::Url;

use crate::answer::Answer;
use crate::command::Template;
use crate::site::Site;
use crate::vault::CaseVault;

/// A server that says nothing for so long never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server in a process of its own; it is ended when the value is dropped.
#[derive(Debug)]
pub(crate) struct Served {
    process: Child,
    origin: Url,
    agent: Agent,
}

impl Served {
    /// Starts a server and waits until it takes connections. Without `{port}` in its command the server picks one and
    /// prints its address.
    pub(crate) fn start(template: &Template, vault: &CaseVault) -> Result<Self, String> {
        let port = template.has_port().then(free_port).transpose()?;
        let mut command = template.command(vault, port);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| format!("the server cannot be started: {error}"))?;
        let output = BufReader::new(process.stdout.take().expect("the output is a pipe"));
        let config =
            Agent::config_builder().max_redirects(0).http_status_as_error(false).allow_non_standard_methods(true);
        let agent = config.timeout_global(Some(PATIENCE)).build().new_agent();
        let origin = match port {
            Some(port) => wait_for(port, &mut process),
            None => printed_address(output, &mut process),
        };
        match origin {
            Ok(origin) => Ok(Self { process, origin, agent }),
            Err(error) => {
                let _ = process.kill();
                let _ = process.wait();
                Err(error)
            }
        }
    }
}

impl Site for Served {
    fn origin(&self) -> &Url {
        &self.origin
    }

    fn ask(&self, method: &str, path: &str, headers: &BTreeMap<String, String>) -> Result<Answer, String> {
        let address = format!("{}{path}", self.origin.as_str().trim_end_matches('/'));
        let mut request = Request::builder().method(method).uri(&address);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(()).map_err(|error| format!("`{method} {path}` cannot be asked: {error}"))?;
        let mut response =
            self.agent.run(request).map_err(|error| format!("`{method} {path}` has no answer: {error}"))?;
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let status = response.status().as_u16();
        let body = read(response.body_mut()).map_err(|error| format!("`{method} {path}` broke off: {error}"))?;
        Ok(Answer { status, headers, body })
    }

    fn all(&self) -> Vec<String> {
        Vec::new()
    }

    fn is_served(&self) -> bool {
        true
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(body: &mut Body) -> Result<Vec<u8>, ureq::Error> {
    body.with_config().limit(256 * 1024 * 1024).read_to_vec()
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

fn wait_for(port: u16, process: &mut Child) -> Result<Url, String> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Url::parse(&format!("http://127.0.0.1:{port}/")).map_err(|error| error.to_string());
        }
        if let Ok(Some(status)) = process.try_wait() {
            return Err(format!("the server ended: {status}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(format!("the server did not take a connection within {} s", PATIENCE.as_secs()))
}

/// Reads what the server prints up to the first address of this machine; the rest is read so that the pipe never fills.
fn printed_address(mut output: impl BufRead + Send + 'static, process: &mut Child) -> Result<Url, String> {
    let mut line = String::new();
    while output.read_line(&mut line).is_ok_and(|n_bytes| n_bytes > 0) {
        let address = line.find("http://").map(|at| &line[at..]);
        let address = address.and_then(|text| text.split(|c: char| c.is_whitespace() || c.is_control()).next());
        if let Some(url) = address.and_then(|address| Url::parse(address).ok()) {
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
            return url.join("/").map_err(|error| error.to_string());
        }
        line.clear();
    }
    let status = process.wait().map(|status| status.to_string()).unwrap_or_default();
    Err(format!("the server ended before it printed its address: {status}"))
}
