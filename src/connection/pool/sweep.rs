//! The task that closes connections that are too old or that nobody uses.

use std::sync::atomic::Ordering::{AcqRel, Relaxed, Release};
use std::time::Duration;

use deadpool::managed::{Pool, WeakPool};
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::manager::Manager;

const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_secs(30);

/// Starts the task unless it runs. It ends with the pool; if its runtime ends before, the next user starts it again.
pub(super) fn ensure(pool: &Pool<Manager>) {
    let manager = pool.manager();
    if manager.sweeping.load(Relaxed) {
        return;
    }
    let limits = manager.idle.into_iter().chain(manager.lifetime);
    let Some(shortest) = limits.min() else { return };
    let Ok(runtime) = Handle::try_current() else { return };
    if !manager.sweeping.swap(true, AcqRel) {
        let period = (shortest / 10).clamp(SHORTEST, LONGEST);
        drop(runtime.spawn(sweep(Sweeper(pool.weak()), period)));
    }
}

async fn sweep(sweeper: Sweeper, period: Duration) {
    loop {
        tokio::time::sleep(period).await;
        let Some(pool) = sweeper.0.upgrade().filter(|pool| !pool.is_closed()) else { return };
        let now = Instant::now();
        let old = pool.retain(|slot, _| !pool.manager().is_expired(slot, now)).removed;
        if !old.is_empty() {
            tracing::debug!(count = old.len(), "idle connections are closed");
        }
    }
}

/// Says that nobody sweeps any more when it is dropped.
struct Sweeper(WeakPool<Manager>);

impl Drop for Sweeper {
    fn drop(&mut self) {
        if let Some(pool) = self.0.upgrade() {
            pool.manager().sweeping.store(false, Release);
        }
    }
}
