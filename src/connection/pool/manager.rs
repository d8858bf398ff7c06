//! What a pool keeps: how a connection is made, put in order, and how old it may become.

use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::task::{Context, Poll};
use std::time::Duration;

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use tokio::time::Instant;

use super::lane::Lane;
use super::lanes::{Lanes, NEVER};
use super::status::Counts;
use crate::connection::notify::Inbox;
use crate::connection::{Config, Connection, TransactionStatus};
use crate::error::Error;

/// What [`after_connect`](super::PoolBuilder::after_connect) returns.
pub type HookFuture<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;

pub(super) type Hook = dyn for<'c> Fn(&'c mut Connection) -> HookFuture<'c> + Send + Sync;

/// All of `DISCARD ALL` but its `DEALLOCATE ALL`: statements stay prepared, and the connection knows which. See the
/// page "DISCARD" of PostgreSQL's manual.
const RESET: &str = "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
    SELECT pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES";

/// How often what has arrived on an idle connection is read. Notices and settings come now and then, not in floods.
const LOOKS: usize = 16;

/// Makes connections, and knows their rules.
pub(super) struct Manager {
    pub(super) config: Config,
    pub(super) hook: Option<Box<Hook>>,
    pub(super) reset: bool,
    pub(super) recycle: Option<Duration>,
    pub(super) cancel: Option<Duration>,
    pub(super) idle: Option<Duration>,
    pub(super) lifetime: Option<Duration>,
    pub(super) statements: Option<usize>,
    pub(super) lanes: Arc<Lanes>,
    pub(super) counts: Counts,
    /// Whether the task that closes old connections runs.
    pub(super) sweeping: AtomicBool,
    pub(super) random: RandomState,
    pub(super) drawn: AtomicU64,
}

/// A connection of the pool.
#[derive(Debug)]
pub(super) struct Slot {
    /// It moves in and out of the pool with every use.
    pub(super) connection: Box<Connection>,
    /// Statements that share it.
    pub(super) lane: Arc<Lane>,
    /// When it is too old.
    end: Option<Instant>,
    pub(super) returned: Instant,
    /// The round trips up to which the session is as it was after connecting.
    pristine: u64,
}

impl Manager {
    pub(super) fn new(config: Config, lanes: Lanes) -> Self {
        Manager {
            config,
            hook: None,
            reset: false,
            recycle: None,
            cancel: None,
            idle: None,
            lifetime: None,
            statements: None,
            lanes: Arc::new(lanes),
            counts: Counts::default(),
            sweeping: AtomicBool::new(false),
            random: RandomState::new(),
            drawn: AtomicU64::new(0),
        }
    }

    /// A time that is shorter by chance: by up to one `part`-th of it.
    pub(super) fn shorten(&self, time: Duration, part: u32) -> Duration {
        let number = self.random.hash_one(self.drawn.fetch_add(1, Relaxed)) % 1024;
        let number = u32::try_from(number).unwrap_or_default();
        time.saturating_sub((time / part.max(1) / 1024).saturating_mul(number))
    }

    /// Lifetimes differ, so that connections that were opened together are not closed together.
    fn end(&self, now: Instant) -> Option<Instant> {
        now.checked_add(self.shorten(self.lifetime?, 10))
    }

    /// Whether a connection is too old, or was not used for too long.
    pub(super) fn is_expired(&self, slot: &Slot, now: Instant) -> bool {
        slot.end.is_some_and(|end| now >= end)
            || self.idle.is_some_and(|idle| now.saturating_duration_since(slot.returned) >= idle)
    }

    /// What is to be done with a session before it is used for the first time, and after each reset.
    async fn introduce(&self, slot: &mut Slot) -> Result<(), Error> {
        if let Some(hook) = &self.hook {
            hook(&mut slot.connection).await?;
            slot.connection.restore().await?;
        }
        slot.pristine = slot.connection.counters().round_trips;
        Ok(())
    }

    /// Whether a connection can be lent as it is.
    pub(super) fn is_in_order(&self, slot: &Slot) -> bool {
        slot.connection.is_at_rest()
            && (!self.reset || slot.pristine == slot.connection.counters().round_trips)
    }

