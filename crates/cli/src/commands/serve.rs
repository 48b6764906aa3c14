//! `hedgerow serve`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use hedgerow_model::{Code, Diagnostic};
use hedgerow_server::{Hands, Listener, Live, ServeError, ServeOptions, run};
use hedgerow_vault::{History, VaultChange};

use crate::args::ServeArguments;
use crate::console::{Console, Stop};
use crate::count::{counted, grouped};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::gardener::{Gardener, Outcome};
use crate::larder::{Keeper, Larder};
use crate::lent::lent;
use crate::progress::Progress;
use crate::reading::Opened;
use crate::report::printable;
use crate::watch::{Event, Watch};

/// Said when a garden has no note to show.
const HOW_TO_PUBLISH: &str = "no note is public yet: a note is public when its front matter says `publish: true`, or when \
    it lies in a folder that `include` names in `hedgerow.toml`; `--publish all` publishes every note that does not say \
    otherwise";

/// Serves the garden until the program is told to stop, and keeps it up to date with the vault.
pub(crate) fn serve(arguments: &ServeArguments, console: &mut Console<'_>) -> Result<Exit, Stop> {
    let started = Instant::now();
    let opened = Opened::new(&arguments.vault, &arguments.overrides)?;
    // The garden is grown by the hands that make its pages afterwards: what reading left free of their memory is filled by the pages.
    let makers = Hands::of_machine();
    let larder = lent(&makers, || Larder::open(&arguments.vault, arguments.state.as_deref()));
    let larder = match larder {
        Ok(larder) => Some(larder),
        Err(error) if arguments.state.is_some() => return Err(Failure::new(error.to_string()).into()),
        Err(error) => {
            let _ = writeln!(console.err, "{error}; nothing is kept for the next start");
            None
        }
    };
    // The port before the notes: who has to choose another one should not have waited first.
    let options = ServeOptions {
        host: arguments.host.clone(),
        port: arguments.port,
        makers: Some(makers.clone()),
        ..ServeOptions::default()
    };
    let listener = Listener::bind(&options).map_err(|error| explain(&error, &options))?;
    let url = url(listener.address(), opened.options.base.as_str());

    let live = Arc::new(Live::empty());
    let mut gardener = Gardener::new(arguments.vault.clone(), arguments.overrides.clone(), opened, Arc::clone(&live));
    if let Some(larder) = larder {
        for trouble in larder.troubles() {
            let _ = writeln!(console.err, "{}", printable(trouble));
        }
        gardener = gardener.with_larder(larder);
    }
    let (events, incoming) = channel();
    let (stopped, server_options, files) = (events.clone(), options.clone(), gardener.files());
    std::thread::spawn(move || stopped.send(Event::Stopped(run(listener, live, files, &server_options))));

    let growing = events.clone();
    let progress = Arc::new(Progress::start(console.is_err_terminal));
    let shown = Arc::clone(&progress);
    std::thread::spawn(move || {
        let grow = || lent(&makers, || gardener.tend_with(&VaultChange::everything(), false, &shown));
        let grown = catch_unwind(AssertUnwindSafe(grow));
        growing.send(Event::Grown(grown.map(|grown| grown.map(|_| Box::new(gardener)))))
    });
    let grown = incoming.iter().find_map(|event| match event {
        Event::Grown(grown) => Some(Ok(grown.unwrap_or_else(|panic| resume_unwind(panic)))),
        Event::Stopped(served) => Some(Err(served)),
        Event::Checked(_) | Event::Trouble(_) | Event::Tended(..) => None,
    });
    progress.end();
    let mut gardener = match grown {
        Some(Ok(grown)) => grown?,
        // Told to stop before there was anything to show. What was begun is of no use to anybody, and nothing of it is on the disk.
        Some(Err(served)) => return served.map(|()| Exit::Success).map_err(|error| explain(&error, &options).into()),
        None => return Ok(Exit::Success),
    };
    // The watch begins with a look at everything, so that what was saved meanwhile is not missed.
    let watch = Watch::start(&gardener, arguments);
    if let Some(polling) = watch.polling() {
        let _ = writeln!(console.err, "{polling}");
    }
    // A reader of the output who goes away does not stop the garden.
    let _ = announce(&gardener, &url, started.elapsed(), console);
    if arguments.open && !open_browser(&url) {
        let _ = writeln!(console.err, "cannot open a browser; open {url} yourself");
    }
    if let Some(check) = gardener.check() {
        let checked = events.clone();
        std::thread::spawn(move || checked.send(Event::Checked(check())));
    }
    let keeper = gardener.take_larder().map(|larder| {
        let told = events.clone();
        Keeper::start(larder, move |trouble| drop(told.send(Event::Trouble(trouble))))
    });
    let keeper = keeper.map(Arc::new);
    let keeping = keeper.clone();
    std::thread::spawn(move || watch.tend(&mut gardener, keeping.as_deref(), &events));
    for event in incoming {
        match event {
            Event::Checked(diagnostics) => drop(tell(&diagnostics, console)),
            Event::Trouble(trouble) => drop(writeln!(console.err, "{}", printable(&trouble))),
            Event::Tended(outcome, took) => drop(report(&outcome, took, console)),
            Event::Grown(_) => {}
            Event::Stopped(served) => {
                served.map_err(|error| explain(&error, &options))?;
                break;
            }
        }
    }
    if let Some(keeper) = keeper {
        keeper.finish();
    }
    Ok(Exit::Success)
}

/// Tells what came of a change.
fn report(outcome: &Outcome, took: Duration, console: &mut Console<'_>) -> std::io::Result<()> {
    if let Some(failure) = &outcome.trouble {
        writeln!(console.err, "the last good settings stay in force, since the new ones cannot be used")?;
        console.explain(failure);
    }
    if outcome.is_new {
        let what = match (outcome.has_new_settings, outcome.n_notes) {
            (true, _) => "new settings".to_owned(),
            (false, 0) => "new files".to_owned(),
            (false, n) => format!("{} changed", counted(n, "note")),
        };
        writeln!(console.out, "{what}, live in {:.2} s", took.as_secs_f64())?;
    }
    console.out.flush()
}

fn announce(grown: &Gardener, url: &str, took: Duration, console: &mut Console<'_>) -> std::io::Result<()> {
    let title = grown.opened().title();
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
