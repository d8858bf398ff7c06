//! `db.insert(rows)`

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::verbs;
use crate::Along;
use crate::connection::{Batch, Executor, Outcome, RunAll, Sink, Work};
use crate::error::Error;
use crate::query::rows::{AllGiven, IntoRows, Needs, NewRow};
use crate::query::{Affected, Gather, Insert};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{DatabaseTable, Keyed};
use crate::value::{Row, Shape};

/// What `db.insert` takes: a row, an array, a `Vec` or an iterator of rows, or a tuple of these, of any tables.
///
/// `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted",
    label = "neither a row nor rows",
    note = "make a row with `Person::create()`; give one, or an array, a `Vec`, an iterator or a tuple of them"
)]
pub trait Insertable<M> {
    /// See [`NewRow::Needs`]; of several tables nested [`Needs`].
    type Needs;
    /// The table; of several tables nested [`Needs`].
    type Targets;
    /// What executes the statements.
    type Work: InsertWork;

    /// Makes the statements.
    fn into_work(self) -> Self::Work;
}

/// Tables that the database has: one, or nested [`Needs`] of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table of the database",
    label = "names the rows of a query",
    note = "derive `Table` for what is stored, and `Cte` for what a query returns"
)]
// Two traits, so that the message lists nothing else.
pub trait DatabaseTables {}

#[diagnostic::do_not_recommend]
impl<T: EachInDatabase> DatabaseTables for T {}

/// See [`DatabaseTables`].
pub trait EachInDatabase {}

#[diagnostic::do_not_recommend]
impl<T: DatabaseTable> EachInDatabase for T {}

#[diagnostic::do_not_recommend]
impl EachInDatabase for () {}

#[diagnostic::do_not_recommend]
impl<A: DatabaseTables, B: DatabaseTables> EachInDatabase for Needs<A, B> {}

/// The work of an insert, which returns the rows, and can return less.
pub trait InsertWork: Work {
    /// Returns nothing but how many rows were inserted.
    fn counted(self) -> Affected;
}

/// The work of an insert into tables with a primary key.
pub trait KeyedWork: InsertWork {
    /// The work that returns keys.
    type Keys: Work;

    /// Returns only the keys.
    fn keys(self) -> Self::Keys;
}

/// Rows of one table.
#[derive(Debug)]
pub struct OneTable<M>(PhantomData<M>);

/// The work of rows that were given as `I`, of each of which `R` comes back.
pub struct RowsWork<I: IntoRows<M>, M, R>(Gather<R, I::Output<R>>);

pub(super) type TableOf<I, M> = <<I as IntoRows<M>>::Row as NewRow>::Table;

#[diagnostic::do_not_recommend]
impl<I: IntoRows<M>, M> Insertable<OneTable<M>> for I {
    type Needs = <I::Row as NewRow>::Needs;
    type Targets = TableOf<I, M>;
    // What are no rows has no needs, so that the result is not reported, too.
    type Work = <<I::Row as NewRow>::Needs as Along<RowsWork<I, M, TableOf<I, M>>>>::Type;

    fn into_work(self) -> Self::Work {
        RowsWork::of(Insert::of(self))
    }
}

impl<I: IntoRows<M>, M> RowsWork<I, M, TableOf<I, M>> {
    pub(super) fn of<K>(insert: Insert<I::Row, K>) -> Self {
        RowsWork(insert.returning_rows().gather(I::output))
    }
}

impl<I: IntoRows<M>, M, R> Unpin for RowsWork<I, M, R> {}

impl<I: IntoRows<M>, M, R> fmt::Debug for RowsWork<I, M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<I: IntoRows<M>, M, R: Row> Batch for RowsWork<I, M, R> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.0.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        self.0.sink(index)
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.0.done(index, outcome)
    }
}

impl<I: IntoRows<M>, M, R: Row> Work for RowsWork<I, M, R> {
    type Output = I::Output<R>;

    fn finish(&mut self) -> Result<Self::Output, Error> {
        self.0.finish()
    }
}

impl<I: IntoRows<M>, M, R: Row> InsertWork for RowsWork<I, M, R> {
    fn counted(self) -> Affected {
        self.0.counted()
    }
}

impl<I: IntoRows<M>, M, R: Row> KeyedWork for RowsWork<I, M, R>
where
    TableOf<I, M>: Keyed,
{
    type Keys = RowsWork<I, M, <TableOf<I, M> as Keyed>::Key>;

    fn keys(self) -> Self::Keys {
        let list = key_list::<TableOf<I, M>>();
        RowsWork(self.0.returning(&list, <TableOf<I, M> as Keyed>::Key::describe, I::output))
    }
}

