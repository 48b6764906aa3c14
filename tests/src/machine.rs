//! Where and when it was measured.

use std::fs;
use std::thread::available_parallelism;

/// The machine at a moment.
#[derive(Clone, Debug)]
pub struct Machine {
    /// What the processor calls itself.
    pub processor: String,
    /// How many threads run at once.
    pub n_cores: usize,
    /// In bytes.
    pub memory: u64,
    /// System, its release and the architecture.
    pub system: String,
    /// How many processes wanted to run in the last minute, on average. On a quiet machine this is near 0.
    pub load: String,
    /// In UTC.
    pub date: String,
}

impl Machine {
    /// Looks at the machine.
    pub fn now() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let value = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name))?;
            line.split_once(':').map(|(_, value)| value.trim().to_owned())
        };
        let memory = value(&read("/proc/meminfo"), "MemTotal");
        let kilobytes = memory.and_then(|memory| memory.trim_end_matches("kB").trim().parse::<u64>().ok());
        let release = read("/proc/sys/kernel/osrelease");
        Self {
            processor: value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "an unknown processor".into()),
            n_cores: available_parallelism().map_or(1, usize::from),
            memory: kilobytes.unwrap_or_default() * 1024,
            system: format!("{} {} {}", std::env::consts::OS, release.trim(), std::env::consts::ARCH),
            load: read("/proc/loadavg").split(' ').next().unwrap_or("?").to_owned(),
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        }
    }
}
