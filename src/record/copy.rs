//! `db.copy_in::<Person>()`: the fastest way in for very many rows.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use crate::connection::{CopyInRows, Streams};
use crate::error::{Error, Kind, ValueError};
use crate::query::ColumnList;
use crate::query::rows::{NewRow, Slot, at_column};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{ColumnDef, DatabaseTable, Field};
use crate::value::{Encoder, Row, Shape};

/// A `COPY` into the table `T` that takes rows. Made by [`copy_in`](crate::Connection::copy_in).
///
/// Nothing is kept before [`finish`](CopyingIn::finish) has said so. Dropped before that, all of it is undone.
#[must_use = "a COPY that is dropped is undone"]
pub struct CopyingIn<'c, T> {
    rows: CopyInRows<'c>,
    /// The numbers of the columns that are filled.
    columns: Vec<usize>,
    /// The numbers of the others.
    others: Vec<usize>,
    table: PhantomData<fn() -> T>,
}

impl<T: DatabaseTable> CopyingIn<'_, T> {
    /// Sends a row: a struct of the table, or one that [`create`](crate::Table::create) builds and that gives exactly the
    /// columns that are filled.
    ///
    /// Rows are collected before they are sent, and it waits while the server does not keep up.
    ///
    /// # Errors
    ///
    /// The row gives other columns, or an expression, which COPY does not take; or a value cannot be encoded: the row is
    /// left out, and others can follow. The server refuses what was sent so far: nothing of it is kept. Or the connection
    /// breaks.
    pub async fn send<R: NewRow<Table = T>>(&mut self, row: R) -> Result<(), Error> {
        if self.collect(row)? {
            self.rows.send_collected().await?;
        }
        Ok(())
    }

    /// Takes a row, and says whether there are enough to be sent.
    #[inline]
    fn collect<R: NewRow<Table = T>>(&mut self, mut row: R) -> Result<bool, Error> {
        row.prepare();
        let (columns, others) = (self.columns.as_slice(), self.others.as_slice());
        self.rows.collect(|out| {
            if row.plain().is_some_and(|row| row.put_exactly(columns, out)) {
                return Ok(());
            }
            put::<T, R>(&row, columns, others, out)
        })
    }

    /// Sends rows one after the other, see [`send`](CopyingIn::send).
    ///
    /// # Errors
    ///
    /// As [`send`](CopyingIn::send), of the first row that is refused; those before it are sent.
    pub async fn send_all<R: NewRow<Table = T>>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), Error> {
        for row in rows {
            if self.collect(row)? {
                self.rows.send_collected().await?;
            }
        }
        Ok(())
    }

    /// Says that all rows were sent, and returns how many there were.
    ///
    /// If the future is dropped before it is ready, the rows may be kept.
    ///
    /// # Errors
    ///
    /// The server refuses the rows: nothing of them is kept. Or the connection breaks.
    pub async fn finish(self) -> Result<u64, Error> {
        self.rows.finish().await
    }
}

fn put<T: DatabaseTable, R: NewRow>(
    row: &R,
    columns: &[usize],
    others: &[usize],
    out: &mut Encoder,
) -> Result<(), ValueError> {
    let defs = T::TABLE.columns;
    for (number, def) in others.iter().filter_map(|number| Some((*number, defs.get(*number)?))) {
        // What the program would have computed is left to the database.
        let is_computed =
            row.is_default(number) || (def.auto_now && matches!(row.slot(number), Slot::Expression(_)));
        if !matches!(row.slot(number), Slot::Omitted) && !is_computed {
            return Err(refused(def, "is given, and not among those that are filled"));
        }
    }
    for (number, def) in columns.iter().filter_map(|number| Some((*number, defs.get(*number)?))) {
        match row.slot(number) {
            Slot::Value => row.put(number, out).map_err(|why| at_column(def, &why))?,
            Slot::Omitted => return Err(refused(def, "is filled, and the row does not give it")),
            Slot::Expression(_) => {
                return Err(refused(def, "is given an expression, which COPY does not take"));
            }
        }
    }
    Ok(())
}

#[cold]
fn refused(def: &ColumnDef, why: &str) -> ValueError {
    ValueError::new(format!("column `{}` {why}", def.name))
}