/// `RETURNING "person"."id"`, in the order of the key.
pub(super) fn key_list<T: Keyed>() -> Statement {
    let mut list = Statement::new();
    list.part(Clause::Returning, |out| {
        for (number, name) in T::DEFINITION.primary_key.iter().enumerate() {
            out.text(if number == 0 { "" } else { ", " });
            out.push(Piece::Name(T::REF.source));
            out.text(".");
            out.push(Piece::Name(name));
        }
    });
    list
}

macro_rules! several {
    (@pairs $of:ident) => { () };
    (@pairs $of:ident $first:ident $($rest:ident)*) => { Needs<$first::$of, several!(@pairs $of $($rest)*)> };
    ($($name:ident $marker:ident),+) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Insertable<$marker>, $marker),+> Insertable<($($marker,)+)> for ($($name,)+)
        where
            ($($name::Work,)+): InsertWork,
        {
            type Needs = several!(@pairs Needs $($name)+);
            type Targets = several!(@pairs Targets $($name)+);
            type Work = ($($name::Work,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_work(self) -> Self::Work {
                let ($($name,)+) = self;
                ($($name.into_work(),)+)
            }
        }

        impl<$($name: InsertWork),+> InsertWork for ($($name,)+) {
            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn counted(self) -> Affected {
                let ($($name,)+) = self;
                let mut all = Affected::new(Vec::new());
                $(all.append($name.counted());)+
                all
            }
        }

        impl<$($name: KeyedWork),+> KeyedWork for ($($name,)+) {
            type Keys = ($($name::Keys,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn keys(self) -> Self::Keys {
                let ($($name,)+) = self;
                ($($name.keys(),)+)
            }
        }
    };
}

several!(A MA);
several!(A MA, B MB);
several!(A MA, B MB, C MC);
several!(A MA, B MB, C MC, D MD);
several!(A MA, B MB, C MC, D MD, E ME);
several!(A MA, B MB, C MC, D MD, E ME, F MF);
several!(A MA, B MB, C MC, D MD, E ME, F MF, G MG);
several!(A MA, B MB, C MC, D MD, E ME, F MF, G MG, H MH);

/// An insert, as a future: it comes to the rows as the database made them, in the order in which they were given.
/// Made by `db.insert(rows)`.
///
/// [`keys`](Inserting::keys) and [`execute`](Inserting::execute) return less. The future may be dropped at any time.
#[must_use = "nothing is inserted before the future is awaited"]
pub struct Inserting<X: Executor, W>(RunAll<X, W>);

impl<X: Executor, W: InsertWork> Inserting<X, W> {
    pub(crate) fn new(db: X, work: W) -> Self {
        Inserting(RunAll::new(db, work))
    }

    /// Returns only the primary keys, in the order in which rows were given.
    pub fn keys<V>(self) -> RunAll<X, V>
    where
        W: KeyedWork<Keys = V>,
    {
        self.0.map(W::keys)
    }

    /// Returns only how many rows were inserted.
    pub fn execute(self) -> RunAll<X, Affected> {
        self.0.map(W::counted)
    }
}

impl<X: Executor, W: Work> Future for Inserting<X, W> {
    type Output = Result<W::Output, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.get_mut().0).poll(context)
    }
}

impl<X: Executor, W: Batch> fmt::Debug for Inserting<X, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Inserting").field(&self.0).finish()
    }
}

verbs! {
    /// Inserts a row, or an array, a `Vec` or an iterator of rows, or a tuple of these, and returns the rows as the
    /// database made them: one for one, a `Vec` in the order given for many, a tuple for a tuple.
    ///
    /// Any number of rows of one table is one statement, with one array a column, as long as they give the same columns.
    /// Everything goes in one round trip, and all rows are inserted or none. No rows: nothing is sent.
    ///
    /// With [`keys`](crate::record::Inserting::keys) only the primary keys come back, with
    /// [`execute`](crate::record::Inserting::execute) only how many there are.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
    /// # #[derive(Table)] struct Pet { #[column(primary_key, auto)] id: i32, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let alice: Person = db.insert(Person::create().name("Alice").age(30)).await?;
    ///
    /// let names = ["Bob", "Carol"];
    /// let people: Vec<Person> = db.insert(names.map(|name| Person::create().name(name).age(40))).await?;
    ///
    /// let ids: Vec<i32> = db.insert(names.map(|name| Person::create().name(name).age(50))).keys().await?;
    ///
    /// // Several tables: all of it or nothing.
    /// let (person, pets): (Person, Vec<Pet>) =
    ///     db.insert((Person::create().name("Dave").age(20), [Pet::create().name("Rex")])).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The server refuses a row, such as for a [unique violation](crate::Error::is_unique_violation); a value cannot be
    /// encoded; or the connection breaks.
    fn insert<I, M, W>(db, rows: I) -> Inserting<W>
    where
        (I: Insertable<M, Work = W, Needs: AllGiven, Targets: DatabaseTables>, W: InsertWork)
    {
        Inserting::new(db, rows.into_work())
    }
}
