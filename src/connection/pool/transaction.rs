//! Transactions on a connection of the pool.

use super::Pool;
use crate::connection::begin::TransactionBuilder;
use crate::connection::lease::Lease;
use crate::connection::transact::RetryPolicy;
use crate::connection::transaction::Transaction;
use crate::error::Error;

impl Pool {
    /// Begins a transaction on a connection of the pool, which goes back when the transaction is over.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Pool::acquire) and [`Connection::begin`](crate::Connection::begin).
    pub async fn begin(&self) -> Result<Transaction<'static>, Error> {
        self.build_transaction().await?.begin().await
    }

    /// As [`begin`](Pool::begin), with other properties than usual, see
    /// [`Connection::build_transaction`](crate::Connection::build_transaction).
    ///
    /// # Errors
    ///
    /// As [`acquire`](Pool::acquire).
    pub async fn build_transaction(&self) -> Result<TransactionBuilder<'static>, Error> {
        Ok(TransactionBuilder::new(Lease::Pooled(self.acquire().await?)))
    }

    /// Runs a closure inside of a transaction on a connection of the pool, see
    /// [`Connection::transaction`](crate::Connection::transaction).
    ///
    /// # Errors
    ///
    /// That of the closure, of getting the connection, or of beginning or committing the transaction.
    pub async fn transaction<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Transaction<'_>) -> Result<T, E>,
        E: From<Error>,
    {
        self.acquire().await?.transaction(work).await
    }

    /// As [`transaction`](Pool::transaction), run again where others got in the way, see
    /// [`Connection::transaction_with_retry`](crate::Connection::transaction_with_retry).
    ///
    /// # Errors
    ///
    /// As [`transaction`](Pool::transaction), of the last attempt.
    pub async fn transaction_with_retry<T, E, F>(&self, policy: &RetryPolicy, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut Transaction<'_>) -> Result<T, E> + Clone,
        E: From<Error>,
    {
        self.acquire().await?.transaction_with_retry(policy, work).await
    }
}
