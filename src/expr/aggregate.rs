//! Aggregates, with PostgreSQL's result types.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{Expression, InAggregate, IntoExpr, Typed, ValidIn, precedence};
use crate::Along;
use crate::sql::Statement;
use crate::table::identity::{False, True};
use crate::table::{NotNull, Nullable, Nullness};
use crate::value::{Bindable, Numeric, SqlType, Value};

/// An aggregate function.
pub trait AggregateFunction {
    /// Its name.
    const NAME: &'static str;
    /// The result's type, from the argument's.
    type Base<E: Value>: Value;
    /// Whether the result is NULL where there is no row.
    type Null: Nullness;
    /// Whether PostgreSQL gives the result the type of the argument, whatever that is.
    const KEEPS_TYPE: bool = false;
}

/// A call of an aggregate function: one value for each group of rows.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Aggregate<F, E> {
    expr: E,
    distinct: bool,
    function: PhantomData<F>,
}

impl<F, E> Aggregate<F, E> {
    fn new(expr: E) -> Self {
        Aggregate { expr, distinct: false, function: PhantomData }
    }

    /// Takes each value once: `count(DISTINCT ..)`.
    pub fn distinct(self) -> Self
    where
        E: HasValues,
    {
        Aggregate { distinct: true, ..self }
    }
}

/// An argument with values that can be told apart: any but the `*` of `count(*)`.
#[diagnostic::on_unimplemented(
    message = "`count(*)` counts rows and knows no DISTINCT",
    label = "`count_all()` has no values",
    note = "count the distinct values of a column: `count(column).distinct()`"
)]
pub trait HasValues {}

#[diagnostic::do_not_recommend]
impl<E: crate::expr::Projection> HasValues for E {}

impl<F, E: Clone> Clone for Aggregate<F, E> {
    fn clone(&self) -> Self {
        Aggregate { expr: self.expr.clone(), distinct: self.distinct, function: PhantomData }
    }
}

impl<F: AggregateFunction, E: Expression> Expression for Aggregate<F, E> {
    type From = E::From;
    type Aggregates = True;
    type Bare = InAggregate<E::Bare>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text(F::NAME);
        out.text(if self.distinct { "(DISTINCT " } else { "(" });
        self.expr.render(out);
        out.text(")");
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        if F::KEEPS_TYPE { E::field() } else { None }
    }
}

impl<F: AggregateFunction, E: Typed> Typed for Aggregate<F, E> {
    type Base = F::Base<E::Base>;
}

impl<S, F: AggregateFunction, E: ValidIn<S>> ValidIn<S> for Aggregate<F, E> {
    type Null = F::Null;
}

node!([F: AggregateFunction, E: Typed] Aggregate<F, E>);

/// What an aggregate can be of: an expression.
// Its type is asked for through this trait, so that what is none is reported once: the compiler then knows no aggregate
// that could be wrong, too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no values to aggregate",
    label = "neither a column nor an expression",
    note = "aggregate a column or an expression; bind a Rust value with `value(..)`"
)]
pub trait Argument {
    /// The expression.
    type Expr;

    /// The expression.
    fn into_argument(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<E: Typed> Argument for E {
    type Expr = <E::Base as Along<E>>::Type;

    fn into_argument(self) -> E {
        self
    }
}

/// An argument without an aggregate in it.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot be the argument of another aggregate",
    label = "contains an aggregate already",
    note = "compute the inner aggregate in a subquery"
)]
pub trait NoAggregate {}

#[diagnostic::do_not_recommend]
impl<E: Expression<Aggregates = False>> NoAggregate for E {}

