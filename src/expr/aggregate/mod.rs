//! Aggregates, with PostgreSQL's result types: the manual's page "Aggregate Functions".

mod argument;
pub(super) mod functions;
pub(super) mod hypothetical;
mod kinds;
mod modifiers;

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

pub use self::argument::{Argument, NoAggregate, NoWindow, WithoutAggregate, WithoutWindow};
pub use self::hypothetical::{Hypothetical, HypotheticalRow};
pub use self::kinds::{Averageable, Bitwise, Extreme, HasExtremes, Interpolated, Summable, Varying};
pub use self::modifiers::{All, Distinct, Modifiers, OrderItems, SortKey, Unordered, Whole, Within};
use super::{
    Args, ArgsIn, Expression, Function, InAggregate, IntoExpr, Named, NullRule, Over, Typed, ValidIn, Window,
    precedence,
};
use crate::sql::Statement;
use crate::table::identity::{False, True};
use crate::table::{NotNull, Scope};
use crate::value::{Bindable, SqlType};

/// An aggregate function.
pub trait AggregateFunction: Function {
    /// Whether the result is NULL where there are rows, from its arguments. Where there may be none, that is
    /// [`Function::Null`].
    type OfRows: NullRule;
}

/// A call of an aggregate function: one value for each group of rows.
///
/// `M` says which values it takes and in which order, `W` is its `FILTER`.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Aggregate<F, A, M = All<()>, W = ()> {
    args: A,
    modifiers: M,
    filter: W,
    function: PhantomData<F>,
}

impl<F, A> Aggregate<F, A> {
    /// The aggregate of these arguments, a tuple.
    #[doc(hidden)]
    pub fn new(args: A) -> Self {
        Aggregate { args, modifiers: All(()), filter: (), function: PhantomData }
    }
}

impl<F, A, M, W> Aggregate<F, A, M, W> {
    fn with<N>(self, modifiers: impl FnOnce(M) -> N) -> Aggregate<F, A, N, W> {
        Aggregate {
            args: self.args,
            modifiers: modifiers(self.modifiers),
            filter: self.filter,
            function: self.function,
        }
    }
}

impl<F, A, O, W> Aggregate<F, A, All<O>, W> {
    /// Takes each value once: `count(DISTINCT ..)`.
    pub fn distinct(self) -> Aggregate<F, A, Distinct<O>, W>
    where
        A: HasValues,
    {
        self.with(|All(order)| Distinct(order))
    }
}

impl<F, A, M, W> Aggregate<F, A, M, W> {
    /// Takes the values in an order: `array_agg(.. ORDER BY ..)`. It takes what the `order_by` of a query takes.
    ///
    /// After [`distinct`](Aggregate::distinct) PostgreSQL orders only by the arguments.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
    /// let names = string_agg(Person::name, ", ").order_by((Person::age.desc(), Person::id));
    /// assert_eq!(
    ///     select(names).to_sql(),
    ///     r#"SELECT string_agg("person"."name", $1 ORDER BY "person"."age" DESC, "person"."id") FROM "person""#,
    /// );
    /// ```
    pub fn order_by<I: OrderItems<Items = O>, O, N>(self, items: I) -> Aggregate<F, A, N, W>
    where
        A: HasValues,
        M: Unordered<O, Ordered = N>,
        O: NoAggregate + NoWindow,
    {
        self.with(|modifiers| modifiers.ordered(items.into_items()))
    }
}

impl<F, A, M> Aggregate<F, A, M> {
    /// Takes only rows for which a condition is true: `count(*) FILTER (WHERE ..)`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// let adults = count(Person::id).filter(Person::age.ge(18));
    /// assert_eq!(
    ///     select(adults).to_sql(),
    ///     r#"SELECT count("person"."id") FILTER (WHERE "person"."age" >= $1) FROM "person""#,
    /// );
    /// ```
    pub fn filter<C: IntoExpr<bool, Expr = E>, E>(self, condition: C) -> Aggregate<F, A, M, (E,)>
    where
        E: NoAggregate + NoWindow,
    {
        Aggregate {
            args: self.args,
            modifiers: self.modifiers,
            filter: (condition.into_expr(),),
            function: self.function,
        }
    }
}

