//! What is known of a statement before it is sent.

use super::Connection;
use super::batch::Batch;
use super::cache::{Describe, Id, Progress};
use super::check::check;
use super::flight::Flight;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::frontend;

/// What is known of a statement before it is sent.
#[derive(Debug)]
pub(super) enum Resolved {
    /// It is prepared, and its columns fit.
    Known(Id),
    /// It has to be prepared: its text, and the types of its parameters.
    New(String, Vec<u32>),
}

impl Connection {
    /// Finds a statement among those that are prepared. If types of it are not known they are added to `unknown`, and
    /// then there is no answer.
    pub(super) fn resolve(
        &mut self,
        statement: &Statement,
        describe: Describe,
        unknown: &mut Vec<&'static SqlType>,
    ) -> Result<Option<Resolved>, Error> {
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
        self.add_unknown_types(statement, known.is_none(), shape.as_ref(), unknown);
        if !unknown.is_empty() {
            return Ok(None);
        }
        if let Some(id) = known
            && self.still_fits(id, describe, shape.as_ref())
        {
            return Ok(Some(Resolved::Known(id)));
        }
        let sql = statement.to_sql();
        let oids = statement
            .param_types()
            .map(|ty| self.session.types.oid(ty).ok_or_else(|| frontend::unknown_type(ty)))
            .collect::<Result<Vec<u32>, Error>>()?;
        match self.session.statements.find_text(statement, &sql, &oids) {
            Some(id) if self.still_fits(id, describe, shape.as_ref()) => Ok(Some(Resolved::Known(id))),
            _ => Ok(Some(Resolved::New(sql, oids))),
        }
    }

    /// Whether a prepared statement's columns are what they must be. If not it is given up: what is known of its
    /// columns can be out of date, and what the server says when it is prepared again decides.
    fn still_fits(&mut self, id: Id, describe: Describe, shape: Option<&Shape>) -> bool {
        let (Some(shape), Some(prepared)) = (shape, self.session.statements.get_mut(id)) else { return true };
        let columns = match &prepared.progress {
            Progress::Described(columns) => columns.as_deref(),
            // It is in the air, and checked when it is described.
            Progress::Sent | Progress::Parsed => return true,
        };
        if check(shape, columns, &self.session.types).is_ok() {
            prepared.remember(describe);
            return true;
        }
        // What is on its way is checked by it yet.
        let is_awaited = |flight: &Flight| flight.legs().any(|leg| leg.statement == Some(id));
        if !self.session.flights.iter().any(is_awaited) {
            self.session.closes.extend(self.session.statements.remove(id));
        }
        false
    }

    /// Adds the types among a statement's parameters and columns whose OIDs are not known.
    fn add_unknown_types(
        &self,
        statement: &Statement,
        params: bool,
        shape: Option<&Shape>,
        unknown: &mut Vec<&'static SqlType>,
    ) {
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
    }

    /// Adds the types of a statement, prepared or not, whose OIDs are not known.
    pub(super) fn add_types_of(
        &self,
        statement: &Statement,
        describe: Describe,
        unknown: &mut Vec<&'static SqlType>,
    ) {
        let mut shape = Shape::default();
        describe(&mut shape);
        self.add_unknown_types(statement, true, Some(&shape), unknown);
    }

    /// Which statement of a batch is the first to need a type that was looked up in vain.
    pub(super) fn first_to_need(&self, batch: &dyn Batch) -> Option<usize> {
        (0..batch.len()).find(|&index| {
            let (statement, describe) = batch.statement(index);
            let mut unknown = Vec::new();
            self.add_types_of(statement, describe, &mut unknown);
            !unknown.is_empty()
        })
    }
}

/// A `COPY` from the client takes what follows it for data, so nothing can follow it.
pub(super) fn refuse_copy(found: Option<Resolved>, statements: usize) -> Result<Option<Resolved>, Error> {
    match &found {
        Some(Resolved::New(sql, _)) if statements > 1 && copies_from_client(sql) => Err(Error::new(
            Kind::Statement("COPY from the client cannot be sent together with other statements".into()),
        )),
        _ => Ok(found),
    }
}

/// Whether a statement that was never executed looks like a `COPY .. FROM STDIN`.
fn copies_from_client(sql: &str) -> bool {
    let sql = sql.trim_start().as_bytes();
    let starts = sql.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"copy"));
    starts && sql.windows(5).any(|word| word.eq_ignore_ascii_case(b"stdin"))
}
