//! Whether a server is what is asked for: `target_session_attrs`.

use std::io;

use super::config::Target;
use super::executor::Executor;
use super::{Collect, Connection};
use crate::error::{Error, Kind};
use crate::sql::{Clause, Statement};
use crate::value::Row;

/// What a server is.
#[derive(Clone, Copy, Debug)]
struct State {
    standby: bool,
    read_only: bool,
}

/// Refuses a server that is something else than what is asked for.
pub(super) async fn check(connection: &mut Connection, target: Target) -> Result<(), Error> {
    let why = match target {
        Target::Any | Target::PreferStandby => return Ok(()),
        other => other.refuses(state(connection).await?),
    };
    match why {
        None => Ok(()),
        Some(why) => Err(Error::with_source(Kind::Connect, io::Error::other(why))),
    }
}

impl Target {
    fn refuses(self, state: State) -> Option<&'static str> {
        match self {
            Target::ReadWrite if state.read_only => Some("the session is read-only"),
            Target::ReadOnly if !state.read_only => Some("the session is not read-only"),
            Target::Primary if state.standby => Some("the server is in hot standby mode"),
            Target::Standby if !state.standby => Some("the server is not in hot standby mode"),
            _ => None,
        }
    }
}

/// From PostgreSQL 14 on, a server says it by itself. A pooler in front of it may leave it out.
fn reported(connection: &Connection) -> Option<State> {
    let is_on = |name| connection.parameter(name).map(|value| value == "on");
    let (standby, read_only) = (is_on("in_hot_standby")?, is_on("default_transaction_read_only")?);
    Some(State { standby, read_only: read_only || standby })
}

async fn state(connection: &mut Connection) -> Result<State, Error> {
    if let Some(state) = reported(connection) {
        return Ok(state);
    }
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')::bool");
    });
    let mut rows = Collect::<(bool, bool)>::default();
    connection.run(&statement, <(bool, bool)>::describe, &mut rows).await?;
    match *rows.0 {
        [(standby, read_only)] => Ok(State { standby, read_only }),
        _ => Err(Error::protocol("the answer to what the server is has not one row")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_refused_by_what_it_is() {
        let primary = State { standby: false, read_only: false };
        let read_only = State { standby: false, read_only: true };
        let standby = State { standby: true, read_only: true };
        for (target, fits) in [
            (Target::Any, [true, true, true]),
            (Target::ReadWrite, [true, false, false]),
            (Target::ReadOnly, [false, true, true]),
            (Target::Primary, [true, true, false]),
            (Target::Standby, [false, false, true]),
            (Target::PreferStandby, [true, true, true]),
        ] {
            let found = [primary, read_only, standby].map(|state| target.refuses(state).is_none());
            assert_eq!(found, fits, "{target:?}");
        }
    }
}
