//! Tells how far a long start is.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less is done before a bar could be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar that shows itself after a second; where no terminal is, a line for each step that comes after it.
pub(crate) struct Progress {
    bar: ProgressBar,
    is_late: Arc<AtomicBool>,
    is_terminal: bool,
    timer: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    pub(crate) fn start(is_terminal: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let is_late = Arc::new(AtomicBool::new(false));
        let (done, wait) = channel();
        let (late_bar, late) = (bar.clone(), Arc::clone(&is_late));
        let timer = std::thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                late.store(true, Ordering::Relaxed);
                if is_terminal {
                    late_bar.set_draw_target(ProgressDrawTarget::stderr());
                    late_bar.enable_steady_tick(Duration::from_millis(100));
                }
            }
        });
        Self { bar, is_late, is_terminal, timer: Some((done, timer)) }
    }

    /// Shows nothing, for what is done again and again.
    pub(crate) fn silent() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, is_late: Arc::default(), is_terminal: false, timer: None }
    }

    /// Begins a step; `n_total` is the number of notes in it, where that is known.
    pub(crate) fn step(&self, name: &'static str, n_total: Option<usize>) {
        let template = match n_total {
            Some(_) => "{msg:20} {bar:30.green} {human_pos}/{human_len}",
            None => "{msg:20} {spinner} {human_pos}",
        };
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_message(name);
        self.bar.set_position(0);
        match n_total {
            Some(n) => self.bar.set_length(n as u64),
            None => self.bar.unset_length(),
        }
        if !self.is_terminal && self.is_late.load(Ordering::Relaxed) {
            let _ = writeln!(std::io::stderr(), "{name} ...");
        }
    }

    /// Counts one note done.
    pub(crate) fn count(&self) {
        self.bar.inc(1);
    }

    /// Shows nothing any more, whoever still counts.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
    }

    /// Says how many notes are done.
    pub(crate) fn reach(&self, n: usize) {
        self.bar.set_position(n as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, timer)) = self.timer.take() {
            drop(done);
            let _ = timer.join();
        }
        self.bar.finish_and_clear();
    }
}
