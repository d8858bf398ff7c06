//! The columns of a result: where a column stands in the SELECT list.

use frunk_core::hlist::{HCons, HNil};

use super::{Bare, BareTable, Expression, OrderBy, Ordered, ValidIn, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::{Answer, False, Number, Same, True};
use crate::table::{Column, Field, NotNull, Source};

/// A column of the result that is no column of a table.
#[derive(Debug)]
pub enum Computed {}

/// A column of the result that a function in FROM returns.
#[derive(Debug)]
pub enum FunctionColumn {}

/// Looks for the column `C` of `S` among the columns of a result.
pub trait FindOutput<S, C> {
    /// Whether it is among them.
    type Found: Answer;
    /// Its number, counted from one.
    const POSITION: usize;
}

impl<S, C> FindOutput<S, C> for HNil {
    type Found = False;
    const POSITION: usize = 1;
}

impl<S, C, Tail: FindOutput<S, C>> FindOutput<S, C> for HCons<Computed, Tail> {
    type Found = Tail::Found;
    const POSITION: usize = 1 + Tail::POSITION;
}

impl<S, C, Tail: FindOutput<S, C>> FindOutput<S, C> for HCons<FunctionColumn, Tail> {
    type Found = Tail::Found;
    const POSITION: usize = 1 + Tail::POSITION;
}

/// Whether both are the same.
type Both<A, B> = <A as Answer>::And<B>;

impl<S: Source, C: Field, T: Source, D: Field, Tail: FindOutput<S, C>> FindOutput<S, C>
    for HCons<Bare<T, D>, Tail>
where
    T::Id: Same<S::Id>,
    D::Id: Same<C::Id>,
{
    type Found =
        <Both<<T::Id as Same<S::Id>>::Answer, <D::Id as Same<C::Id>>::Answer> as Answer>::Or<Tail::Found>;
    const POSITION: usize =
        if <Both<<T::Id as Same<S::Id>>::Answer, <D::Id as Same<C::Id>>::Answer> as Answer>::YES {
            1
        } else {
            1 + Tail::POSITION
        };
}

impl<S: Source, C: Field, T: Source, Tail: FindOutput<S, C>> FindOutput<S, C> for HCons<BareTable<T>, Tail>
where
    T::Id: Same<S::Id>,
{
    type Found = <<T::Id as Same<S::Id>>::Answer as Answer>::Or<Tail::Found>;
    const POSITION: usize = if <<T::Id as Same<S::Id>>::Answer as Answer>::YES {
        1 + C::Id::NUMBER
    } else {
        T::REF.columns.len() + Tail::POSITION
    };
}

/// Columns of a result among which the column `C` of `S` is.
#[diagnostic::on_unimplemented(
    message = "column `{C}` of `{S}` is not selected",
    label = "only what is selected can be ordered by here",
    note = "add it to the SELECT list, or order by a column that is in it"
)]
pub trait Selects<S, C> {
    /// Its number, counted from one.
    const POSITION: usize;
}

#[diagnostic::do_not_recommend]
impl<L: FindOutput<S, C, Found = True>, S, C> Selects<S, C> for L {
    const POSITION: usize = <L as FindOutput<S, C>>::POSITION;
}

/// A column of a result by its number, counted from one. Made by [`output`].
#[derive(Clone, Copy, Debug)]
#[must_use = "it does nothing until it is given to `order_by`"]
pub struct Output(u16);

/// The column of the result with this number, counted from one, to order by it: a set operation by columns that are computed
/// and therefore have no name, and any query without saying an expression twice.
///
/// That there are as many columns is the server's to check.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let query = select(Person::age + 1).union(select(Person::age - 1)).order_by(output(1).desc());
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "person"."age" + $1 FROM "person" UNION SELECT "person"."age" - $2 FROM "person" ORDER BY 1 DESC"#,
/// );
/// ```
pub fn output(position: u16) -> Output {
    Output(position)
}

impl Output {
    /// `ASC`
    pub fn asc(self) -> Ordered<Self> {
        Ordered::new(self, " ASC")
    }

    /// `DESC`
    pub fn desc(self) -> Ordered<Self> {
        Ordered::new(self, " DESC")
    }
}

/// What the rows of a set operation with the columns `L` can be ordered by.
///
/// They are two traits for the sake of messages, as [`Selectable`](super::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "a set operation, and a query with DISTINCT, are ordered by columns that they return",
    label = "not a column of the result",
    note = "give a column that is selected, or `output(number)`; or make the query a table of its own and order that"
)]
pub trait OutputOrder<L> {
    /// Adds the items.
    fn write(self, out: &mut Statement);
}

/// What can be ordered by, see [`OutputOrder`].
pub trait OutputOrderBy<L> {
    /// Adds the items.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<L, O: OutputOrderBy<L>> OutputOrder<L> for O {
    fn write(self, out: &mut Statement) {
        OutputOrderBy::write(self, out);
    }
}

/// A column of the result as ORDER BY counts it.
pub trait Position<L> {
    /// Its number, counted from one.
    fn position(&self) -> usize;
}

impl<L: Selects<S, C>, S: Source, C: Field> Position<L> for Column<S, C> {
    fn position(&self) -> usize {
        L::POSITION
    }
}

impl<L> Position<L> for Output {
    fn position(&self) -> usize {
        self.0.into()
    }
}

fn push(position: usize, out: &mut Statement) {
    out.push(Piece::Number(i64::try_from(position).unwrap_or(i64::MAX)));
}

impl<L: Selects<S, C>, S: Source, C: Field> OutputOrderBy<L> for Column<S, C> {
    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| push(L::POSITION, out));
    }
}

// It is no operand: it has no type, so that nothing takes it but an order.
impl Expression for Output {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        push(self.0.into(), out);
    }
}

impl<S> ValidIn<S> for Output {
    type Null = NotNull;
}

impl<S> OrderBy<S> for Output {
    type Aggregates = False;
    type Bare = ();

    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| push(self.0.into(), out));
    }
}

impl<L> OutputOrderBy<L> for Output {
    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| push(self.0.into(), out));
    }
}

impl<L, E: Position<L>> OutputOrderBy<L> for Ordered<E> {
    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| {
            push(self.expr().position(), out);
            self.write_direction(out);
        });
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<List, $($name: OutputOrder<List>),+> OutputOrderBy<List> for ($($name,)+) {
            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(out);)+
            }
        }
    };
}

crate::for_each_tuple!(tuples);