    /// Stops a statement that nobody waits for, if it does not end soon.
    async fn stop(&self, connection: &mut Connection) -> Result<(), Error> {
        let Some(patience) = self.cancel else { return Ok(()) };
        match tokio::time::timeout(patience, connection.settle()).await {
            Ok(settled) => settled,
            Err(_) => connection.cancel_and_settle().await,
        }
    }

    /// Finishes what is left of a connection's last use.
    pub(super) async fn put_in_order(&self, slot: &mut Slot) -> Result<(), Error> {
        self.stop(&mut slot.connection).await?;
        slot.connection.restore().await?;
        if !self.is_in_order(slot) {
            slot.connection.batch(RESET).await?;
            self.introduce(slot).await?;
        }
        Ok(())
    }
}

impl managed::Manager for Manager {
    type Type = Slot;
    type Error = Error;

    async fn create(&self) -> Result<Slot, Error> {
        // Who only looks for an idle connection polls once, and must not open one by that.
        tokio::task::yield_now().await;
        let mut connection = Box::new(Connection::connect_with(&self.config).await?);
        if let Some(capacity) = self.statements {
            connection.set_statement_capacity(capacity);
        }
        let now = Instant::now();
        let end = self.end(now);
        let lane = Lane::new(self.lanes.clone(), end.map_or(NEVER, |end| self.lanes.micros(end)));
        let mut slot = Slot { connection, lane, end, returned: now, pristine: 0 };
        self.introduce(&mut slot).await?;
        self.counts.opened.fetch_add(1, Relaxed);
        Ok(slot)
    }

    /// Never waits: a connection is put in order before it comes back.
    async fn recycle(&self, slot: &mut Slot, _: &Metrics) -> RecycleResult<Error> {
        let usable = self.is_in_order(slot)
            && !self.is_expired(slot, Instant::now())
            && poll_fn(|context| Poll::Ready(slot.connection.is_alive(context))).await;
        // What the last user listened for is not for the next one.
        slot.connection.session.inbox = Inbox::default();
        if usable { Ok(()) } else { Err(RecycleError::message("the connection cannot be used again")) }
    }

    fn detach(&self, _: &mut Slot) {
        self.counts.closed.fetch_add(1, Relaxed);
    }
}

impl Connection {
    /// Whether the server waits for the next statement, outside a transaction.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.broken
            && self.session.flights.is_empty()
            && self.session.depth == 0
            && self.session.unlocks.is_empty()
            && self.session.status == TransactionStatus::Idle
            && self.write_error.is_none()
            && !self.output.is_due()
    }

    /// Finishes what dropped futures have left, and ends a transaction that is open.
    async fn restore(&mut self) -> Result<(), Error> {
        self.settle().await?;
        if self.session.status != TransactionStatus::Idle {
            self.batch("ROLLBACK").await?;
        }
        Ok(())
    }

    /// Reads what the server has said meanwhile, and whether it is still there.
    fn is_alive(&mut self, context: &mut Context<'_>) -> bool {
        for _ in 0..LOOKS {
            match self.poll_fill(context) {
                Poll::Pending => return true,
                Poll::Ready(Ok(())) if matches!(self.poll_settle(context, 0), Poll::Ready(Ok(()))) => {}
                Poll::Ready(_) => break,
            }
        }
        self.broken = true;
        false
    }
}

impl fmt::Debug for Manager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manager").field("counts", &self.counts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn connections_that_were_made_together_are_not_closed_together() {
        let mut manager = Manager::new(tokio_postgres::Config::new().into(), Lanes::new(1, 1));
        let now = Instant::now();
        assert_eq!(manager.end(now), None);
        for lifetime in [Duration::from_millis(200), Duration::from_mins(30)] {
            manager.lifetime = Some(lifetime);
            let lives: BTreeSet<Duration> = (0..100).map(|_| manager.end(now).unwrap() - now).collect();
            assert!(lives.len() > 50, "only {} different ends", lives.len());
            assert!(lives.iter().all(|life| (lifetime * 9 / 10..=lifetime).contains(life)));
        }
        manager.lifetime = Some(Duration::MAX);
        assert_eq!(manager.end(now), None);
    }
}
