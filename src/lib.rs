#![doc = include_str!("tour.md")]

#[doc(hidden)]
pub mod __private;
pub mod connection;
mod error;
pub mod expr;
pub mod migrate;
pub mod prelude;
pub mod query;
pub mod record;
pub mod sql;
pub mod table;
mod tuples;
pub mod value;
mod wire;

#[cfg(all(feature = "testing", unix))]
pub mod testing;

#[doc(no_inline)]
pub use connection::{Connection, Pool};
pub use error::{DbError, Error, ValueError};
pub use table::{Table, alias};
pub use value::Row;

/// A statement of raw SQL: `sql!("..", arguments)` is a [`RawQuery`](query::RawQuery).
///
/// The text is a string literal. Each `{}` in it takes one argument, in their order, and `{name}` takes the variable of
/// that name; braces of the SQL are written `{{` and `}}`. Arguments are borrowed. A value is sent as a parameter, an
/// `Option` as a parameter that may be NULL:
///
/// ```
/// use piton::prelude::*;
///
/// let name = "O'Hara";
/// let query = sql!("SELECT id FROM person WHERE name = {name} AND age > {}", 18);
/// assert_eq!(query.to_sql(), "SELECT id FROM person WHERE name = $1 AND age > $2");
///
/// let email: Option<String> = None;
/// let query = sql!("UPDATE person SET email = {email}, tags = '{{}}' WHERE id = ANY({})", [1, 2]);
/// assert_eq!(query.to_sql(), "UPDATE person SET email = $1, tags = '{}' WHERE id = ANY($2)");
/// ```
///
/// Tables and columns become their quoted names:
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let query = sql!("SELECT {} FROM {} WHERE {} > {}", Person::id, Person, Person::age, 18);
/// assert_eq!(query.to_sql(), r#"SELECT "person"."id" FROM "person" WHERE "person"."age" > $1"#);
/// ```
///
/// Text that is made at run time is refused, unless it is marked with [`trusted`](query::trusted):
///
/// ```
/// # use piton::prelude::*;
/// let order = ["name", "age"].join(", ");
/// let query = sql!("SELECT id FROM person ORDER BY {}", trusted(order));
/// assert_eq!(query.to_sql(), "SELECT id FROM person ORDER BY name, age");
/// ```
///
/// What the text cannot mean does not compile: a `{}` without an argument, an argument without a `{}`, a brace alone, a
/// `{}` inside of quotes or right after a word, quotes that are not closed, and placeholders such as `$1`, which the macro writes.
pub use piton_derive::sql;

/// Raw SQL as a typed expression: `sql_expr!(type, "..", arguments)` stands wherever a column can.
///
/// The text is a string literal with `{}` and `{name}` as in [`sql!`](macro@sql). An argument is an expression or a value,
/// which is sent as a parameter; the columns in it are checked against the tables of the query, and the text around it
/// is not.
///
/// The type is taken on trust: `Option<..>` if the result can be NULL. It is compared with the server's when the
/// statement is prepared.
///
/// ```
/// use piton::prelude::*;
///
/// let (low, high) = (1, 6);
/// let roll = sql_expr!(i32, "floor(random() * ({high} - {low} + 1))::integer + {}", low);
/// assert_eq!(
///     select(roll).to_sql(),
///     "SELECT floor(random() * ($1 - $2 + 1))::integer + $3",
/// );
/// ```
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: Option<i32> }
/// let age = sql_expr!(i32, "coalesce({}, {})", Person::age, 5);
/// assert_eq!(
///     select(Person::id).filter(age.gt(4)).to_sql(),
///     r#"SELECT "person"."id" FROM "person" WHERE (coalesce("person"."age", $1)) > $2"#,
/// );
/// ```
pub use piton_derive::sql_expr;

pub(crate) use tuples::{Along, for_each_tuple};
