//! A client of `tokio_postgres` and its transaction as executors, for users who have one.

mod answer;
mod question;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use postgres_types::Type;
use tokio_postgres::{Client, RowStream, Transaction};

use super::batch::Batch;
use super::executor::{Executor, Outcome, Sink};
use crate::error::{DbError, Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;
use answer::Answer;
use question::{Encoded, Question};

type Sending<'c> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'c>>;

/// How far the execution of a statement on a [`tokio_postgres::Client`] has come.
///
/// The statement is sent in one round trip and not kept prepared; types that users have created are looked up before.
/// The types of the result are compared with those of the rows when the first row comes.
///
/// Statements that are to be executed together are executed one after another on a transaction. A client alone takes
/// only one, because whoever else uses it could come between them.
#[derive(Default)]
pub struct ClientExecution<'c> {
    phase: Phase<'c>,
    /// How many statements of several are done.
    done: usize,
}

#[derive(Default)]
enum Phase<'c> {
    #[default]
    Start,
    Sending(Sending<'c>),
    Answered(Answer),
    Over,
}

impl<'c> Executor for &'c Client {
    type Progress = ClientExecution<'c>;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut ClientExecution<'c>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        progress.poll(*self, context, statement, describe, rows)
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut ClientExecution<'c>,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        progress.poll_all(*self, context, batch)
    }
}

impl<'c> Executor for &'c Transaction<'_> {
    type Progress = ClientExecution<'c>;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut ClientExecution<'c>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        progress.poll(*self, context, statement, describe, rows)
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut ClientExecution<'c>,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        progress.poll_all(*self, context, batch)
    }
}

/// What a client and a transaction have in common.
trait Sends: Sync {
    /// Whether nobody else's statements can come between two of its own.
    const ALONE: bool;

    fn send(
        &self,
        sql: &str,
        params: Vec<(Encoded, Type)>,
    ) -> impl Future<Output = Result<RowStream, tokio_postgres::Error>> + Send;
}

impl Sends for Client {
    const ALONE: bool = false;

    fn send(
        &self,
        sql: &str,
        params: Vec<(Encoded, Type)>,
    ) -> impl Future<Output = Result<RowStream, tokio_postgres::Error>> + Send {
        self.query_typed_raw(sql, params)
    }
}

impl Sends for Transaction<'_> {
    const ALONE: bool = true;

    fn send(
        &self,
        sql: &str,
        params: Vec<(Encoded, Type)>,
    ) -> impl Future<Output = Result<RowStream, tokio_postgres::Error>> + Send {
        self.query_typed_raw(sql, params)
    }
}

impl<'c> ClientExecution<'c> {
    fn poll<C: Sends>(
        &mut self,
        client: &'c C,
        context: &mut Context<'_>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        let done = match self.start(client, statement, describe) {
            Ok(()) => ready!(self.poll_answer(context, describe, rows)),
            Err(error) => Err(error),
        };
        self.phase = Phase::Over;
        Poll::Ready(done.map_err(|error| error.with_sql(&statement.to_sql())))
    }

    fn poll_all<C: Sends>(
        &mut self,
        client: &'c C,
        context: &mut Context<'_>,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        if !C::ALONE && batch.len() > 1 {
            return Poll::Ready(Err(Error::new(Kind::Statement(
                "statements that belong together need a transaction of the client".into(),
            ))));
        }
        while self.done < batch.len() {
            let index = self.done;
            let (statement, describe) = batch.statement(index);
            let done = match self.start(client, statement, describe) {
                Ok(()) => ready!(self.poll_answer(context, describe, batch.sink(index))),
                Err(error) => Err(error),
            };
            if let Err(error) = done.and_then(|outcome| batch.done(index, outcome)) {
                self.phase = Phase::Over;
                let error = error.at_statement(Some(index));
                return Poll::Ready(Err(error.with_sql(&batch.statement(index).0.to_sql())));
            }
            self.phase = Phase::Start;
            self.done += 1;
        }
        Poll::Ready(Ok(()))
    }

    /// Begins to send a statement, unless that was begun.
    fn start<C: Sends>(
        &mut self,
        client: &'c C,
        statement: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<(), Error> {
        if matches!(self.phase, Phase::Start) {
            let question = Question::new(statement, describe)?;
            self.phase = Phase::Sending(Box::pin(question.ask(client)));
        }
        Ok(())
    }

    fn poll_answer(
        &mut self,
        context: &mut Context<'_>,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        loop {
            match &mut self.phase {
                Phase::Sending(sending) => {
                    self.phase = Phase::Answered(ready!(sending.as_mut().poll(context))?);
                }
                Phase::Answered(answer) => return answer.poll(context, describe, rows),
                Phase::Start | Phase::Over => {
                    return Poll::Ready(Err(Error::new(Kind::Statement("the execution is over".into()))));
                }
            }
        }
    }
}

#[cold]
fn failed(error: tokio_postgres::Error) -> Error {
    let Some(report) = error.as_db_error() else {
        let kind = if error.is_closed() { Kind::Closed } else { Kind::Io };
        return Error::with_source(kind, error);
    };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Error::from_database(DbError {
        severity: report.severity().to_owned(),
        sqlstate: report.code().clone(),
        message: report.message().to_owned(),
        detail: owned(report.detail()),
        hint: owned(report.hint()),
        position: match report.position() {
            Some(tokio_postgres::error::ErrorPosition::Original(at)) => Some(*at),
            _ => None,
        },
        context: owned(report.where_()),
        schema: owned(report.schema()),
        table: owned(report.table()),
        column: owned(report.column()),
        data_type: owned(report.datatype()),
        constraint: owned(report.constraint()),
        routine: owned(report.routine()),
    })
}

impl fmt::Debug for ClientExecution<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientExecution")
    }
}
