//! Listening, and stopping well.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use crate::router::{Shared, respond};
use crate::{Files, Live, ServeOptions};

/// How long a client may take to send the head of a request, and a connection may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// A client that takes nothing of its answer for so long is gone, and gives up its place.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);

/// More connections than this wait, so that there are always files left to open for those that are being answered.
const MAX_CONNECTIONS: usize = 768;

/// The rest before the next try after the system could give us no connection.
const REST: Duration = Duration::from_millis(50);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The host has no address.
    #[error("`{host}` is not an address of this machine")]
    Host {
        /// As it was set.
        host: String,
        /// What the system said.
        source: Option<io::Error>,
    },
    /// The address could not be taken, because another program has it or it may not be taken.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system gave no threads to work with.
    #[error("cannot start the server")]
    Runtime(#[from] io::Error),
}

/// A port that was taken; nobody is answered yet.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Takes the port that the options name.
    ///
    /// # Errors
    /// Fails if the host has no address, or none of them can be taken.
    pub fn bind(options: &ServeOptions) -> Result<Self, ServeError> {
        let host = &options.host;
        let no_host = |source| ServeError::Host { host: host.clone(), source };
        let addresses = (host.as_str(), options.port).to_socket_addrs().map_err(|error| no_host(Some(error)))?;
        let mut failed = no_host(None);
        for address in addresses {
            match take(address) {
                Ok((socket, address)) => return Ok(Self { socket, address }),
                Err(source) => failed = ServeError::Listen { address, source },
            }
        }
        Err(failed)
    }

    /// Returns the address, with the port that the system picked if it was asked to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

fn take(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let socket = TcpListener::bind(address)?;
    socket.set_nonblocking(true)?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

/// Serves until the program is told to stop (Ctrl-C or SIGTERM), then finishes the answers in flight. Blocks.
///
/// # Errors
/// Fails if the system gives no threads.
pub fn run(
    listener: Listener,
    live: Arc<Live>,
    files: Arc<dyn Files>,
    options: &ServeOptions,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // From here on a signal is heard, whether or not anybody has asked for anything yet.
    let stop = {
        let _runtime = runtime.enter();
        told_to_stop()
    };
    let served = runtime.block_on(serve(listener, live, files, options, stop));
    // Work that outlived the grace is not waited for.
    runtime.shutdown_background();
    served
}

/// Serves until `stop` is done, then takes no more connections and finishes the answers in flight, for as long as the
/// options allow.
///
/// # Errors
/// Fails if the socket cannot be used.
pub async fn serve(
    listener: Listener,
    live: Arc<Live>,
    files: Arc<dyn Files>,
    options: &ServeOptions,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let listener = tokio::net::TcpListener::from_std(listener.socket)?;
    let shared = Arc::new(Shared::new(live, files, options));
    let connections = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
            (listener.accept().await, place)
        };
        let (stream, place) = tokio::select! {
            (accepted, place) = accepted => match accepted {
                Ok((stream, _)) => (stream, place),
                // A client that is gone again is no trouble; too many open files are, and pass.
                Err(error) => {
                    if !is_gone(&error) {
                        tokio::time::sleep(REST).await;
                    }
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let shared = Arc::clone(&shared);
        let service = service_fn(move |request| {
            let shared = Arc::clone(&shared);
            async move { Ok::<_, Infallible>(respond(&shared, request).await) }
        });
        let answered = connections.watch(connection(stream, service));
        tokio::spawn(async move {
            // What goes wrong on a connection is the client's business: it went away, or does not speak HTTP.
            let _ = answered.await;
            drop(place);
        });
    }
    drop(listener);
    shared.streams.close();
    let _ = tokio::time::timeout(options.grace, connections.shutdown()).await;
    Ok(())
}

/// A stream that ends with an error when its client reads nothing.
type Patient = Pin<Box<TimeoutStream<TcpStream>>>;

fn connection<S>(stream: TcpStream, service: S) -> http1::Connection<TokioIo<Patient>, S>
where
    S: hyper::service::HttpService<hyper::body::Incoming, ResBody = axum::body::Body>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // Without it the last packet of an answer may wait for the client's acknowledgement; failing to set it costs only that.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALL_TIMEOUT));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
}

fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Waits for Ctrl-C or SIGTERM, from the moment of the call.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};

    let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| {
        let listened = signal(kind);
        async move {
            match listened {
                Ok(mut signal) => _ = signal.recv().await,
                Err(_) => std::future::pending().await,
            }
        }
    });
    async {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn told_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
