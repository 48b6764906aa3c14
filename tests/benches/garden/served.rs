//! `hedgerow serve` in a process of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::client::Client;
use crate::program::Program;

/// Nothing takes so long; what does will never come.
const FOR_EVER: Duration = Duration::from_secs(300);

/// A running server; it is ended when the value goes, whatever happens.
#[derive(Debug)]
pub(crate) struct Served {
    process: Child,
    said: Receiver<String>,
    address: String,
    /// Before the process was asked for.
    pub(crate) started: Instant,
    /// How many notes it found and how many are public, in its own words.
    pub(crate) counted: String,
}

/// Memory of the process, in bytes: what is in use, and the most that ever was.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    pub(crate) resident: u64,
    pub(crate) peak: u64,
}

impl Served {
    /// Starts the program with a port that the system picks, and returns when it has said where it is. What it keeps for
    /// the next start goes to the folder `state`.
    pub(crate) fn start(program: &Program, vault: &Path, state: &Path, flags: &[String]) -> Result<Self, Failed> {
        let mut command = program.command("serve", vault, flags);
        command.arg("--state").arg(state);
        command.args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = Instant::now();
        let mut process = command.spawn()?;
        let output = process.stdout.take().ok_or("the output is a pipe")?;
        let (lines, said) = channel();
        // Ends with the process. What it says must not fill the pipe.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = lines.send(line);
            }
        });
        let mut served = Self { process, said, address: String::new(), started, counted: String::new() };
        let opened = served.wait_for(|line| line.contains("http://"))?;
        let address = opened.split_once("http://").and_then(|(_, address)| address.split('/').next());
        served.address = address.ok_or("the program names no address")?.to_owned();
        Ok(served)
    }

    /// Opens a connection.
    pub(crate) fn connect(&self) -> Result<Client, Failed> {
        Client::connect(&self.address)
    }

    /// Waits until the author's check is done, which goes on in the background after the start.
    pub(crate) fn wait_for_the_check(&mut self) -> Result<Duration, Failed> {
        self.counted = self.wait_for(|line| line.contains("ready in"))?;
        self.wait_for(|line| line.contains("to mend"))?;
        Ok(self.started.elapsed())
    }

    fn wait_for(&self, is_it: impl Fn(&str) -> bool) -> Result<String, Failed> {
        loop {
            let line =
                self.said.recv_timeout(FOR_EVER).map_err(|error| format!("the program says nothing: {error}"))?;
            if is_it(&line) {
                return Ok(line);
            }
        }
    }

    /// Returns the memory of the process; nothing where the system has no `/proc`.
    pub(crate) fn memory(&self) -> Memory {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let kilobytes = |name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name))?;
            value.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse::<u64>().ok()
        };
        let bytes = |name| kilobytes(name).unwrap_or_default() * 1024;
        Memory { resident: bytes("VmRSS"), peak: bytes("VmHWM") }
    }

    /// Returns how many bytes the process has had fetched from the disk, not from the system's cache.
    pub(crate) fn fetched(&self) -> u64 {
        let counters = fs::read_to_string(format!("/proc/{}/io", self.process.id())).unwrap_or_default();
        let value = counters.lines().find_map(|line| line.strip_prefix("read_bytes: "));
        value.and_then(|value| value.trim().parse().ok()).unwrap_or_default()
    }

    /// Returns the time that processors have spent on the process, all cores together.
    pub(crate) fn spent(&self) -> Duration {
        // Linux counts for its users in hundredths of a second, whatever its clock does.
        const TICK: Duration = Duration::from_millis(10);
        let counters = fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        // The second field is the name in parentheses, which may hold spaces; the times are the 14th and 15th.
        let fields = counters.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
        TICK * ticks
    }

    /// Asks the process to end, and waits until it has put away what it keeps and is gone.
    pub(crate) fn stop(mut self) -> Result<(), Failed> {
        let process = self.process.id().to_string();
        let is_asked = cfg!(unix) && Command::new("kill").args(["-s", "TERM", &process]).status()?.success();
        if !is_asked {
            return Ok(());
        }
        let asked = Instant::now();
        while self.process.try_wait()?.is_none() {
            if asked.elapsed() > FOR_EVER {
                return Err("the program does not end".into());
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
