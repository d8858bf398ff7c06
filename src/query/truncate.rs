//! `TRUNCATE`

use std::fmt;

use super::returning::Affected;
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{DatabaseTable, Entity};

/// `TRUNCATE`, made by [`truncate`].
#[derive(Clone)]
#[must_use = "nothing is emptied before `execute` runs it"]
pub struct Truncate {
    statement: Statement,
    restart: bool,
    cascade: bool,
}

/// Tables that are emptied together: a table, or a tuple of tables.
#[diagnostic::on_unimplemented(
    message = "TRUNCATE takes tables",
    label = "not a table",
    note = "give it a table such as `Person`, or a tuple of tables"
)]
pub trait Tables {
    /// Adds the tables' names.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<T: DatabaseTable> Tables for Entity<T> {
    fn write(self, out: &mut Statement) {
        out.push(Piece::Table(T::REF));
    }
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$first: Tables, $($rest: Tables),*> Tables for ($first, $($rest,)*) {
            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($first, $($rest,)*) = self;
                $first.write(out);
                $(
                    out.text(", ");
                    $rest.write(out);
                )*
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// `TRUNCATE table`: removes all rows of a table, or of a tuple of tables, faster than a `DELETE` does. It locks them
/// against everybody else; see the page "TRUNCATE" of PostgreSQL's manual.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32 }
/// # #[derive(Table)] struct Pet { #[column(primary_key, auto)] id: i32 }
/// assert_eq!(
///     truncate((Person, Pet)).restart_identity().cascade().to_sql(),
///     r#"TRUNCATE "person", "pet" RESTART IDENTITY CASCADE"#,
/// );
/// ```
pub fn truncate<T: Tables>(tables: T) -> Truncate {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("TRUNCATE ");
        tables.write(out);
    });
    Truncate { statement, restart: false, cascade: false }
}

impl Truncate {
    /// `RESTART IDENTITY`: the tables' sequences begin anew.
    pub fn restart_identity(self) -> Self {
        Truncate { restart: true, ..self }
    }

    /// `CASCADE`: also empties the tables that refer to these. Without it the server refuses if there are any.
    pub fn cascade(self) -> Self {
        Truncate { cascade: true, ..self }
    }

    fn statement(&self) -> Statement {
        let mut statement = self.statement.clone();
        statement.part(Clause::Raw, |out| {
            out.text(match (self.restart, self.cascade) {
                (false, false) => "",
                (true, false) => " RESTART IDENTITY",
                (false, true) => " CASCADE",
                (true, true) => " RESTART IDENTITY CASCADE",
            });
        });
        statement
    }

    /// Empties the tables. The number is 0: the server does not count.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected> {
        RunAll::new(db.into_executor(), Affected::new(vec![self.statement()]))
    }

    /// The SQL text.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement().to_sql()
    }
}

impl fmt::Debug for Truncate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Truncate").field(&self.to_sql()).finish()
    }
}
