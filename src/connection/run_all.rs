//! Several statements as one future.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::batch::Batch;
use super::executor::{Executor, Outcome, Sink};
use crate::error::Error;
use crate::sql::Statement;
use crate::value::Shape;

/// A batch that comes to a result when all of its statements have been executed.
pub trait Work: Batch + Unpin {
    /// The result.
    type Output;

    /// Takes the result out.
    ///
    /// # Errors
    ///
    /// The rows are not what was asked for, such as none where one is needed.
    fn finish(&mut self) -> Result<Self::Output, Error>;
}

/// The execution of statements in one round trip, all of them or none, as a future. Of no statements it is ready at
/// once, and nothing is sent.
///
/// It may be dropped at any time: the executor finishes what it owes the server before its next use.
#[must_use = "nothing is sent before the future is awaited"]
pub struct RunAll<D: Executor, W> {
    db: D,
    progress: D::Progress,
    work: W,
}

impl<D: Executor, W> RunAll<D, W> {
    pub(crate) fn new(db: D, work: W) -> Self {
        RunAll { db, progress: D::Progress::default(), work }
    }

    /// Runs other statements in place of these.
    pub(crate) fn map<V>(self, change: impl FnOnce(W) -> V) -> RunAll<D, V> {
        RunAll::new(self.db, change(self.work))
    }
}

impl<D: Executor, W: Work> Future for RunAll<D, W> {
    type Output = Result<W::Output, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let RunAll { db, progress, work } = self.get_mut();
        if !work.is_empty() {
            ready!(db.poll_run_all(context, progress, work))?;
        }
        Poll::Ready(work.finish().map_err(|error| match work.len() {
            1 => error.with_sql(&work.statement(0).0.to_sql()),
            _ => error,
        }))
    }
}

impl<D: Executor, W: Batch> fmt::Debug for RunAll<D, W> {
    /// The texts of the statements; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = (0..self.work.len()).map(|index| self.work.statement(index).0.to_sql());
        f.debug_list().entries(texts).finish()
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
        impl<$($name: Batch),+> Batch for ($($name,)+) {
            fn len(&self) -> usize {
                let ($($name,)+) = self;
                0 $(+ $name.len())+
            }

            fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
                let ($($name,)+) = self;
                tuples!(@find index, statement, [] $($name)+)
            }

            fn sink(&mut self, index: usize) -> &mut dyn Sink {
                let ($($name,)+) = self;
                tuples!(@find index, sink, [] $($name)+)
            }

            fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
                let ($($name,)+) = self;
                tuples!(@find index, done, [outcome] $($name)+)
            }
        }

        #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
        impl<$($name: Work),+> Work for ($($name,)+) {
            type Output = ($($name::Output,)+);

            fn finish(&mut self) -> Result<Self::Output, Error> {
                let ($($name,)+) = self;
                Ok(($($name.finish()?,)+))
            }
        }
    };
    (@find $index:ident, $method:ident, [$($argument:ident)?] $last:ident) => {
        $last.$method($index $(, $argument)?)
    };
    (@find $index:ident, $method:ident, [$($argument:ident)?] $first:ident $($rest:ident)+) => {
        if $index < $first.len() {
            $first.$method($index $(, $argument)?)
        } else {
            let $index = $index - $first.len();
            tuples!(@find $index, $method, [$($argument)?] $($rest)+)
        }
    };
}

crate::for_each_tuple!(tuples);
