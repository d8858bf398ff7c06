//! Putting flights into the write buffer.

use super::Connection;
use super::batch::Batch;
use super::cache::{Describe, Progress};
use super::flight::{Expect, Flight, Leg, width};
use super::opening::Begins;
use super::portal::Portal;
use super::resolve::{Resolved, refuse_copy};
use super::session::Session;
use super::types;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::SqlType;
use crate::wire::frontend;

impl Connection {
    /// Sends a statement, or says which types have to be looked up before. What flights in the air use stays prepared.
    pub(super) fn launch(
        &mut self,
        statement: &Statement,
        describe: Describe,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        self.launch_some(statement, describe, 0)
    }

    /// As [`launch`](Connection::launch), so that the server hands out so many rows at a time, or all for 0.
    pub(super) fn launch_some(
        &mut self,
        statement: &Statement,
        describe: Describe,
        rows: i32,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        let now = self.session.statements.now();
        let before = self.session.flights.front().map_or(now, |first| first.clock);
        self.launch_flight(statement, describe, (before, 1), Portal::of(rows))
    }

    /// Sends a statement that is one of several in the air. What those before it use was used after `before`.
    pub(super) fn launch_among(
        &mut self,
        statement: &Statement,
        describe: Describe,
        before: u64,
        statements: usize,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        self.launch_flight(statement, describe, (before, statements), None)
    }

    fn launch_flight(
        &mut self,
        statement: &Statement,
        describe: Describe,
        (before, statements): (u64, usize),
        portal: Option<Portal>,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        let clock = self.session.statements.now();
        let mut unknown = Vec::new();
        let resolved = refuse_copy(self.resolve(statement, describe, &mut unknown)?, statements)?;
        let Some(resolved) = resolved else { return Ok(Some(unknown)) };
        let leg = self.leg(statement, describe, resolved, before)?;
        let flight = Flight { clock, portal, ..Flight::of(leg) };
        self.send(flight, |out, session, flight| put(out, session, statement, &flight.leg, flight.portal))?;
        Ok(None)
    }

