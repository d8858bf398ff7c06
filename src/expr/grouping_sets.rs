//! `GROUPING SETS`, `ROLLUP`, `CUBE`

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::{Bare, Expression, GroupKeys, IntoExpr, Typed, ValidIn, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::{Answer, False, Same};
use crate::table::{Column, Entry, Field, InScope, NotNull, Outer, Source};
use crate::value::Bindable;

/// A column that some grouping sets group by and others do not.
#[derive(Debug)]
pub struct Rolled<S, C>(PhantomData<(S, C)>);

/// Columns in parentheses: one, a tuple, or `()` for all rows as one group.
#[diagnostic::on_unimplemented(
    message = "GROUPING SETS, ROLLUP and CUBE take columns",
    label = "not columns",
    note = "give a column, or a tuple of up to 16 columns"
)]
pub trait GroupingSet<S> {
    /// The columns, before those of `K`.
    type Rolled<K>;

    /// Appends the columns, with commas between them.
    fn write(&self, first: &mut bool, out: &mut Statement);
}

impl<X: InScope<S>, S: Source, C: Field> GroupingSet<X> for Column<S, C> {
    type Rolled<K> = HCons<Rolled<S, C>, K>;

    fn write(&self, first: &mut bool, out: &mut Statement) {
        if !std::mem::take(first) {
            out.text(", ");
        }
        out.push(Piece::ColumnName(Self::REF));
    }
}

impl<X> GroupingSet<X> for () {
    type Rolled<K> = K;

    fn write(&self, _: &mut bool, _: &mut Statement) {}
}

macro_rules! sets {
    ($($name:ident)+) => {
        impl<Tables, $($name: GroupingSet<Tables>),+> GroupingSet<Tables> for ($($name,)+) {
            type Rolled<Rest> = sets!(@keys $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(&self, first: &mut bool, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(first, out);)+
            }
        }

        impl<Tables, $($name: GroupingSet<Tables>),+> ListOfSets<Tables> for ($($name,)+) {
            type Rolled<Rest> = sets!(@keys $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(&self, out: &mut Statement) {
                let ($($name,)+) = self;
                let mut before = "(";
                $(
                    out.text(std::mem::replace(&mut before, "), ("));
                    $name.write(&mut true, out);
                )+
                out.text(")");
            }
        }
    };
    (@keys) => { Rest };
    (@keys $first:ident $($more:ident)*) => { $first::Rolled<sets!(@keys $($more)*)> };
}

crate::for_each_tuple!(sets);

/// Grouping sets: a tuple, of which each element is a set.
#[diagnostic::on_unimplemented(
    message = "GROUPING SETS takes a tuple of sets",
    label = "not a tuple of sets",
    note = "each set is a column, a tuple of columns, or `()`: `grouping_sets(((a, b), a, ()))`"
)]
pub trait ListOfSets<S> {
    /// The columns, before those of `K`.
    type Rolled<K>;

    /// Appends the sets, each in parentheses.
    fn write(&self, out: &mut Statement);
}

macro_rules! forms {
    ($($(#[$doc:meta])+ $name:ident $function:ident $bound:ident $before:literal $after:literal;)+) => { $(
        $(#[$doc])+
        pub fn $function<T>(columns: T) -> $name<T> {
            $name(columns)
        }

        #[doc = concat!("`", $before, "..", $after, "` as an item of GROUP BY.")]
        #[derive(Clone, Copy, Debug)]
        #[must_use = "it does nothing until it is given to `group_by`"]
        pub struct $name<T>(T);

        impl<S, T: $bound<S>> GroupKeys<S> for $name<T> {
            type Keys<K> = T::Rolled<K>;

            fn write(self, out: &mut Statement) {
                out.part(Clause::GroupBy, |out| {
                    out.text($before);
                    forms!(@write $bound self out);
                    out.text($after);
                });
            }
        }
    )+ };
    (@write GroupingSet $self:ident $out:ident) => { GroupingSet::<S>::write(&$self.0, &mut true, $out) };
    (@write ListOfSets $self:ident $out:ident) => { ListOfSets::<S>::write(&$self.0, $out) };
}

forms! {
    /// `ROLLUP(columns)`: groups by all columns, by all but the last, and so on to all rows as one group.
    ///
    /// In the rows of a group that a column is not part of, the column is NULL: its table's columns are `Option`s. See the
    /// page "Table Expressions" of PostgreSQL's manual.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # use piton::expr::rollup;
    /// # #[derive(Table)] struct Sale { #[column(primary_key)] id: i32, city: String, shop: String, amount: i64 }
    /// let query = select((Sale::city, Sale::shop, count_all())).group_by(rollup((Sale::city, Sale::shop)));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "sale"."city", "sale"."shop", count(*) FROM "sale" GROUP BY ROLLUP("sale"."city", "sale"."shop")"#,
    /// );
    /// ```
    Rollup rollup GroupingSet "ROLLUP(" ")";
    /// `CUBE(columns)`: groups by every selection of the columns. NULLs are as with [`rollup`].
    Cube cube GroupingSet "CUBE(" ")";
    /// `GROUPING SETS(sets)`: groups by each set: a column, a tuple of columns, or `()` for all rows as one group. NULLs are
    /// as with [`rollup`].
    GroupingSets grouping_sets ListOfSets "GROUPING SETS(" ")";
}

/// The scope of groups by the columns of this list: a table of which one is rolled up has columns that are NULL.
pub trait RolledScope<S> {
    /// The scope.
    type Scope;
}

impl<S> RolledScope<S> for HNil {
    type Scope = S;
}

impl<S, T, C, Tail: RolledScope<S>> RolledScope<S> for HCons<Bare<T, C>, Tail> {
    type Scope = Tail::Scope;
}

impl<S, T, C, Tail: RolledScope<S, Scope: NullTable<T>>> RolledScope<S> for HCons<Rolled<T, C>, Tail> {
    type Scope = <Tail::Scope as NullTable<T>>::Scope;
}

/// A scope in which the table `T` can be made one whose columns can be NULL.
pub trait NullTable<T> {
    /// The scope with it.
    type Scope;
}

impl<T> NullTable<T> for HNil {
    type Scope = HNil;
}

impl<T: Source, E: Entry, Tail: NullTable<T>> NullTable<T> for HCons<E, Tail>
where
    <E::Source as Source>::Id: Same<T::Id>,
{
    type Scope = HCons<
        <<<E::Source as Source>::Id as Same<T::Id>>::Answer as Answer>::If<Outer<E::Source>, E>,
        Tail::Scope,
    >;
}

/// `GROUPING(column)`: 1 where the row is of a group that the column is not part of, 0 where it is.
pub fn grouping<S: Source, C: Field>(column: Column<S, C>) -> GroupingBit<S, C> {
    GroupingBit(column)
}

/// A call of `GROUPING`.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct GroupingBit<S: Source, C: Field>(Column<S, C>);

impl<S: Source, C: Field> Expression for GroupingBit<S, C> {
    type From = <Column<S, C> as Expression>::From;
    type Aggregates = False;
    type Bare = Bare<S, C>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text("GROUPING(");
        self.0.render(out);
        out.text(")");
    }
}

impl<S: Source, C: Field> Typed for GroupingBit<S, C> {
    type Base = i32;
}

impl<X: InScope<S>, S: Source, C: Field> ValidIn<X> for GroupingBit<S, C> {
    type Null = NotNull;
}

node!([S: Source, C: Field] GroupingBit<S, C>);

#[diagnostic::do_not_recommend]
impl<S: Source, C: Field, K> IntoExpr<K> for GroupingBit<S, C>
where
    i32: Bindable<K>,
{
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
