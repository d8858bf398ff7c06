//! What can be seen of statements from outside: spans, slow statements, tags.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Span;
use tracing::field::Empty;

use super::Connection;
use super::flight::Flight;
use super::session::Session;
use crate::error::Error;

/// What is told about statements.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// What takes longer is told.
    slow: Option<Duration>,
    /// When the server could begin what it executes now.
    since: Option<Instant>,
    /// What is appended to every text.
    comment: String,
}

/// What is told about a flight.
#[derive(Debug)]
pub(super) struct Watched {
    span: Span,
    /// Its text, if it may be told.
    text: Option<Arc<str>>,
}

impl Default for Watched {
    fn default() -> Self {
        Watched { span: Span::none(), text: None }
    }
}

impl Connection {
    /// Tells of statements that take longer than a limit, never with `None`, as it is unless it is said otherwise: an event
    /// of [`tracing`] with the target `piton::slow` at the level `WARN`, with the SQL text and the time that it took.
    /// Parameters are not told.
    ///
    /// The time is that from sending a statement, or from the end of what was sent before it, to the end of its answer.
    /// It counts the time that a stream or a COPY waits for the program.
    pub fn set_slow_limit(&mut self, limit: impl Into<Option<Duration>>) {
        self.session.watch.slow = limit.into();
    }

    /// Appends names and values to the text of every statement, as a comment in the format of sqlcommenter:
    /// `/*action='list',app='web'*/`. They are to be seen in the server's log and in `pg_stat_activity`.
    ///
    /// Characters with a meaning are percent-encoded, so that nothing gets out of the comment. Names that are given later
    /// replace all of these, and no names end them.
    ///
    /// A statement's text contains the comment, so with other tags all statements are prepared again at their next use.
    /// Tags that stay as they are cost nothing; tags that change with every request cost that every time.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example() -> Result<(), piton::Error> {
    /// let pool = Pool::builder()
    ///     .after_connect(|connection| {
    ///         Box::pin(async move {
    ///             connection.set_tags([("app", "shop"), ("version", "1.4")]);
    ///             Ok(())
    ///         })
    ///     })
    ///     .connect("postgres://localhost/app")
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn set_tags<K: AsRef<str>, V: AsRef<str>>(&mut self, tags: impl IntoIterator<Item = (K, V)>) {
        let mut tags: Vec<(String, String)> =
            tags.into_iter().map(|(key, value)| (encoded(key.as_ref()), encoded(value.as_ref()))).collect();
        tags.sort();
        let tags: Vec<String> = tags.into_iter().map(|(key, value)| format!("{key}='{value}'")).collect();
        let comment = if tags.is_empty() { String::new() } else { format!(" /*{}*/", tags.join(",")) };
        if comment != self.session.watch.comment {
            self.session.watch.comment = comment;
            self.session.closes.extend(self.session.statements.take_known());
        }
    }

    /// Makes a flight visible that is sent now. `script` is its text, if it is not that of its statements.
    pub(super) fn watch(&mut self, flight: &mut Flight, script: Option<&str>) {
        let seen = tracing::enabled!(target: "piton::query", tracing::Level::DEBUG);
        let watch = &mut self.session.watch;
        if watch.slow.is_some() && self.session.flights.is_empty() {
            watch.since = Some(Instant::now());
        }
        if !seen && watch.slow.is_none() {
            return;
        }
        let texts = || {
            let known = flight.legs().filter_map(|leg| self.session.statements.get(leg.statement?));
            script.into_iter().chain(known.map(|prepared| &*prepared.sql))
        };
        let text: Arc<str> = match texts().count() {
            1 => texts().next().unwrap_or_default().into(),
            _ => texts().collect::<Vec<_>>().join("; ").into(),
        };
        let span = if seen { self.span(&text, texts().map(operation)) } else { Span::none() };
        flight.watched = Watched { span, text: Some(text) };
    }

