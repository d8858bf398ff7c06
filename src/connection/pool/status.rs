//! A pool in numbers.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU64, AtomicUsize};

/// What a [`Pool`](super::Pool) has and has done.
///
/// The numbers are read one after another while others use the pool, so they need not fit together to the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// How many connections there can be: 0 once the pool is closed.
    pub max_size: usize,
    /// How many connections there are.
    pub size: usize,
    /// How many of them wait for somebody to use them.
    pub idle: usize,
    /// How many wait for a connection, for one that is being made, or for a seat on one that is shared.
    pub waiting: usize,
    /// How many connections were opened.
    pub opened: u64,
    /// How many connections have left the pool: broken, too old, unused for too long, or detached.
    pub closed: u64,
    /// How often a connection was lent.
    pub lent: u64,
    /// How many queries were sent on a connection that others were using.
    pub shared: u64,
    /// How often somebody has waited in vain, for a connection to be free or to be made.
    pub timeouts: u64,
    /// How often a query was sent once more, because the server had ended the session before the query.
    pub repeated: u64,
}

/// What a pool counts.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) opened: AtomicU64,
    pub(super) closed: AtomicU64,
    pub(super) lent: AtomicU64,
    pub(super) shared: AtomicU64,
    /// How many wait for a connection of their own.
    pub(super) alone: AtomicUsize,
    /// How many wait for a seat.
    pub(super) queued: AtomicUsize,
    pub(super) timeouts: AtomicU64,
    pub(super) repeated: AtomicU64,
}

impl PoolStatus {
    pub(super) fn new(now: deadpool::Status, counts: &Counts) -> Self {
        PoolStatus {
            max_size: now.max_size,
            size: now.size,
            idle: now.available,
            waiting: now.waiting + counts.queued.load(Relaxed),
            opened: counts.opened.load(Relaxed),
            closed: counts.closed.load(Relaxed),
            lent: counts.lent.load(Relaxed),
            shared: counts.shared.load(Relaxed),
            timeouts: counts.timeouts.load(Relaxed),
            repeated: counts.repeated.load(Relaxed),
        }
    }
}