    /// Sends statements as one flight, or says which types have to be looked up before. `again` if one of them was not
    /// prepared any more: then the others may not be either.
    pub(super) fn launch_all(
        &mut self,
        batch: &dyn Batch,
        again: bool,
    ) -> Result<Option<Vec<&'static SqlType>>, Error> {
        for index in (0..batch.len()).filter(|_| again) {
            if let Some(id) = self.session.statements.find(batch.statement(index).0) {
                self.session.closes.extend(self.session.statements.remove(id));
            }
        }
        // What the flight uses must not be closed by it.
        let before = self.session.statements.now();
        let mut resolved = Vec::with_capacity(batch.len());
        loop {
            let mut unknown = Vec::new();
            for index in 0..batch.len() {
                let (statement, describe) = batch.statement(index);
                let found = self.resolve(statement, describe, &mut unknown);
                let found = found.and_then(|found| refuse_copy(found, batch.len()));
                resolved.extend(
                    found.map_err(|error| error.at_statement(Some(index)).with_sql(&statement.to_sql()))?,
                );
            }
            if !unknown.is_empty() {
                return Ok(Some(unknown));
            }
            // A later statement may have given up what an earlier one found.
            let is_there = |found: &Resolved| match found {
                Resolved::Known(id) => self.session.statements.get(*id).is_some(),
                Resolved::New(..) => true,
            };
            if resolved.iter().all(is_there) {
                break;
            }
            resolved.clear();
        }
        let mut legs = Vec::with_capacity(batch.len());
        for (index, found) in resolved.into_iter().enumerate() {
            let (statement, describe) = batch.statement(index);
            legs.push(self.leg(statement, describe, found, before)?);
        }
        let mut legs = legs.into_iter();
        let Some(first) = legs.next() else { return Ok(None) };
        let mut flight = Flight::of(first);
        flight.rest = legs.collect();
        let mut at = 0;
        let sent = self.send(flight, |out, session, flight| {
            for (index, leg) in flight.legs().enumerate() {
                at = index;
                put(out, session, batch.statement(index).0, leg, None)?;
            }
            Ok(())
        });
        sent.map_err(|error| error.at_statement(Some(at)).with_sql(&batch.statement(at).0.to_sql()))?;
        Ok(None)
    }

    /// Asks how a statement is described, if that is not known; and returns the number of the flight.
    pub(super) fn launch_description(
        &mut self,
        statement: &Statement,
        describe: Describe,
        resolved: Resolved,
    ) -> Result<Option<u64>, Error> {
        let before = self.session.statements.now();
        let leg = self.leg(statement, describe, resolved, before)?;
        if !leg.preparing {
            return Ok(None);
        }
        let flight = Flight::of(Leg { executes: false, ..leg });
        self.send(flight, |out, session, flight| put(out, session, statement, &flight.leg, None))?;
        Ok(Some(self.session.launched))
    }

    /// A statement's part of a flight. What has to be prepared is added to the cache, where nothing that was used
    /// after `before` makes room for it.
    fn leg(
        &mut self,
        statement: &Statement,
        describe: Describe,
        resolved: Resolved,
        before: u64,
    ) -> Result<Leg, Error> {
        let statements = &mut self.session.statements;
        let (sql, oids) = match resolved {
            Resolved::Known(id) => {
                let known = Leg { statement: Some(id), ..Leg::default() };
                return match statements.get(id).map(|prepared| &prepared.progress) {
                    Some(Progress::Described(columns)) => {
                        Ok(Leg { width: width(columns.as_deref())?, ..known })
                    }
                    _ => Ok(Leg { describe: Some(describe), ..known }),
                };
            }
            Resolved::New(sql, oids) => (sql, oids),
        };
        let describe = Some(describe);
        // An earlier statement of the same flight is the same, and has it prepared.
        if let Some(id) = statements.find_text(statement, &sql, &oids) {
            return Ok(Leg { statement: Some(id), describe, ..Leg::default() });
        }
        while let Some(evicted) = statements.make_room(before) {
            self.session.closes.push(evicted);
        }
        let id = statements.insert(statement, &sql, oids);
        Ok(Leg { statement: Some(id), preparing: true, describe, ..Leg::default() })
    }

    /// Puts a flight into the write buffer: all of it, or nothing.
    fn send(
        &mut self,
        mut flight: Flight,
        write: impl FnOnce(&mut Vec<u8>, &Session, &Flight) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let session = &mut self.session;
        let script = session.opening.script.take();
        let sent = self.output.append(|out| {
            for evicted in &session.closes {
                frontend::close(out, &evicted.name)?;
            }
            if let Some(script) = &script {
                flight.begins = Some(Begins::put(out, script.clone())?);
            }
            write(out, session, &flight)?;
            if flight.portal.is_none() {
                frontend::sync(out);
            }
            Ok(())
        });
        let prepared = flight.legs().filter(|leg| leg.preparing);
        match sent {
            Ok(bytes) => {
                session.counters.prepared += prepared.count() as u64;
                flight.closing = session.closes.len();
                session.closes.clear();
                self.launched(flight, bytes, script.as_deref());
                Ok(())
            }
            Err(error) => {
                session.opening.script = script;
                for id in prepared.filter_map(|leg| leg.statement) {
                    session.statements.remove(id);
                }
                Err(error)
            }
        }
    }

    pub(super) fn launch_lookup(&mut self, types: &[SqlType]) -> Result<(), Error> {
        let bytes = self.output.append(|out| types::ask(out, types))?;
        let mut flight = Flight::new(Expect::ParseComplete);
        flight.leg.width = Some(1);
        self.launched(flight, bytes, Some(types::LOOKUP));
        Ok(())
    }

    /// A flight was put into the write buffer. `script` is its text, if it is not that of its statements.
    pub(super) fn launched(&mut self, mut flight: Flight, bytes: usize, script: Option<&str>) {
        self.watch(&mut flight, script);
        self.session.counters.statements += flight.legs().filter(|leg| leg.executes).count() as u64;
        // What is sent behind something else waits no longer for its answer.
        self.session.counters.round_trips += u64::from(self.session.flights.is_empty());
        self.session.launched += 1;
        flight.number = self.session.launched;
        self.session.flights.push_back(flight);
        self.session.counters.bytes_sent += bytes as u64;
    }
}

/// Parse and Describe, if the statement is not prepared; Bind, Execute.
fn put(
    out: &mut Vec<u8>,
    session: &Session,
    statement: &Statement,
    leg: &Leg,
    portal: Option<Portal>,
) -> Result<(), Error> {
    let Some(prepared) = leg.statement.and_then(|id| session.statements.get(id)) else {
        return Err(Error::new(Kind::Closed));
    };
    if leg.preparing {
        frontend::parse(out, &prepared.name, &session.tagged(&prepared.sql), &prepared.oids)?;
        frontend::describe(out, &prepared.name)?;
    }
    if !leg.executes {
        return Ok(());
    }
    frontend::bind(out, &prepared.name, statement, |ty| session.types.oid(ty))?;
    match portal {
        None => frontend::execute(out),
        Some(portal) => frontend::execute_some(out, portal.rows())?,
    }
    Ok(())
}
