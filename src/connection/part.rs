//! What pipelines are made of: statements with what takes their rows, and tuples and `Vec`s of them.

use std::fmt;

use super::cache::Describe;
use super::executor::{Finish, Outcome, Sink};
use crate::Along;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;

/// A statement that can stand in a pipeline: a query.
///
/// A query of the typed language stands there as it is, and its result is a `Vec` of its rows. `.piped()` says that it
/// is something else: `.piped().one()`, `.piped().execute()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a pipeline",
    label = "not a statement with a result",
    note = "a pipeline takes queries; of raw SQL say what is expected: `.piped().all::<Row>()`, `.piped().execute()`"
)]
pub trait Pipelined {
    /// What takes its rows, and comes to its result.
    type Sink: Finish<Output = Self::Output>;
    /// Its result.
    type Output: Send;

    /// The statement with what takes its rows.
    fn into_part(self) -> Part<Self::Sink>;
}

/// A statement of a pipeline, with what takes its rows. Made by `.piped()` of a query.
#[must_use = "a statement does nothing until a pipeline sends it"]
pub struct Part<K: Finish> {
    statement: Statement,
    describe: Describe,
    sink: K,
    output: Option<Result<K::Output, Error>>,
}

impl<K: Finish> Part<K> {
    /// A statement, what the columns of its result must be, and what takes its rows.
    pub fn new(statement: Statement, describe: fn(&mut Shape), sink: K) -> Self {
        Part { statement, describe, sink, output: None }
    }

    fn take(&mut self) -> Result<K::Output, Error> {
        self.output.take().unwrap_or_else(|| Err(over()))
    }
}

impl<K: Finish> fmt::Debug for Part<K> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Part").field(&self.statement.to_sql()).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<K: Finish> Pipelined for Part<K>
where
    K::Output: Send,
{
    type Sink = K;
    type Output = K::Output;

    fn into_part(self) -> Part<K> {
        self
    }
}

/// A part, whatever its result is.
pub trait AnyPart: Send {
    /// The statement, and what its columns must be.
    fn statement(&self) -> (&Statement, fn(&mut Shape));
    /// What takes its rows.
    fn sink(&mut self) -> &mut dyn Sink;
    /// Comes to its result, or to the error that it gets instead.
    fn done(&mut self, outcome: Result<Outcome, Error>);
    /// Takes the error out that it came to, if it did.
    fn failure(&mut self) -> Option<Error>;
}

impl<K: Finish> AnyPart for Part<K>
where
    K::Output: Send,
{
    fn statement(&self) -> (&Statement, fn(&mut Shape)) {
        (&self.statement, self.describe)
    }

    fn sink(&mut self) -> &mut dyn Sink {
        &mut self.sink
    }

    fn done(&mut self, outcome: Result<Outcome, Error>) {
        let output = outcome.and_then(|outcome| self.sink.finish(outcome));
        self.output = Some(output.map_err(|error| error.with_sql(&self.statement.to_sql())));
    }

    fn failure(&mut self) -> Option<Error> {
        self.output.take_if(|output| output.is_err())?.err()
    }
}

/// What [`Connection::pipeline`](super::Connection::pipeline) takes: a tuple of up to 16 queries, or a `Vec` or an array of queries of one type.
// Two traits, so that the message lists no tuples.
#[diagnostic::on_unimplemented(
    message = "a pipeline is a tuple of queries, or a `Vec` of queries of one type",
    label = "not a tuple or a `Vec` of queries",
    note = "put up to 16 queries into parentheses: `.pipeline((a, b))`, `.pipeline((a,))`"
)]
pub trait Pipeline {
    /// The statements.
    type Parts: Parts;

    /// Takes the statements apart.
    fn into_parts(self) -> Self::Parts;
}

#[diagnostic::do_not_recommend]
impl<P: Group> Pipeline for P {
    type Parts = <P as Along<P::Parts>>::Type;

    fn into_parts(self) -> P::Parts {
        Group::into_parts(self)
    }
}

/// See [`Pipeline`].
pub trait Group {
    /// See [`Pipeline::Parts`].
    type Parts: Parts;

    /// See [`Pipeline::into_parts`].
    fn into_parts(self) -> Self::Parts;
}

/// The statements of a pipeline, with what they come to.
pub trait Parts: Send {
    /// All results.
    type Output;
    /// All results, each with an error of its own.
    type Results;

    /// How many statements there are.
    fn count(&self) -> usize;
    /// A statement.
    fn part(&self, index: usize) -> Option<&dyn AnyPart>;
    /// A statement.
    fn part_mut(&mut self, index: usize) -> Option<&mut dyn AnyPart>;
    /// Takes the results out.
    ///
    /// # Errors
    ///
    /// They were taken out already.
    fn output(&mut self) -> Result<Self::Output, Error>;
    /// Takes the results out.
    fn results(&mut self) -> Self::Results;
}

impl<Q: Pipelined> Group for Vec<Q> {
    type Parts = Vec<Part<Q::Sink>>;

    fn into_parts(self) -> Self::Parts {
        self.into_iter().map(Q::into_part).collect()
    }
}

impl<Q: Pipelined, const N: usize> Group for [Q; N] {
    type Parts = Vec<Part<Q::Sink>>;

    fn into_parts(self) -> Self::Parts {
        self.into_iter().map(Q::into_part).collect()
    }
}

impl<K: Finish> Parts for Vec<Part<K>>
where
    K::Output: Send,
{
    type Output = Vec<K::Output>;
    type Results = Vec<Result<K::Output, Error>>;

    fn count(&self) -> usize {
        self.len()
    }

    fn part(&self, index: usize) -> Option<&dyn AnyPart> {
        self.get(index).map(|part| part as _)
    }

    fn part_mut(&mut self, index: usize) -> Option<&mut dyn AnyPart> {
        self.get_mut(index).map(|part| part as _)
    }

    fn output(&mut self) -> Result<Self::Output, Error> {
        self.iter_mut().map(Part::take).collect()
    }

    fn results(&mut self) -> Self::Results {
        self.iter_mut().map(Part::take).collect()
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Pipelined),+> Group for ($($name,)+) {
            type Parts = ($(Part<$name::Sink>,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_parts(self) -> Self::Parts {
                let ($($name,)+) = self;
                ($($name.into_part(),)+)
            }
        }

        impl<$($name: Finish),+> Parts for ($(Part<$name>,)+)
        where
            $($name::Output: Send,)+
        {
            type Output = ($($name::Output,)+);
            type Results = ($(Result<$name::Output, Error>,)+);

            fn count(&self) -> usize {
                [$(stringify!($name)),+].len()
            }

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn part(&self, index: usize) -> Option<&dyn AnyPart> {
                let ($($name,)+) = self;
                [$($name as &dyn AnyPart),+].get(index).copied()
            }

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn part_mut(&mut self, index: usize) -> Option<&mut dyn AnyPart> {
                let ($($name,)+) = self;
                [$($name as &mut dyn AnyPart),+].into_iter().nth(index)
            }

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn output(&mut self) -> Result<Self::Output, Error> {
                let ($($name,)+) = self;
                Ok(($($name.take()?,)+))
            }

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn results(&mut self) -> Self::Results {
                let ($($name,)+) = self;
                ($($name.take(),)+)
            }
        }
    };
}

crate::for_each_tuple!(tuples);

#[cold]
fn over() -> Error {
    Error::new(Kind::Statement("the execution is over".into()))
}