impl<F, A, M, W> Aggregate<F, A, M, W> {
    /// The aggregate of the rows around each row, as a window function: `sum(..) OVER (..)`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, city: String, age: i32 }
    /// let oldest = max(Person::age).over(window().partition_by(Person::city));
    /// assert_eq!(
    ///     select((Person::id, oldest)).to_sql(),
    ///     r#"SELECT "person"."id", max("person"."age") OVER (PARTITION BY "person"."city") FROM "person""#,
    /// );
    /// ```
    pub fn over<P, O, X>(self, window: Window<P, O, X>) -> Over<Self, Window<P, O, X>>
    where
        M: Whole,
    {
        Over::new(self, window)
    }
}

/// Arguments with values that can be told apart: any but the `*` of `count(*)`.
#[diagnostic::on_unimplemented(
    message = "`count(*)` counts rows and knows no DISTINCT and no ORDER BY",
    label = "`count_all()` has no values",
    note = "count the values of a column: `count(column).distinct()`"
)]
pub trait HasValues {}

#[diagnostic::do_not_recommend]
impl<E> HasValues for (E,) {}

#[diagnostic::do_not_recommend]
impl<E, G> HasValues for (E, G) {}

impl<F, A: Clone, M: Clone, W: Clone> Clone for Aggregate<F, A, M, W> {
    fn clone(&self) -> Self {
        Aggregate {
            args: self.args.clone(),
            modifiers: self.modifiers.clone(),
            filter: self.filter.clone(),
            function: PhantomData,
        }
    }
}

impl<F: Function, A: Args, M: Modifiers, W: Args> Expression for Aggregate<F, A, M, W> {
    type From = <<A::From as Scope>::OrElse<<M::Order as Args>::From> as Scope>::OrElse<W::From>;
    type Aggregates = True;
    type Bare = InAggregate<(A::Bare, (<M::Order as Args>::Bare, W::Bare))>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        F::NAME.write(out);
        if M::DISTINCT {
            out.text("DISTINCT ");
        }
        let after = |i: usize| if i + 1 < A::COUNT { ", " } else { "" };
        self.args.render(0, None, &after, out);
        self.modifiers.render(out);
        if W::COUNT > 0 {
            out.text(" FILTER (WHERE ");
            self.filter.render(0, None, &|_| "", out);
            out.text(")");
        }
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        if F::KEEPS_TYPE { A::field() } else { None }
    }

    const NAMED: Option<Named> = if F::KEEPS_TYPE { A::NAMED } else { None };
}

impl<F: Function, A: Args, M: Modifiers, W: Args> Typed for Aggregate<F, A, M, W> {
    type Base = F::Base;
}

impl<S, F, A, M, W> ValidIn<S> for Aggregate<F, A, M, W>
where
    F: Function,
    A: ArgsIn<S>,
    M: Modifiers<Order: ArgsIn<S>>,
    W: ArgsIn<S>,
{
    type Null = <F::Null as NullRule>::Null<A::First, A::Any, A::All>;
}

node!([F: Function, A: Args, M: Modifiers, W: Args] Aggregate<F, A, M, W>);

#[diagnostic::do_not_recommend]
impl<F: Function<Base: Bindable<K>>, A: Args, M: Modifiers, W: Args, K> IntoExpr<K>
    for Aggregate<F, A, M, W>
{
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// The `*` of `count(*)`.
#[derive(Clone, Debug)]
pub struct Star(pub(super) ());

impl Args for Star {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const COUNT: usize = 1;
    const NAMED: Option<Named> = None;

    fn render(&self, _: u8, _: Option<Named>, _: &dyn Fn(usize) -> &'static str, out: &mut Statement) {
        out.text("*");
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        None
    }
}

impl<S> ArgsIn<S> for Star {
    type Any = NotNull;
    type All = NotNull;
    type First = NotNull;
}