macro_rules! function {
    ($($(#[$doc:meta])* $name:ident $sql:literal $null:ty $(, $keeps_type:literal)?;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<T>(PhantomData<T>);

        impl<T: Value> AggregateFunction for $name<T> {
            const NAME: &'static str = $sql;
            type Base<E: Value> = T;
            type Null = $null;
            $(const KEEPS_TYPE: bool = $keeps_type;)?
        }
    )+ };
}

function! {
    /// `count`
    Count "count" NotNull;
    /// `sum`
    Sum "sum" Nullable;
    /// `avg`
    Average "avg" Nullable;
    /// `max`
    Maximum "max" Nullable, true;
    /// `min`
    Minimum "min" Nullable, true;
}

/// `count(expr)`: how many rows have a value that is not NULL.
pub fn count<A: Argument<Expr = E>, E: Typed + NoAggregate>(expr: A) -> Aggregate<Count<i64>, E> {
    Aggregate::new(expr.into_argument())
}

/// `count(*)`: how many rows there are.
///
/// It names no table, so that a query of nothing else begins with [`from`](crate::query::from).
pub fn count_all() -> Aggregate<Count<i64>, Star> {
    Aggregate::new(Star(()))
}

/// `max(expr)`: the greatest value, NULL where there is none.
pub fn max<A: Argument<Expr = E>, E: Typed + NoAggregate>(expr: A) -> Aggregate<Maximum<E::Base>, E> {
    Aggregate::new(expr.into_argument())
}

/// `min(expr)`: the least value, NULL where there is none.
pub fn min<A: Argument<Expr = E>, E: Typed + NoAggregate>(expr: A) -> Aggregate<Minimum<E::Base>, E> {
    Aggregate::new(expr.into_argument())
}

/// `sum(expr)`: the sum of the values, NULL where there is none.
///
/// As the page "Aggregate Functions" of PostgreSQL's manual has it, the sum of `i16` and `i32` is an `i64`, that
/// of `i64` a [`Numeric`], and that of every other type has the type itself.
pub fn sum<A: Argument<Expr = E>, E, T>(expr: A) -> Aggregate<Sum<T>, E>
where
    E: Typed<Base: Summable<Sum = T>> + NoAggregate,
{
    Aggregate::new(expr.into_argument())
}

/// `avg(expr)`: the mean of the values, NULL where there is none.
///
/// As the page "Aggregate Functions" of PostgreSQL's manual has it, the mean of integers is a [`Numeric`], that
/// of `f32` and `f64` an `f64`.
pub fn avg<A: Argument<Expr = E>, E, T>(expr: A) -> Aggregate<Average<T>, E>
where
    E: Typed<Base: Averageable<Average = T>> + NoAggregate,
{
    Aggregate::new(expr.into_argument())
}

/// The `*` of `count(*)`.
#[derive(Clone, Debug)]
pub struct Star(());

impl Expression for Star {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.text("*");
    }
}

impl Typed for Star {
    type Base = i64;
}

impl<S> ValidIn<S> for Star {
    type Null = NotNull;
}

/// A type that has a sum.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be summed", label = "`sum` needs a number")]
pub trait Summable: Value {
    /// The sum's type.
    type Sum: Value;
}

/// A type that has a mean.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be averaged", label = "`avg` needs a number")]
pub trait Averageable: Value {
    /// The mean's type.
    type Average: Value;
}

macro_rules! results {
    ($($type:ty: $sum:ty, $average:ty;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Summable for $type {
            type Sum = $sum;
        }

        #[diagnostic::do_not_recommend]
        impl Averageable for $type {
            type Average = $average;
        }
    )+ };
}

results! {
    i16: i64, Numeric;
    i32: i64, Numeric;
    i64: Numeric, Numeric;
    f32: f32, f64;
    f64: f64, f64;
    Numeric: Numeric, Numeric;
}

#[cfg(feature = "rust_decimal-1")]
results! {
    rust_decimal::Decimal: rust_decimal::Decimal, rust_decimal::Decimal;
}

#[diagnostic::do_not_recommend]
impl<F: AggregateFunction<Base<E::Base>: Bindable<K>>, E: Typed, K> IntoExpr<K> for Aggregate<F, E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
