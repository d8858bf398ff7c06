//! Which connections are shared now, and by how many.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::lane::Lane;
use super::seat::Seat;

/// A time that does not come.
pub(super) const NEVER: u64 = u64::MAX;

/// Nothing is sent behind a statement that has been executed for longer than this, in microseconds.
pub(super) const PATIENCE: u64 = 20_000;

/// The lanes of a pool that are open.
#[derive(Debug)]
pub(super) struct Lanes {
    open: Mutex<Vec<(Arc<Lane>, usize)>>,
    /// How many statements may share one.
    most: usize,
    start: Instant,
    /// As many as there can be seats: who gets none waits here, in order.
    pub(super) seats: Arc<Semaphore>,
}

impl Lanes {
    pub(super) fn new(lanes: usize, most: usize) -> Self {
        Lanes {
            open: Mutex::default(),
            most,
            start: Instant::now(),
            seats: Arc::new(Semaphore::new(lanes.saturating_mul(most).min(Semaphore::MAX_PERMITS))),
        }
    }

    /// Whether statements share connections at all.
    pub(super) fn is_used(&self) -> bool {
        self.most > 1
    }

    /// A time in microseconds.
    pub(super) fn micros(&self, time: Instant) -> u64 {
        u64::try_from(time.saturating_duration_since(self.start).as_micros()).unwrap_or(NEVER)
    }

    pub(super) fn now(&self) -> u64 {
        self.micros(Instant::now())
    }

    fn open(&self) -> MutexGuard<'_, Vec<(Arc<Lane>, usize)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, lane: Arc<Lane>) {
        self.open().push((lane, 1));
    }

    /// A seat where the fewest others sit. For each of those who wait for a connection of their own one lane is left to
    /// come to its end, but not more than half of them.
    pub(super) fn join(&self, waiting: usize) -> Option<Seat> {
        let now = self.now();
        let mut open = self.open();
        let left = waiting.min(open.len().div_ceil(2));
        let lanes = open.iter_mut().skip(left);
        let free = lanes.filter(|(lane, seats)| *seats < self.most && lane.takes_more(now));
        let (lane, seats) = free.min_by_key(|(_, seats)| *seats)?;
        *seats += 1;
        Some(lane.clone().seat())
    }

    /// Gives up a seat, and says whether it was the last one: nobody comes any more then.
    pub(super) fn leave(&self, lane: &Arc<Lane>) -> bool {
        let mut open = self.open();
        let Some(at) = open.iter().position(|(other, _)| Arc::ptr_eq(other, lane)) else { return false };
        let Some((_, seats)) = open.get_mut(at) else { return false };
        *seats -= 1;
        let is_last = *seats == 0;
        if is_last {
            open.remove(at);
        }
        is_last
    }
}