    #[cold]
    fn span<'s>(&self, text: &str, operations: impl Iterator<Item = Cow<'s, str>>) -> Span {
        let operations: Vec<_> = operations.collect();
        let operation: Cow<'_, str> = match &*operations {
            [one] => one.clone(),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => format!("BATCH {first}").into(),
            _ => "BATCH".into(),
        };
        let origin = self.origin.as_deref();
        tracing::debug_span!(
            target: "piton::query",
            "query",
            otel.kind = "client",
            otel.name = &*operation,
            otel.status_code = Empty,
            db.system.name = "postgresql",
            db.namespace = origin.and_then(|origin| origin.config.base.get_dbname()),
            db.operation.name = &*operation,
            db.operation.batch.size = (operations.len() > 1).then_some(operations.len()),
            db.query.text = text,
            db.response.returned_rows = Empty,
            db.response.status_code = Empty,
            "error.type" = Empty,
            server.address = origin.map(|origin| &*origin.host.name),
            server.port = origin.map(|origin| origin.host.port),
        )
    }

    /// The connection broke while flights were in the air.
    #[cold]
    pub(super) fn tell_broken(&self, error: &Error) {
        for flight in &self.session.flights {
            flight.watched.failed(error);
        }
    }
}

impl Session {
    /// A statement's text as it is sent.
    pub(super) fn tagged<'s>(&self, sql: &'s str) -> Cow<'s, str> {
        match &*self.watch.comment {
            "" => sql.into(),
            comment => (sql.to_owned() + comment).into(),
        }
    }

    /// Tells of a flight that has landed.
    pub(super) fn tell_landed(&mut self, flight: &Flight) {
        let watched = &flight.watched;
        match &flight.error {
            Some(error) => watched.failed(error),
            // Of a portal the last part would be told.
            None if flight.leg.width.is_some() && flight.outcomes.is_empty() && flight.portal.is_none() => {
                watched.span.record("db.response.returned_rows", flight.outcome.affected);
            }
            None => {}
        }
        let Watch { slow: Some(limit), since, .. } = &mut self.watch else { return };
        let elapsed = since.replace(Instant::now()).map_or(Duration::ZERO, |since| since.elapsed());
        if elapsed >= *limit {
            let text = watched.text.as_deref();
            watched.span.in_scope(|| {
                tracing::warn!(target: "piton::slow", { db.query.text = text, elapsed = ?elapsed }, "a statement was slow");
            });
        }
    }
}

impl Watched {
    fn failed(&self, error: &Error) {
        if self.span.is_none() {
            return;
        }
        self.span.record("otel.status_code", "ERROR");
        match error.sqlstate() {
            Some(state) => {
                self.span.record("db.response.status_code", state.code());
                self.span.record("error.type", state.code());
            }
            None => {
                let class = if error.is_closed() { "connection" } else { "client" };
                self.span.record("error.type", class);
            }
        }
    }
}

/// What a statement does: its first word.
fn operation(sql: &str) -> Cow<'_, str> {
    let word = sql.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        word.into()
    } else {
        word.to_ascii_uppercase().into()
    }
}

/// Percent-encodes all but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else if write!(out, "%{byte:02X}").is_err() {
            // Writing to a string does not fail.
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_a_comment() {
        for (text, expected) in [
            ("web", "web"),
            ("a b", "a%20b"),
            ("*/ DROP TABLE t; /*", "%2A%2F%20DROP%20TABLE%20t%3B%20%2F%2A"),
            ("'", "%27"),
            ("\n\r\0\\", "%0A%0D%00%5C"),
            ("$1 ? :a", "%241%20%3F%20%3Aa"),
            ("é", "%C3%A9"),
        ] {
            assert_eq!(encoded(text), expected);
        }
    }

    #[test]
    fn an_operation_is_the_first_word() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT"),
            (" select(1)", "SELECT"),
            ("with a as (..)", "WITH"),
            ("", ""),
            ("/* a */ x", ""),
        ] {
            assert_eq!(operation(sql), expected);
        }
    }
}
