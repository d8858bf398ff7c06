//! Functions that return rows.

use super::{Compound, ItemsRow};
use crate::expr::{
    Class, FunctionColumn, GroupState, IntoArgument, IntoExpr, Item, NotGrouped, Reads, Typed, ValidIn,
    operand,
};
use crate::sql::{Clause, Statement};
use crate::table::{HCons, HNil, NotNull, Nullable, Nullness};
use crate::value::{Numeric, Row, Value};

/// A query of one column of the type `V`, from a function whose arguments read `B`.
pub type Series<V, N, B> = Compound<(HCons<FunctionColumn, HNil>, Item<V, N>, UsesOf<B>)>;

/// What a query reads of the query around it, if its expressions read `B`.
pub type UsesOf<B> = <<B as Reads>::In<NotGrouped> as GroupState>::Uses;

/// A type that `generate_series` counts in.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL generates no series of `{Self}`",
    label = "not a number that can be counted in",
    note = "`generate_series` counts in `i32`, `i64` and numerics; `generate_series_by` also from one timestamp to another"
)]
pub trait SeriesOf: SeriesBy {}

/// A type that `generate_series` counts in by a step.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL generates no series of `{Self}`",
    label = "not a number or a timestamp",
    note = "`generate_series_by` counts in `i32`, `i64`, numerics and timestamps"
)]
pub trait SeriesBy: Value {
    /// The class of the step.
    type Step;
}

macro_rules! numbers {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl SeriesOf for $type {}

        #[diagnostic::do_not_recommend]
        impl SeriesBy for $type {
            type Step = <$type as Value>::Class;
        }
    )+ };
}

#[cfg(any(feature = "chrono-0_4", feature = "jiff-0_2", feature = "time-0_3"))]
macro_rules! timestamps {
    ($($type:ty),+) => { $(
        #[diagnostic::do_not_recommend]
        impl SeriesBy for $type {
            type Step = crate::value::Interval;
        }
    )+ };
}

#[cfg(feature = "chrono-0_4")]
timestamps!(chrono::NaiveDateTime, chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::FixedOffset>);

#[cfg(feature = "jiff-0_2")]
timestamps!(jiff::civil::DateTime, jiff::Timestamp);

#[cfg(feature = "time-0_3")]
timestamps!(time::PrimitiveDateTime, time::OffsetDateTime);

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

/// `SELECT * FROM generate_series(start, stop, step)`: as [`generate_series`], with a step, which can be negative. That of
/// timestamps is an [`Interval`](crate::value::Interval).
#[allow(clippy::type_complexity, reason = "an alias would only move it")]
pub fn generate_series_by<A, B, C, E, F, G>(
    start: A,
    stop: B,
    step: C,
) -> Series<E::Base, NotNull, (E::Bare, (F::Bare, G::Bare))>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base: SeriesBy, Bare: Reads> + ValidIn<HNil>,
    B: IntoExpr<Class<E>, Expr = F>,
    F: ValidIn<HNil, Bare: Reads>,
    C: IntoExpr<<E::Base as SeriesBy>::Step, Expr = G>,
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

macro_rules! texts {
    ($($(#[$doc:meta])+ $name:ident $delimiter:ident $sql:literal;)+) => { $(
        $(#[$doc])+
        pub fn $name<A, E, D, F>(text: A, $delimiter: D) -> Series<String, NotNull, (E::Bare, F::Bare)>
        where
            A: IntoExpr<String, Expr = E>,
            E: ValidIn<HNil, Bare: Reads>,
            D: IntoExpr<String, Expr = F>,
            F: ValidIn<HNil, Bare: Reads>,
            <(E::Bare, F::Bare) as Reads>::In<NotGrouped>: GroupState,
        {
            let (text, $delimiter) = (text.into_expr(), $delimiter.into_expr());
            call::<String, NotNull, _>($sql, |out| {
                operand(&text, 0, out);
                out.text(", ");
                operand(&$delimiter, 0, out);
            })
        }
    )+ };
}

texts! {
    /// `SELECT * FROM string_to_table(text, delimiter)`: the parts of a text as rows.
    string_to_table delimiter "string_to_table(";
    /// `SELECT * FROM regexp_split_to_table(text, pattern)`: the parts of a text between matches of a regular expression.
    regexp_split_to_table pattern "regexp_split_to_table(";
}

pub(super) fn call<V: Value, N: Nullness, T>(
    name: &'static str,
    arguments: impl FnOnce(&mut Statement),
) -> Compound<T> {
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

impl<V: Value, N: Nullness, B> Compound<(HCons<FunctionColumn, HNil>, Item<V, N>, B)> {
    /// `WITH ORDINALITY`: the rows with their numbers, counted from one, as a second column.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, tags: Vec<String> }
    /// #[derive(Cte)]
    /// struct Tag {
    ///     name: String,
    ///     number: i64,
    /// }
    ///
    /// let tags = unnest(outer(Post::tags)).with_ordinality();
    /// let query = select((Post::id, Tag::name)).cross_join(Tag.of(tags).lateral()).order_by((Post::id, Tag::number));
    /// # assert!(query.to_sql().contains(r#"(SELECT * FROM unnest("post"."tags") WITH ORDINALITY) AS "tag"("name", "number")"#));
    /// ```
    pub fn with_ordinality(mut self) -> Numbered<V, N, B> {
        self.statement.part(Clause::From, |out| out.text(" WITH ORDINALITY"));
        Compound::new(self.statement, <(Item<V, N>, Item<i64, NotNull>) as ItemsRow>::Row::describe)
    }
}

/// The rows of a function with their numbers.
pub type Numbered<V, N, B> =
    Compound<(HCons<FunctionColumn, HCons<FunctionColumn, HNil>>, (Item<V, N>, Item<i64, NotNull>), B)>;
