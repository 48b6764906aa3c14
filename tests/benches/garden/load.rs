//! Many readers of one page at once, beside the least that a server could do.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header;
use axum::serve::ListenerExt;

use crate::Failed;
use crate::client::{Answer, Client};
use crate::figures::Series;
use crate::served::Served;
use crate::source::Source;

const TIME: Duration = Duration::from_secs(3);

/// How many answers a second, with their times in milliseconds. The readers are in this process and take their share of
/// the machine.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) n_connections: u8,
    pub(crate) ours: Rate,
    /// A handler that gives the same bytes from memory and looks at nothing.
    pub(crate) bare: Rate,
    pub(crate) n_bytes: usize,
}

#[derive(Debug)]
pub(crate) struct Rate {
    pub(crate) per_second: f64,
    pub(crate) times: Series,
}

pub(crate) fn measure(served: &Served, source: &Source, n_connections: u8) -> Result<Load, Failed> {
    let url = &source.notes[source.notes.len() / 2].url;
    let page = served.connect()?.get(url)?;
    let n_bytes = page.body.len();
    let ours = rate(n_connections, url, || served.connect())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let address = runtime.block_on(bare(page))?.to_string();
    let bare = rate(n_connections, url, || Client::connect(&address))?;
    runtime.shutdown_background();
    Ok(Load { n_connections, ours, bare, n_bytes })
}

fn rate(n_connections: u8, url: &str, connect: impl Fn() -> Result<Client, Failed>) -> Result<Rate, Failed> {
    let clients: Vec<Client> = (0..n_connections).map(|_| connect()).collect::<Result<_, _>>()?;
    let started = Instant::now();
    let times = thread::scope(|scope| {
        let read = |mut client: Client| {
            let mut times = Series::default();
            while started.elapsed() < TIME {
                match client.get(url) {
                    Ok(answer) => times.push_time(answer.took),
                    Err(error) => return Err(error.to_string()),
                }
            }
            Ok(times)
        };
        let readers: Vec<_> = clients.into_iter().map(|client| scope.spawn(move || read(client))).collect();
        let mut all = Series::default();
        for reader in readers {
            all.extend(reader.join().map_err(|_| "a reader broke")??);
        }
        Ok::<_, String>(all)
    })?;
    Ok(Rate { per_second: times.len() as f64 / started.elapsed().as_secs_f64(), times })
}

/// Serves one answer for every question, until the runtime ends.
async fn bare(page: Answer) -> Result<SocketAddr, Failed> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let body = axum::body::Bytes::from(page.body);
    let headers = [(header::CONTENT_TYPE, page.content_type), (header::CONTENT_ENCODING, page.coding)];
    let router = Router::new().fallback(move || async move { (headers, body) });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
