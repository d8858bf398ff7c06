//! What can be selected: the SELECT list.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::{BareTable, NotGrouped, Reads};
use crate::Along;
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::{Answer, False};
use crate::table::{Entity, InScope, Inner, Nullness, Scope, Source};
use crate::value::{Row, Shape};

/// A SELECT list, whatever the query around it: a table, an expression, or a tuple of up to 16 of these.
///
/// Implement [`Projection`], which gives it.
// Two traits, so that the message about what is neither lists no tuples: what lists them is `Projection`, which the
// message does not name, and what names the culprit in a tuple is this one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected",
    label = "not something to select",
    note = "select a table, a column, an expression, or a tuple of up to 16 of these; bind a Rust value with `value(..)`"
)]
pub trait Selectable {
    /// The list's type: its own.
    // What is no list has none, so that queries of it are not reported, too.
    type List;
    /// The scope of a query that begins with it: its first table, if it reads one.
    type From: Scope;
    /// Whether it contains an aggregate.
    type Aggregates: Answer;
    /// The columns that it reads outside of aggregates.
    type Bare: Reads;
    /// The state of a query that begins with it.
    type State;
    /// See [`Projection::Outputs`].
    type Outputs<Rest>;

    /// Appends the list.
    fn write(self, out: &mut Statement);
}

/// What a SELECT list is made of, see [`Selectable`].
pub trait Projection {
    /// The columns of the result, before those of `Rest`: an HList of [`Bare`](super::Bare) columns, of
    /// [`BareTable`]s and of [`Computed`](super::Computed).
    type Outputs<Rest>;
    /// See [`Selectable::From`].
    type From: Scope;
    /// See [`Selectable::Aggregates`].
    type Aggregates: Answer;
    /// See [`Selectable::Bare`].
    type Bare: Reads;

    /// Appends the list.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<P: Projection> Selectable for P {
    type List = <P::Aggregates as Along<P>>::Type;
    type From = P::From;
    type Aggregates = P::Aggregates;
    type Bare = P::Bare;
    type State = <P::Bare as Reads>::In<<P::From as Scope>::In<NotGrouped>>;
    type Outputs<Rest> = P::Outputs<Rest>;

    fn write(self, out: &mut Statement) {
        Projection::write(self, out);
    }
}

/// A value of the type `V` in a row, which can be NULL or not (`N`).
#[derive(Debug)]
pub struct Item<V, N>(PhantomData<(V, N)>);

/// A row of the table `T` in a row, which can be missing or not (`N`).
#[derive(Debug)]
pub struct TableItem<T, N>(PhantomData<(T, N)>);

/// A SELECT list all of whose tables are in the scope `S`, and the type of its rows there.
pub trait Project<S>: Projection {
    /// A row: outer joins are taken into account.
    type Row: Row;
    /// The row as [`Item`]s and [`TableItem`]s: what is known of it apart from `Option`.
    type Items;

    /// Adds what each column of the result must be.
    fn describe(shape: &mut Shape);
}

impl<T: Source> Projection for Entity<T> {
    type From = HCons<Inner<T>, HNil>;
    type Aggregates = False;
    type Bare = BareTable<T>;
    type Outputs<Rest> = HCons<BareTable<T>, Rest>;

    fn write(self, out: &mut Statement) {
        out.part(Clause::Projection, |out| out.push(Piece::Columns(T::REF)));
    }
}

impl<S: InScope<T>, T: Source> Project<S> for Entity<T> {
    type Row = <S::Null as Nullness>::Wrap<T::Table>;
    type Items = TableItem<T::Table, S::Null>;

    fn describe(shape: &mut Shape) {
        <T::Table as Row>::describe(shape);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Selectable),+> Projection for ($($name,)+) {
            type From = tuples!(@from $($name)+);
            type Aggregates = tuples!(@or $($name)+);
            type Bare = tuples!(@bare $($name)+);
            type Outputs<Rest> = tuples!(@outputs $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(out);)+
            }
        }

        impl<Scope, $($name: Project<Scope>),+> Project<Scope> for ($($name,)+) {
            type Row = ($($name::Row,)+);
            type Items = ($($name::Items,)+);

            fn describe(shape: &mut Shape) {
                $($name::describe(shape);)+
            }
        }
    };
    (@outputs) => { Rest };
    (@outputs $first:ident $($more:ident)*) => { $first::Outputs<tuples!(@outputs $($more)*)> };
    (@from) => { HNil };
    (@from $first:ident $($rest:ident)*) => { <$first::From as Scope>::OrElse<tuples!(@from $($rest)*)> };
    (@or) => { False };
    (@or $first:ident $($rest:ident)*) => { <$first::Aggregates as Answer>::Or<tuples!(@or $($rest)*)> };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
}

crate::for_each_tuple!(tuples);
