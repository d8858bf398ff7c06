//! Transactions as closures, and such that are tried again.

use std::hash::BuildHasher;
use std::time::Duration;

use super::Connection;
use super::begin::TransactionOptions;
use super::transaction::Transaction;
use crate::error::Error;

/// How often a transaction is tried that others get in the way of, and how long it waits in between.
///
/// Before each further try it waits for a random time, which is up to twice as long as before the last one. The random
/// part keeps two transactions from getting in each other's way again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    options: TransactionOptions,
}

impl Default for RetryPolicy {
    /// Five attempts, with pauses of up to 10 ms, 20 ms, 40 ms and 80 ms.
    fn default() -> Self {
        RetryPolicy {
            attempts: 5,
            first_pause: Duration::from_millis(10),
            longest_pause: Duration::from_secs(1),
            options: TransactionOptions::new(),
        }
    }
}

impl RetryPolicy {
    /// See [`RetryPolicy::default`].
    #[must_use]
    pub fn new() -> Self {
        RetryPolicy::default()
    }

    /// How often it is tried, the first time included; at least once.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest pause before the second attempt, and before any.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// What kind of transaction it is.
    #[must_use]
    pub fn options(mut self, options: TransactionOptions) -> Self {
        self.options = options;
        self
    }

    /// The pause after so many attempts.
    fn pause(&self, attempts: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let longest = self.first_pause.saturating_mul(doubled).min(self.longest_pause);
        // Each hasher is seeded anew. A number of 32 bits is exact as a float.
        let [a, b, c, d, ..] = foldhash::quality::RandomState::default().hash_one(attempts).to_be_bytes();
        longest.mul_f64(f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX))
    }
}

impl Connection {
    /// Runs a closure inside of a transaction, which is committed if it returns `Ok` and rolled back if it returns
    /// `Err` or is dropped. `BEGIN` goes with the first statement, see [`TransactionOptions::lazy`].
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let moved: u64 = db
    ///     .transaction(async |transaction| {
    ///         sql!("UPDATE account SET balance = balance - 10 WHERE id = 1").execute(&mut *transaction).await?;
    ///         sql!("UPDATE account SET balance = balance + 10 WHERE id = 2").execute(&mut *transaction).await
    ///     })
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// That of the closure, or of beginning or [committing](Transaction::commit) the transaction.
    pub async fn transaction<T, E, F>(&mut self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Transaction<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        let mut transaction = self.build_transaction().lazy().begin().await?;
        let value = match work(&mut transaction).await {
            Ok(value) => value,
            Err(error) => return Err(abort(transaction, error).await),
        };
        transaction.commit().await?;
        Ok(value)
    }

    /// As [`transaction`](Connection::transaction), and runs the closure again in a new transaction where others got
    /// in the way: after a serialization failure (SQLSTATE 40001) or a deadlock (40P01), in one of its statements or
    /// when it is committed.
    ///
    /// It is not run again when it is not known whether it was committed, see [`Error::is_outcome_unknown`]. What the
    /// closure does besides the transaction happens at each attempt: it is cloned for each, so it borrows what it uses,
    /// and counts in an atomic or a cell.
    ///
    /// # Errors
    ///
    /// As [`transaction`](Connection::transaction), of the last attempt.
    pub async fn transaction_with_retry<T, E, F>(&mut self, policy: &RetryPolicy, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Transaction<'_>) -> Result<T, E> + Clone,
        E: From<Error>,
    {
        let mut attempt = 1;
        loop {
            let mut transaction =
                self.build_transaction().options(policy.options.clone()).lazy().begin().await?;
            let error = match work.clone()(&mut transaction).await {
                Ok(value) => match transaction.commit().await {
                    Ok(()) => return Ok(value),
                    Err(error) if error.is_retryable() && attempt < policy.attempts => None,
                    Err(error) => Some(E::from(error)),
                },
                Err(error) => {
                    let again = transaction.has_conflict() && attempt < policy.attempts;
                    let error = abort(transaction, error).await;
                    (!again).then_some(error)
                }
            };
            if let Some(error) = error {
                return Err(error);
            }
            let pause = policy.pause(attempt);
            tracing::debug!(attempt, ?pause, "a transaction is tried again");
            tokio::time::sleep(pause).await;
            attempt += 1;
        }
    }
}

/// Rolls back for the reason of an error. That the connection broke meanwhile shows at its next use.
async fn abort<E>(transaction: Transaction<'_>, error: E) -> E {
    if let Err(error) = transaction.rollback().await {
        tracing::debug!(%error, "a transaction cannot be rolled back");
    }
    error
}
