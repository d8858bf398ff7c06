//! A client of `tokio_postgres` and its transaction as executors, for users who have one.

mod answer;
mod question;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use postgres_types::Type;
use tokio_postgres::{Client, RowStream, Transaction};

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
#[derive(Default)]
pub struct ClientExecution<'c>(Phase<'c>);

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
}

/// What a client and a transaction have in common.
trait Sends: Sync {
    fn send(
        &self,
        sql: &str,
        params: Vec<(Encoded, Type)>,
    ) -> impl Future<Output = Result<RowStream, tokio_postgres::Error>> + Send;
}

impl Sends for Client {
    fn send(
        &self,
        sql: &str,
        params: Vec<(Encoded, Type)>,
    ) -> impl Future<Output = Result<RowStream, tokio_postgres::Error>> + Send {
        self.query_typed_raw(sql, params)
    }
}

impl Sends for Transaction<'_> {
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
        let done = ready!(self.poll_phase(client, context, statement, describe, rows));
        self.0 = Phase::Over;
        Poll::Ready(done.map_err(|error| error.with_sql(&statement.to_sql())))
    }

    fn poll_phase<C: Sends>(
        &mut self,
        client: &'c C,
        context: &mut Context<'_>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        loop {
            match &mut self.0 {
                Phase::Start => {
                    let question = Question::new(statement, describe)?;
                    self.0 = Phase::Sending(Box::pin(question.ask(client)));
                }
                Phase::Sending(sending) => {
                    self.0 = Phase::Answered(ready!(sending.as_mut().poll(context))?);
                }
                Phase::Answered(answer) => return answer.poll(context, describe, rows),
                Phase::Over => {
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
