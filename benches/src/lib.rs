//! What the benchmarks share: tables, their rows, and a connection that replays a recorded server.

mod replay;
mod tables;

pub use replay::replay;
pub use tables::{FavoriteColor, Mixed, Person, setup};

use tokio::runtime::{Builder, Runtime};

/// The runtime that every benchmark runs on.
///
/// # Panics
///
/// The system has no resources for it.
#[must_use]
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be built")
}
