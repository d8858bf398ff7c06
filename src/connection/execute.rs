//! Executing one statement: what the future that waits for it has to know.

use std::task::{Context, Poll, ready};

use super::Connection;
use super::cache::{Describe, Id, Progress};
use super::check::check;
use super::drive::Event;
use super::executor::Outcome;
use super::flight::{Expect, Flight, Landed, width};
use super::types;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Columns, Shape, SqlType};
use crate::wire::{Rows, TransactionStatus, frontend};

/// How far the execution of a statement on a [`Connection`] has come. Nothing that the connection needs is in here, so that it can be
/// dropped at any time.
#[derive(Debug, Default)]
pub struct Execution {
    phase: Phase,
    retried: bool,
    /// The transaction's status when the statement was sent.
    before: Option<TransactionStatus>,
}

#[derive(Debug, Default)]
enum Phase {
    /// Something may be owed for an earlier statement.
    #[default]
    Settle,
    /// The OIDs of types were asked for.
    Lookup(Lookup),
    /// The statement was sent.
    Sent,
    Over,
}

#[derive(Debug)]
struct Lookup {
    types: Vec<&'static SqlType>,
    oids: Vec<Option<u32>>,
}

/// What an execution has come to.
#[derive(Debug)]
pub(super) enum Step {
    /// There are rows at the start of the read buffer.
    Rows,
    Done(Outcome),
}

impl Connection {
    /// Moves an execution on. After an error it is over.
    pub(super) fn poll_execute(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        statement: &Statement,
        describe: Describe,
    ) -> Poll<Result<Step, Error>> {
        let step = ready!(self.poll_step(context, execution, statement, describe));
        Poll::Ready(step.map_err(|error| {
            execution.phase = Phase::Over;
            error.with_sql(&statement.to_sql())
        }))
    }

    fn poll_step(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        statement: &Statement,
        describe: Describe,
    ) -> Poll<Result<Step, Error>> {
        loop {
            match &mut execution.phase {
                Phase::Settle => {
                    ready!(self.poll_settle(context))?;
                    execution.phase = match self.launch(statement, describe)? {
                        None => Phase::Sent,
                        Some(types) => {
                            self.launch_lookup(&types)?;
                            Phase::Lookup(Lookup { types, oids: Vec::new() })
                        }
                    };
                    execution.before = Some(self.session.status);
                }
                Phase::Lookup(lookup) => match ready!(self.poll_drive(context, true))? {
                    Event::Rows => {
                        let taken = lookup.read(Rows::new(self.input.unread(), 1));
                        let taken = self.survive(taken)?;
                        self.input.consume(taken);
                    }
                    Event::Landed(Landed { error: Some(error), .. }) => return Poll::Ready(Err(error)),
                    Event::Landed(_) => {
                        lookup.learn(&mut self.session.types)?;
                        execution.phase = Phase::Settle;
                    }
                },
                Phase::Sent => match ready!(self.poll_drive(context, true))? {
                    Event::Rows => return Poll::Ready(Ok(Step::Rows)),
                    Event::Landed(landed) => match landed.error {
                        None => {
                            execution.phase = Phase::Over;
                            return Poll::Ready(Ok(Step::Done(Outcome { affected: landed.affected })));
                        }
                        Some(_) if landed.stale && execution.may_retry() => {
                            execution.retried = true;
                            execution.phase = Phase::Settle;
                        }
                        Some(error) => return Poll::Ready(Err(error)),
                    },
                },
                Phase::Over => return Poll::Ready(Ok(Step::Done(Outcome::default()))),
            }
        }
    }

