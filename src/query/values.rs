//! Rust values as rows.

use super::{Compound, ItemsRow};
use crate::expr::{Computed, Item};
use crate::sql::{Clause, Statement};
use crate::table::{HCons, HNil, NotNull, Nullable, Nullness};
use crate::value::{Encode, Row, Value};

/// Rows of Rust values as a query: one value each, or a tuple of up to 16.
///
/// Every column is one array parameter, so that the statement's text does not depend on how many rows there are, and there
/// may be none: `SELECT * FROM unnest($1, $2)`.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// #[derive(Cte)]
/// struct Score {
///     person_id: i32,
///     points: Option<i64>,
/// }
///
/// let scores = Score.of(values([(1, Some(10)), (2, None)]));
/// let query = select((Person::name, Score::points)).join(scores, Score::person_id.eq(Person::id));
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "person"."name", "score"."points" FROM "person" JOIN (SELECT * FROM unnest($1, $2)) AS "score"("person_id", "points") ON "score"."person_id" = "person"."id""#,
/// );
/// ```
pub fn values<I: IntoIterator<Item: ValueRow<Types = T>>, T>(rows: I) -> Compound<T>
where
    I::Item: ValueRow,
{
    let mut columns = <I::Item as ValueRow>::none();
    for row in rows {
        row.push(&mut columns);
    }
    let mut statement = Statement::new();
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.text("*"));
    statement.part(Clause::From, |out| {
        out.text("unnest(");
        <I::Item as ValueRow>::write(&columns, out);
        out.text(")");
    });
    Compound::new(statement, <I::Item as ValueRow>::Row::describe)
}

/// A value of a row: any value, an `Option` of one, or a `&str`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that PostgreSQL has a type for",
    label = "not a SQL value",
    note = "a row of values is one value, or a tuple of up to 16"
)]
pub trait ValueColumn: Sized {
    /// The type of the column.
    type Value: Value;
    /// Whether it can be NULL.
    type Null: Nullness;
    /// Several of them, as an array.
    type Values: Encode + Default + Extend<Self>;
}

#[diagnostic::do_not_recommend]
impl<V: Value> ValueColumn for V
where
    Vec<V>: Encode,
{
    type Value = V;
    type Null = NotNull;
    type Values = Vec<V>;
}

#[diagnostic::do_not_recommend]
impl<V: Value> ValueColumn for Option<V>
where
    Vec<Option<V>>: Encode,
{
    type Value = V;
    type Null = Nullable;
    type Values = Vec<Option<V>>;
}

#[diagnostic::do_not_recommend]
impl ValueColumn for &str {
    type Value = String;
    type Null = NotNull;
    type Values = Vec<Self>;
}

/// A row of values: one [`ValueColumn`], or a tuple of these.
pub trait ValueRow {
    /// The types of the query, see [`Compound`].
    type Types;
    /// What its rows are decoded to.
    type Row: Row;
    /// The columns of many rows.
    type Columns;

    /// No rows.
    fn none() -> Self::Columns;

    /// Adds the row to the columns.
    fn push(self, columns: &mut Self::Columns);

    /// Appends the columns as parameters.
    fn write(columns: &Self::Columns, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<V: ValueColumn> ValueRow for V {
    type Types = (HCons<Computed, HNil>, Item<V::Value, V::Null>, ());
    type Row = <Item<V::Value, V::Null> as ItemsRow>::Row;
    type Columns = V::Values;

    fn none() -> V::Values {
        V::Values::default()
    }

    fn push(self, columns: &mut V::Values) {
        columns.extend([self]);
    }

    fn write(columns: &V::Values, out: &mut Statement) {
        out.bind(columns);
    }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: ValueColumn),+> ValueRow for ($($name,)+) {
            type Types = (tuples!(@outputs $($name)+), ($(Item<$name::Value, $name::Null>,)+), ());
            type Row = <($(Item<$name::Value, $name::Null>,)+) as ItemsRow>::Row;
            type Columns = ($($name::Values,)+);

            fn none() -> Self::Columns {
                ($($name::Values::default(),)+)
            }

            fn push(self, columns: &mut Self::Columns) {
                $(columns.$index.extend([self.$index]);)+
            }

            fn write(columns: &Self::Columns, out: &mut Statement) {
                $(
                    if $index > 0 {
                        out.text(", ");
                    }
                    out.bind(&columns.$index);
                )+
            }
        }
    };
    (@outputs) => { HNil };
    (@outputs $first:ident $($more:ident)*) => { HCons<Computed, tuples!(@outputs $($more)*)> };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
