//! `LISTEN` and `NOTIFY`

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{Connection, Discard, Executor, Transaction};
use crate::error::{Error, Kind};
use crate::sql::{Clause, Statement, quote_identifier};

/// How many notifications are kept unless it is said otherwise.
const USUAL: usize = 1024;

/// How many bytes of notifications are kept: those of as many as are usual, each as long as servers allow.
const MAX_BYTES: usize = 8 << 20;

/// The longest name of a channel, as of anything else.
const MAX_NAME: usize = 63;

/// What a session has told others, see the manual's page "NOTIFY".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// The number of the server's process that sent it, see [`Connection::process_id`].
    pub process_id: u32,
    /// The channel.
    pub channel: String,
    /// What it says, empty unless the sender has said something.
    pub payload: String,
}

/// Notifications that have arrived and were not taken yet.
#[derive(Debug)]
pub(super) struct Inbox {
    waiting: VecDeque<Notification>,
    bytes: usize,
    capacity: usize,
    /// How many did not fit, and whose loss was not reported yet.
    lost: u64,
}

impl Default for Inbox {
    fn default() -> Self {
        Inbox { waiting: VecDeque::new(), bytes: 0, capacity: USUAL, lost: 0 }
    }
}

impl Inbox {
    /// Adds one; the oldest ones make room for it.
    pub(super) fn push(&mut self, process_id: u32, channel: &str, payload: &str) {
        self.bytes += channel.len() + payload.len();
        self.waiting.push_back(Notification { process_id, channel: channel.into(), payload: payload.into() });
        self.shrink();
    }

    fn shrink(&mut self) {
        while self.waiting.len() > self.capacity || self.bytes > MAX_BYTES {
            if self.take().is_none() {
                return;
            }
            self.lost += 1;
        }
    }

    fn take(&mut self) -> Option<Notification> {
        let first = self.waiting.pop_front()?;
        self.bytes -= first.channel.len() + first.payload.len();
        Some(first)
    }

    /// The next one; or that some were lost before it.
    fn next(&mut self) -> Option<Result<Notification, Error>> {
        match std::mem::take(&mut self.lost) {
            0 => self.take().map(Ok),
            lost => Some(Err(Error::new(Kind::Lost(lost)))),
        }
    }
}

/// Notifications as they arrive. Made by [`Connection::listen`] and [`Connection::notifications`].
///
/// Those that arrive while the connection does something else, or nothing, are kept by it: 1024 unless
/// [`set_notification_capacity`](Connection::set_notification_capacity) says something else. If there are more the
/// oldest ones are lost, and the next call says how many, see [`Error::lost_notifications`].
#[derive(Debug)]
#[must_use = "notifications are asked for one by one"]
pub struct Notifications<'c> {
    connection: &'c mut Connection,
}

impl Notifications<'_> {
    /// Waits for the next notification. The future may be dropped at any time: none is lost by that.
    ///
    /// # Errors
    ///
    /// Notifications were lost: those that are left follow. Or the connection breaks, after which it listens no more:
    /// open another, and look for what has changed meanwhile.
    pub async fn next(&mut self) -> Result<Notification, Error> {
        poll_fn(|context| self.connection.poll_notification(context)).await
    }

    /// The next notification that has arrived already.
    ///
    /// # Errors
    ///
    /// As [`next`](Notifications::next).
    pub fn try_next(&mut self) -> Result<Option<Notification>, Error> {
        self.connection.session.inbox.next().transpose()
    }
}

impl Stream for Notifications<'_> {
    type Item = Result<Notification, Error>;

    /// Does not end before the connection breaks.
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let connection = &mut *self.get_mut().connection;
        if connection.broken && connection.session.inbox.waiting.is_empty() {
            return Poll::Ready(None);
        }
        connection.poll_notification(context).map(Some)
    }
}

impl Connection {
    fn poll_notification(&mut self, context: &mut Context<'_>) -> Poll<Result<Notification, Error>> {
        loop {
            if let Some(next) = self.session.inbox.next() {
                return Poll::Ready(next);
            }
            ready!(self.poll_settle(context, 0))?;
            if self.session.inbox.waiting.is_empty() {
                let filled = ready!(self.poll_fill(context));
                self.broken |= filled.is_err();
                filled?;
            }
        }
    }

    /// Listens on channels, and returns what arrives on these and those that it listened on before: see the manual's
    /// page "LISTEN".
    ///
    /// Inside of a transaction nothing arrives. A connection through a pooler that gives a session to each transaction
    /// does not hear anything.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let mut notifications = db.listen(&["orders", "stock"]).await?;
    /// loop {
    ///     let notification = notifications.next().await?;
    ///     println!("{}: {}", notification.channel, notification.payload);
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A name is empty, longer than 63 bytes, or contains a NUL. Or the connection breaks.
    pub async fn listen(&mut self, channels: &[&str]) -> Result<Notifications<'_>, Error> {
        self.for_channels("LISTEN ", channels).await?;
        Ok(self.notifications())
    }

    /// Listens on channels no more. What has arrived stays.
    ///
    /// # Errors
    ///
    /// As [`listen`](Connection::listen).
    pub async fn unlisten(&mut self, channels: &[&str]) -> Result<(), Error> {
        self.for_channels("UNLISTEN ", channels).await
    }

    async fn for_channels(&mut self, command: &str, channels: &[&str]) -> Result<(), Error> {
        let mut script = String::new();
        for channel in channels {
            check_channel(channel)?;
            script.push_str(command);
            quote_identifier(&mut script, channel);
            script.push(';');
        }
        if script.is_empty() { Ok(()) } else { self.run_script(&script, 0).await }
    }

    /// What arrives on the channels that the connection listens on.
    pub fn notifications(&mut self) -> Notifications<'_> {
        Notifications { connection: self }
    }

    /// Limits how many notifications are kept until they are asked for.
    pub fn set_notification_capacity(&mut self, capacity: usize) {
        self.session.inbox.capacity = capacity;
        self.session.inbox.shrink();
    }

    /// Tells all who listen on a channel something: `NOTIFY`.
    ///
    /// # Errors
    ///
    /// The channel's name is empty, longer than 63 bytes, or contains a NUL; the payload is longer than 7999 bytes or
    /// contains a NUL. Or the connection breaks.
    pub async fn notify(&mut self, channel: &str, payload: &str) -> Result<(), Error> {
        Executor::run(self, &notification(channel, payload)?, |_| (), &mut Discard).await.map(drop)
    }
}

impl Transaction<'_> {
    /// Tells all who listen on a channel something, once the transaction is committed, see [`Connection::notify`].
    ///
    /// # Errors
    ///
    /// As [`Connection::notify`].
    pub async fn notify(&mut self, channel: &str, payload: &str) -> Result<(), Error> {
        Executor::run(self, &notification(channel, payload)?, |_| (), &mut Discard).await.map(drop)
    }
}

fn notification(channel: &str, payload: &str) -> Result<Statement, Error> {
    check_channel(channel)?;
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT pg_catalog.pg_notify(");
        out.bind(channel);
        out.text(", ");
        out.bind(payload);
        out.text(")");
    });
    Ok(statement)
}

/// Refuses a name that `LISTEN` would cut, so that nothing arrived on it.
fn check_channel(name: &str) -> Result<(), Error> {
    if name.is_empty() || name.len() > MAX_NAME || name.contains('\0') {
        let why = "the name of a channel has 1 to 63 bytes, and none of them is NUL";
        return Err(Error::new(Kind::Statement(why.into())));
    }
    Ok(())
}
