//! `serve`: the application on its port.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::app::{Core, start_log, stop_signal};
use crate::config::Settings;
use crate::http::server;
use crate::{Error, Result};

/// Serves until the process is told to stop.
pub(crate) async fn serve(core: &Arc<Core>, settings: &Settings) -> Result<()> {
    start_log(settings);
    let db = core.open(settings).await?;
    let listener = server::bind(&settings.bind).await?;
    let address = listener.local_addr().map_err(|source| Error::Io {
        context: format!("cannot listen on {}", settings.bind),
        source,
    })?;
    announce(core, settings, address);
    let limits = settings.limits.clone();
    server::serve(listener, core.front(&db, settings), limits, stop_signal()).await;
    db.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Says what somebody who has just started it wants to know.
fn announce(core: &Core, settings: &Settings, address: SocketAddr) {
    let paths: Vec<_> = core.tables.iter().map(|table| format!("/{}", table.path)).collect();
    tracing::info!("{} {} serves {}", core.name, core.version, paths.join(" "));
    tracing::info!("records are in {}", settings.shown_database_url());
    let url = match &settings.base_url {
        Some(url) if url.contains("://") => url.clone(),
        _ => format!("http://{}", reachable(address)),
    };
    tracing::info!("listening on {address}: try {url}/docs");
}

/// An address that a browser on this machine can open: `0.0.0.0` is none.
fn reachable(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("localhost:{}", address.port())
    } else {
        address.to_string()
    }
}