    /// Sends a statement, or says which types have to be looked up before.
    fn launch(
        &mut self,
        statement: &Statement,
        describe: Describe,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        statement.check()?;
        let count = statement.param_count();
        if count > frontend::MAX_PARAMS {
            return Err(frontend::too_many_params(count));
        }
        let known = self.session.statements.find(statement);
        let checked = known
            .and_then(|id| self.session.statements.get(id))
            .is_some_and(|prepared| prepared.checked.iter().any(|f| std::ptr::fn_addr_eq(*f, describe)));
        let mut shape = None;
        if !checked {
            let shape = shape.insert(Shape::default());
            describe(shape);
        }
        let unknown = self.unknown_types(statement, known.is_none(), shape.as_ref());
        if !unknown.is_empty() {
            return Ok(Some(unknown));
        }
        if let Some(id) = known
            && self.still_fits(id, describe, shape.as_ref())
        {
            self.launch_known(statement, id)?;
            return Ok(None);
        }
        let sql = statement.to_sql();
        let oids = statement
            .param_types()
            .map(|ty| self.session.types.oid(ty).ok_or_else(|| frontend::unknown_type(ty)))
            .collect::<Result<Vec<u32>, Error>>()?;
        match self.session.statements.find_text(statement, &sql, &oids) {
            Some(id) if self.still_fits(id, describe, shape.as_ref()) => self.launch_known(statement, id)?,
            _ => self.launch_new(statement, &sql, oids, describe)?,
        }
        Ok(None)
    }

    /// Whether a prepared statement's columns are what they must be. If not it is given up: what is known of its
    /// columns can be out of date, and what the server says when it is prepared again decides.
    fn still_fits(&mut self, id: Id, describe: Describe, shape: Option<&Shape>) -> bool {
        let (Some(shape), Some(prepared)) = (shape, self.session.statements.get_mut(id)) else { return true };
        let columns = match &prepared.progress {
            Progress::Described(columns) => columns.as_deref(),
            Progress::Sent | Progress::Parsed => None,
        };
        if check(shape, columns, &self.session.types).is_ok() {
            prepared.checked.push(describe);
            return true;
        }
        self.session.closes.extend(self.session.statements.remove(id));
        false
    }