impl<T> fmt::Debug for CopyingIn<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyingIn").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// Columns that a result can be described by: an HList of their markers.
pub trait DescribeList {
    /// Adds what each column must be.
    fn describe(shape: &mut Shape);
}

impl DescribeList for HNil {
    fn describe(_: &mut Shape) {}
}

impl<C: Field, Rest: DescribeList> DescribeList for HCons<C, Rest> {
    fn describe(shape: &mut Shape) {
        <C::Table as crate::table::Table>::DEFINITION.describe_column(C::DEF, shape);
        Rest::describe(shape);
    }
}

async fn begin<T: DatabaseTable>(
    db: &mut impl Streams,
    columns: Vec<usize>,
    describe: fn(&mut Shape),
) -> Result<CopyingIn<'_, T>, Error> {
    let mut names = Statement::new();
    names.part(Clause::Raw, |out| {
        for (at, def) in columns.iter().filter_map(|number| T::TABLE.columns.get(*number)).enumerate() {
            out.text(if at == 0 { "" } else { ", " });
            out.push(Piece::Name(def.name));
        }
    });
    let statement = |before: &'static str, between: &'static str, ends: &'static str| {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, |out| {
            out.text(before);
            if ends.is_empty() {
                out.nest(&names);
                out.text(between);
                out.push(Piece::Table(T::REF));
            } else {
                out.push(Piece::Table(T::REF));
                out.text(between);
                out.nest(&names);
                out.text(ends);
            }
        });
        statement
    };
    let copy = statement("COPY ", " (", ") FROM STDIN (FORMAT binary)");
    let like = statement("SELECT ", " FROM ", "");
    let rows = db.place().copy_in_rows(&copy, &like, describe).await?;
    let others = (0..T::TABLE.columns.len()).filter(|number| !columns.contains(number)).collect();
    Ok(CopyingIn { rows, columns, others, table: PhantomData })
}

macro_rules! copies {
    ($($db:ty),+) => { $(
        impl $db {
            /// Begins a `COPY` of rows into a table, which fills all of its columns: the fastest way in for very many
            /// rows. Types are compared with the table's first, because the binary format says nothing about them.
            ///
            /// ```no_run
            /// # use piton::prelude::*;
            /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
            /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
            /// let mut people = db.copy_in::<Person>().await?;
            /// people.send_all((1..=1_000_000).map(|id| Person { id, name: format!("Person {id}") })).await?;
            /// assert_eq!(people.finish().await?, 1_000_000);
            /// # Ok(()) }
            /// ```
            ///
            /// # Errors
            ///
            /// The table has other types than its struct, the server refuses the statement, or the connection breaks.
            pub async fn copy_in<T: DatabaseTable>(&mut self) -> Result<CopyingIn<'_, T>, Error> {
                let columns = (0..T::TABLE.columns.len()).collect();
                begin(self, columns, <T as Row>::describe).await
            }

            /// As [`copy_in`](Self::copy_in), and fills these columns; the others get their defaults.
            ///
            /// ```no_run
            /// # use piton::prelude::*;
            /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
            /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
            /// let mut people = db.copy_in_columns((Person::name, Person::age)).await?;
            /// people.send(Person::create().name("Alice").age(30)).await?;
            /// people.finish().await?;
            /// # Ok(()) }
            /// ```
            ///
            /// # Errors
            ///
            /// As [`copy_in`](Self::copy_in). A column is named twice.
            pub async fn copy_in_columns<L, T>(&mut self, _: L) -> Result<CopyingIn<'_, T>, Error>
            where
                L: ColumnList<Table = T, Columns: DescribeList>,
                T: DatabaseTable,
            {
                let mut columns = Vec::new();
                L::numbers(&mut columns);
                let twice = columns.iter().enumerate().any(|(at, column)| columns.iter().skip(at + 1).any(|c| c == column));
                if twice {
                    return Err(Error::new(Kind::Statement("a column is to be filled twice".into())));
                }
                begin(self, columns, <L::Columns as DescribeList>::describe).await
            }
        }
    )+ };
}

copies!(crate::connection::Connection, crate::connection::Transaction<'_>);
