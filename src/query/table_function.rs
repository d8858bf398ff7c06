//! Functions that return rows.

use super::{Compound, ItemsRow};
use crate::expr::{
    Class, Computed, GroupState, IntoArgument, IntoExpr, Item, NotGrouped, Reads, Typed, ValidIn, operand,
};
use crate::sql::{Clause, Statement};
use crate::table::{HCons, HNil, NotNull, Nullable, Nullness};
use crate::value::{Numeric, Row, Value};

/// A query of one column of the type `V`, from a function whose arguments read `B`.
pub type Series<V, N, B> =
    Compound<(HCons<Computed, HNil>, Item<V, N>, <<B as Reads>::In<NotGrouped> as GroupState>::Uses)>;

/// A type that `generate_series` counts in.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL generates no series of `{Self}`",
    label = "not a number that can be counted in",
    note = "`generate_series` counts in `i32`, `i64` and numerics"
)]
pub trait SeriesOf: Value {}

macro_rules! numbers {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl SeriesOf for $type {}
    )+ };
}

numbers! { i32 i64 Numeric }

#[cfg(feature = "rust_decimal-1")]
numbers! { rust_decimal::Decimal }

/// `SELECT * FROM generate_series(start, stop)`: the numbers from `start` to `stop`, both included.
///
/// The arguments are values, or expressions of columns that are marked with [`outer`](crate::expr::outer). See the page
/// "Set Returning Functions" of PostgreSQL's manual.
///
/// ```
/// # use piton::prelude::*;
/// #[derive(Cte)]
/// struct Number {
///     n: i32,
/// }
///
/// let query = from(Number.of(generate_series(1, 10))).select(Number::n * Number::n);
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "number"."n" * "number"."n" FROM (SELECT * FROM generate_series($1, $2)) AS "number"("n")"#,
/// );
/// ```
pub fn generate_series<A, B, E, F>(start: A, stop: B) -> Series<E::Base, NotNull, (E::Bare, F::Bare)>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base: SeriesOf, Bare: Reads> + ValidIn<HNil>,
    B: IntoExpr<Class<E>, Expr = F>,
    F: ValidIn<HNil, Bare: Reads>,
    <(E::Bare, F::Bare) as Reads>::In<NotGrouped>: GroupState,
{
    let (start, stop) = (start.into_argument(), stop.into_expr());
    call::<E::Base, NotNull, _>("generate_series(", |out| {
        operand(&start, 0, out);
        out.text(", ");
        operand(&stop, 0, out);
    })
}

/// `SELECT * FROM generate_series(start, stop, step)`: as [`generate_series`], with a step, which can be negative.
#[allow(clippy::type_complexity, reason = "an alias would only move it")]
pub fn generate_series_by<A, B, C, E, F, G>(
    start: A,
    stop: B,
    step: C,
) -> Series<E::Base, NotNull, (E::Bare, (F::Bare, G::Bare))>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base: SeriesOf, Bare: Reads> + ValidIn<HNil>,
    B: IntoExpr<Class<E>, Expr = F>,
    F: ValidIn<HNil, Bare: Reads>,
    C: IntoExpr<Class<E>, Expr = G>,
    G: ValidIn<HNil, Bare: Reads>,
    <(E::Bare, (F::Bare, G::Bare)) as Reads>::In<NotGrouped>: GroupState,
{
    let (start, stop, step) = (start.into_argument(), stop.into_expr(), step.into_expr());
    call::<E::Base, NotNull, _>("generate_series(", |out| {
        operand(&start, 0, out);
        out.text(", ");
        operand(&stop, 0, out);
        out.text(", ");
        operand(&step, 0, out);
    })
}

/// A type of arrays, and what its elements are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array",
    label = "has no elements",
    note = "`unnest` takes an array: a column of `Vec<..>`, or a value"
)]
pub trait ArrayValue: Value {
    /// The type of the elements.
    type Element: Value;
    /// Whether they can be NULL.
    type Null: Nullness;
}

#[diagnostic::do_not_recommend]
impl<V: Value> ArrayValue for Vec<V> {
    type Element = V;
    type Null = NotNull;
}

#[diagnostic::do_not_recommend]
impl<V: Value> ArrayValue for Vec<Option<V>>
where
    Self: Value,
{
    type Element = V;
    type Null = Nullable;
}

/// `SELECT * FROM unnest(array)`: the elements of an array as rows.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, tags: Vec<String> }
/// #[derive(Cte)]
/// struct Tag {
///     name: String,
/// }
///
/// let query = select((Post::id, Tag::name)).cross_join(Tag.of(unnest(outer(Post::tags))).lateral());
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "post"."id", "tag"."name" FROM "post" CROSS JOIN LATERAL (SELECT * FROM unnest("post"."tags")) AS "tag"("name")"#,
/// );
/// ```
pub fn unnest<A, E, V>(array: A) -> Series<V::Element, V::Null, E::Bare>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base = V, Bare: Reads> + ValidIn<HNil>,
    V: ArrayValue,
    <E::Bare as Reads>::In<NotGrouped>: GroupState,
{
    let array = array.into_argument();
    call::<V::Element, V::Null, _>("unnest(", |out| operand(&array, 0, out))
}

fn call<V: Value, N: Nullness, T>(name: &'static str, arguments: impl FnOnce(&mut Statement)) -> Compound<T> {
    let mut statement = Statement::new();
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.text("*"));
    statement.part(Clause::From, |out| {
        out.text(name);
        arguments(out);
        out.text(")");
    });
    Compound::new(statement, <Item<V, N> as ItemsRow>::Row::describe)
}