    /// The types among a statement's parameters and columns whose OIDs are not known.
    fn unknown_types(
        &self,
        statement: &Statement,
        params: bool,
        shape: Option<&Shape>,
    ) -> Vec<&'static SqlType> {
        let mut unknown: Vec<&'static SqlType> = Vec::new();
        let mut add = |ty: &'static SqlType| {
            if self.session.types.oid(ty).is_none() && !unknown.contains(&ty) {
                unknown.push(ty);
            }
        };
        if params {
            statement.param_types().for_each(&mut add);
        }
        for run in statement.param_runs() {
            run.gaps().for_each(|(_, ty)| add(ty));
        }
        for column in shape.iter().flat_map(|shape| &shape.columns) {
            add(column.ty);
        }
        unknown
    }

    /// Bind, Execute, Sync.
    fn launch_known(&mut self, statement: &Statement, id: Id) -> Result<(), Error> {
        let mut flight = Flight::new(Expect::BindComplete);
        flight.statement = Some(id);
        if let Some(prepared) = self.session.statements.get(id)
            && let Progress::Described(columns) = &prepared.progress
        {
            flight.width = width(columns.as_deref())?;
        }
        self.send(statement, id, None, flight)
    }

    /// Parse, Describe, Bind, Execute, Sync.
    fn launch_new(
        &mut self,
        statement: &Statement,
        sql: &str,
        oids: Vec<u32>,
        describe: Describe,
    ) -> Result<(), Error> {
        while let Some(evicted) = self.session.statements.make_room() {
            self.session.closes.push(evicted);
        }
        let id = self.session.statements.insert(statement, sql, oids);
        let mut flight = Flight::new(Expect::ParseComplete);
        flight.statement = Some(id);
        flight.preparing = true;
        flight.describe = Some(describe);
        let sent = self.send(statement, id, Some(sql), flight);
        if sent.is_err() {
            self.session.statements.remove(id);
        } else {
            self.session.counters.prepared += 1;
        }
        sent
    }

    /// Puts a flight into the write buffer: all of it, or nothing.
    fn send(
        &mut self,
        statement: &Statement,
        id: Id,
        parse: Option<&str>,
        mut flight: Flight,
    ) -> Result<(), Error> {
        let session = &mut self.session;
        let Some(prepared) = session.statements.get(id) else { return Err(Error::new(Kind::Closed)) };
        let bytes = self.output.append(|out| {
            for evicted in &session.closes {
                frontend::close(out, &evicted.name)?;
            }
            if let Some(sql) = parse {
                frontend::parse(out, &prepared.name, sql, &prepared.oids)?;
                frontend::describe(out, &prepared.name)?;
            }
            frontend::bind(out, &prepared.name, statement, |ty| session.types.oid(ty))?;
            frontend::execute_and_sync(out);
            Ok(())
        })?;
        flight.closing = session.closes.len();
        session.closes.clear();
        self.launched(flight, bytes);
        Ok(())
    }

    fn launch_lookup(&mut self, types: &[&'static SqlType]) -> Result<(), Error> {
        let bytes = self.output.append(|out| types::ask(out, types))?;
        let mut flight = Flight::new(Expect::ParseComplete);
        flight.width = Some(1);
        self.launched(flight, bytes);
        Ok(())
    }

    pub(super) fn launched(&mut self, flight: Flight, bytes: usize) {
        self.session.flights.push_back(flight);
        self.session.counters.round_trips += 1;
        self.session.counters.bytes_sent += bytes as u64;
    }

    /// Lets `take` have the rows at the start of the read buffer.
    ///
    /// Its error becomes that of the statement, whose remaining rows are then thrown away.
    pub(super) fn take_rows(
        &mut self,
        mut take: impl FnMut(&mut Rows<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(flight) = self.session.flights.front_mut() else { return Ok(()) };
        let mut rows = Rows::new(self.input.unread(), flight.width.unwrap_or_default());
        let taken = match take(&mut rows) {
            Ok(()) => rows.finish(),
            Err(error) if matches!(error.kind(), Kind::Protocol(_)) => Err(error),
            Err(error) => {
                flight.fail(error);
                rows.finish()
            }
        };
        let taken = self.survive(taken)?;
        self.input.consume(taken);
        Ok(())
    }

    /// As [`take_rows`](Connection::take_rows), of one row. The rest stays in the buffer.
    pub(super) fn take_row<T>(
        &mut self,
        take: impl FnOnce(&mut Columns<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let width = self.session.flights.front().and_then(|flight| flight.width).unwrap_or_default();
        let mut rows = Rows::new(self.input.unread(), width);
        let row = match rows.next() {
            Ok(Some(mut columns)) => take(&mut columns).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        let taken = rows.taken();
        self.input.consume(taken);
        if let Err(error) = &row {
            self.broken |= matches!(error.kind(), Kind::Protocol(_));
        }
        row
    }

    /// A malformed message is the end of the connection.
    fn survive<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        self.broken |= result.is_err();
        result
    }
}

impl Execution {
    /// Outside a transaction nothing of the statement has happened, so it can be sent once more.
    fn may_retry(&self) -> bool {
        !self.retried && self.before == Some(TransactionStatus::Idle)
    }
}

impl Lookup {
    fn read(&mut self, mut rows: Rows<'_>) -> Result<usize, Error> {
        while let Some(mut columns) = rows.next()? {
            let oid = columns.next()?.map(|raw| <[u8; 4]>::try_from(raw).map(u32::from_be_bytes));
            let oid = oid.transpose().map_err(|_| Error::protocol("an OID has not four bytes"))?;
            columns.finish()?;
            self.oids.push(oid);
        }
        Ok(rows.taken())
    }

    fn learn(&self, types: &mut types::Types) -> Result<(), Error> {
        if self.oids.len() != self.types.len() {
            return Err(Error::protocol("the answer to a query for types is incomplete"));
        }
        for (ty, oid) in self.types.iter().zip(&self.oids) {
            types.insert(ty, oid.ok_or_else(|| frontend::unknown_type(ty))?);
        }
        Ok(())
    }
}
