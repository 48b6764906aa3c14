//! `hedgerow serve`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use hedgerow_model::{Code, Diagnostic};
use hedgerow_server::{Listener, ServeError, ServeOptions, run};
use hedgerow_vault::History;

use crate::args::ServeArguments;
use crate::console::{Console, Stop};
use crate::count::{counted, grouped};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::grown::{Grown, grow_opened};
use crate::progress::Progress;
use crate::reading::Opened;
use crate::report::printable;

/// Said when a garden has no note to show.
const HOW_TO_PUBLISH: &str = "no note is public yet: a note is public when its front matter says `publish: true`, or when \
    it lies in a folder that `include` names in `hedgerow.toml`; `--publish all` publishes every note that does not say \
    otherwise";

/// Serves the garden until the program is told to stop.
pub(crate) fn serve(arguments: &ServeArguments, console: &mut Console<'_>) -> Result<Exit, Stop> {
    let started = Instant::now();
    let opened = Opened::new(&arguments.vault, &arguments.overrides)?;
    // The port before the notes: who has to choose another one should not have waited first.
    let options = ServeOptions { host: arguments.host.clone(), port: arguments.port, ..ServeOptions::default() };
    let listener = Listener::bind(&options).map_err(|error| explain(&error, &options))?;
    let url = url(listener.address(), opened.options.base.as_str());
    let title = opened.title().to_owned();

    let progress = Progress::start(console.is_err_terminal);
    let grown = grow_opened(opened, &progress)?;
    drop(progress);

    // A reader of the output who goes away does not stop the garden.
    let _ = announce(&grown, &title, &url, started.elapsed(), console);
    if arguments.open && !open_browser(&url) {
        let _ = writeln!(console.err, "cannot open a browser; open {url} yourself");
    }
    serve_and_check(listener, grown, &options, console)
}

/// What happens while the garden is open.
enum Event {
    /// All is known that the author should know.
    Checked(Vec<Diagnostic>),
    /// The server was told to stop, and did.
    Stopped(Result<(), ServeError>),
}

/// Answers readers at once, and tells the author what there is to mend when it is known. The check is not waited for when
/// the server stops.
fn serve_and_check(
    listener: Listener,
    grown: Grown,
    options: &ServeOptions,
    console: &mut Console<'_>,
) -> Result<Exit, Stop> {
    let (events, incoming) = channel();
    let (live, files) = (Arc::clone(&grown.live), Arc::clone(&grown.files));
    let (stopped, server_options) = (events.clone(), options.clone());
    std::thread::spawn(move || stopped.send(Event::Stopped(run(listener, live, files, &server_options))));
    std::thread::spawn(move || events.send(Event::Checked(grown.diagnostics())));
    for event in incoming {
        match event {
            Event::Checked(diagnostics) => {
                let _ = tell(&diagnostics, console);
            }
            Event::Stopped(served) => {
                served.map_err(|error| explain(&error, options))?;
                break;
            }
        }
    }
    Ok(Exit::Success)
}

fn announce(grown: &Grown, title: &str, url: &str, took: Duration, console: &mut Console<'_>) -> std::io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let out = &mut console.out;
    writeln!(out, "{bold}{}{bold:#} is open at {bold}{url}{bold:#}", printable(title))?;
    let (n_notes, n_public) = (grown.n_notes(), grown.n_public());
    writeln!(out, "{}, {} public, ready in {:.2} s", counted(n_notes, "note"), grouped(n_public), took.as_secs_f64())?;
    if let Some(home) = grown.lost_home() {
        writeln!(out, "the home page that the settings name is no public note: `{}`", printable(home))?;
    }
    if grown.lacks_style() {
        writeln!(out, "the settings allow `publish.css`, and the root of the vault has none that can be used")?;
    }
    if grown.is_closed() {
        writeln!(out, "readers are asked for the password")?;
    }
    if grown.history() == History::Shallow {
        writeln!(out, "git's history is cut off here, so that older notes have no dates: `git fetch --unshallow`")?;
    }
    if n_public == 0 {
        writeln!(out, "{HOW_TO_PUBLISH}")?;
    }
    out.flush()
}

/// Tells how many diagnostics there are of each kind.
fn tell(diagnostics: &[Diagnostic], console: &mut Console<'_>) -> std::io::Result<()> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code).or_default() += 1;
    }
    let kinds: Vec<_> = counts.into_iter().map(|(code, n)| format!("{} {code}", grouped(n))).collect();
    match kinds.is_empty() {
        true => writeln!(console.out, "nothing to mend")?,
        false => writeln!(console.out, "to mend: {} (`hedgerow check` says where)", kinds.join(", "))?,
    }
    console.out.flush()
}

/// Returns the address to type: one that listens everywhere is reached on this machine by its loopback.
fn url(address: SocketAddr, base: &str) -> String {
    let mut reachable = address;
    if address.ip().is_unspecified() {
        let loopback = if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        reachable.set_ip(loopback);
    }
    format!("http://{reachable}{base}/")
}

fn open_browser(url: &str) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}

fn explain(error: &ServeError, options: &ServeOptions) -> Failure {
    let ServeOptions { host, port, .. } = options;
    match error {
        ServeError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse => {
            Failure::new(format!("port {port} of `{host}` is in use"))
                .with_help("stop the program that has it, or take another one: `--port 0` picks a free one")
        }
        ServeError::Listen { source, .. } if source.kind() == ErrorKind::PermissionDenied => {
            Failure::new(format!("port {port} may not be taken")).with_help("take one above 1023")
        }
        ServeError::Listen { address, source } => Failure::new(format!("cannot listen on {address}: {source}"))
            .with_help("`--host` names an address of this machine: `127.0.0.1`, or `0.0.0.0` for all of them"),
        ServeError::Host { .. } => Failure::new(error.to_string())
            .with_help("`--host` names an address of this machine: `127.0.0.1`, or `0.0.0.0` for all of them"),
        ServeError::Runtime(source) => Failure::new(format!("{error}: {source}")),
    }
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn the_address_can_be_typed() {
        let cases = [
            ("127.0.0.1:4747", "", "http://127.0.0.1:4747/"),
            ("0.0.0.0:80", "/notes", "http://127.0.0.1:80/notes/"),
            ("[::]:4747", "", "http://[::1]:4747/"),
        ];
        for (address, base, expected) in cases {
            assert_eq!(url(address.parse().unwrap(), base), expected);
        }
    }
}
