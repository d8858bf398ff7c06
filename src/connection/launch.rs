//! Putting flights into the write buffer.

use super::Connection;
use super::cache::{Describe, Id, Progress};
use super::check::check;
use super::flight::{Expect, Flight, width};
use super::types;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::frontend;

impl Connection {
    /// Sends a statement, or says which types have to be looked up before.
    pub(super) fn launch(
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
            .is_some_and(|prepared| prepared.fits(describe));
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
            prepared.remember(describe);
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

    pub(super) fn launch_lookup(&mut self, types: &[&'static SqlType]) -> Result<(), Error> {
        let bytes = self.output.append(|out| types::ask(out, types))?;
        let mut flight = Flight::new(Expect::ParseComplete);
        flight.width = Some(1);
        self.launched(flight, bytes);
        Ok(())
    }

    pub(super) fn launched(&mut self, mut flight: Flight, bytes: usize) {
        self.session.counters.round_trips += 1;
        flight.number = self.session.counters.round_trips;
        self.session.flights.push_back(flight);
        self.session.counters.bytes_sent += bytes as u64;
    }
}
