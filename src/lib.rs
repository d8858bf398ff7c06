#![doc = include_str!("tour.md")]

// The macros name the crate, also here.
extern crate self as piton;

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
pub use expr::functions;
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

/// Declares functions of SQL, typed.
///
/// Each line is a signature with the types of the arguments and of the result, perhaps followed by the function's name in
/// the database and by when its result is NULL. An argument is an expression or a value of that type, and is checked as
/// operands of operators are. Names are quoted.
///
/// A result that is an `Option` can always be NULL; any other is NULL where an argument is, unless the line says
/// otherwise: `never null`, `null if all` arguments are, `null if first` is.
///
/// ```
/// use piton::prelude::*;
///
/// sql_function! {
///     /// `similarity(left, right)` of the extension `pg_trgm`: NULL where an argument is.
///     pub fn similarity(left: String, right: String) -> f32;
///     /// The function `slug` in the schema `app`, which can return NULL by itself.
///     fn slugify(text: String) -> Option<String> = "app"."slug";
///     /// One that is never NULL.
///     fn or_empty(text: String) -> String = "or_empty", never null;
///     /// One that is NULL only where all its arguments are.
///     fn better(left: i32, right: i32) -> i32, null if all;
/// }
///
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, email: Option<String> }
/// let query = select((slugify(Person::name), similarity(Person::email, "a@b")));
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "app"."slug"("person"."name"), "similarity"("person"."email", $1) FROM "person""#,
/// );
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// # let query = select((slugify(Person::name), similarity(Person::email, "a@b")));
/// let rows: Vec<(Option<String>, Option<f32>)> = query.all(db).await?;
/// # Ok(()) }
/// ```
///
/// A function of several types is declared with a trait: an argument of the type `N` is an expression or a value of any
/// type with that trait.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::Number;
/// # use piton::sql_function;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, email: Option<String> }
/// sql_function! {
///     fn doubled<N: Number>(number: N) -> N;
/// }
///
/// assert_eq!(select(doubled(Person::id)).to_sql(), r#"SELECT "doubled"("person"."id") FROM "person""#);
/// ```
///
/// The types are taken on trust until the statement is prepared: then the result's type is compared with the server's.
/// Whether the result can be NULL is not.
pub use piton_derive::sql_function;

/// Declares operators of the database, typed: as [`sql_function!`](macro@sql_function), with one operand or two and the
/// operator after `=`.
///
/// It binds as PostgreSQL says of its name: `<->` like `||`, `=` like a comparison. An operator in a schema is written
/// `OPERATOR("schema".<->)`.
///
/// ```
/// use piton::prelude::*;
///
/// sql_operator! {
///     /// `left <-> right` of the extension `pg_trgm`: how far two texts are from each other.
///     pub fn distance(left: String, right: String) -> f32 = "<->";
///     fn similar(left: String, right: String) -> bool = "public"."%";
/// }
///
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// let query = select(Person::id).filter(similar(Person::name, "Ann")).order_by(distance(Person::name, "Ann"));
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "person"."id" FROM "person" WHERE "person"."name" OPERATOR("public".%) $1 ORDER BY "person"."name" <-> $2"#,
/// );
/// ```
pub use piton_derive::sql_operator;

/// Declares aggregates of the database, typed: as [`sql_function!`](macro@sql_function), where the result says whether the
/// aggregate of no rows is NULL.
///
/// ```
/// use piton::prelude::*;
///
/// sql_aggregate! {
///     /// `product(number)`
///     pub fn product(number: f64) -> Option<f64>;
/// }
///
/// # #[derive(Table)] struct Part { #[column(primary_key)] id: i32, chance: f64 }
/// assert_eq!(
///     select(product(Part::chance).filter(Part::id.gt(1))).to_sql(),
///     r#"SELECT "product"("part"."chance") FILTER (WHERE "part"."id" > $1) FROM "part""#,
/// );
/// ```
///
/// A rule after the name says when it is NULL over rows that there are, as in a window: `null if any`.
pub use piton_derive::sql_aggregate;

/// Declares window functions of the database, typed: as [`sql_function!`](macro@sql_function).
///
/// ```
/// use piton::prelude::*;
///
/// sql_window_function! {
///     /// The value of the row before that has one.
///     pub fn last_known(value: i32) -> Option<i32>;
/// }
///
/// # #[derive(Table)] struct Reading { #[column(primary_key)] id: i32, value: Option<i32> }
/// assert_eq!(
///     select(last_known(Reading::value).over(window().order_by(Reading::id))).to_sql(),
///     r#"SELECT "last_known"("reading"."value") OVER (ORDER BY "reading"."id") FROM "reading""#,
/// );
/// ```
pub use piton_derive::sql_window_function;

pub(crate) use tuples::{Along, for_each_tuple};
