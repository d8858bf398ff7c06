//! Functions that make rows of JSON: the manual's page "JSON Functions and Operators".

use serde_json::Value as AnyJson;

use super::table_function::{Series, UsesOf, call};
use super::{Compound, ItemsRow};
use crate::expr::{
    FunctionColumn, GroupState, IntoExpr, Item, NotGrouped, Reads, TableItem, ValidIn, operand, write_type,
};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, HCons, HNil, NotNull, Nullable, Source, Table};
use crate::value::{JsonPath, Row, class};

macro_rules! of_json {
    ($($(#[$doc:meta])+ $name:ident -> $value:ty, $null:ty = $sql:literal;)+) => { $(
        $(#[$doc])+
        pub fn $name<A, E>(json: A) -> Series<$value, $null, E::Bare>
        where
            A: IntoExpr<class::Jsonb, Expr = E>,
            E: ValidIn<HNil, Bare: Reads>,
            <E::Bare as Reads>::In<NotGrouped>: GroupState,
        {
            let json = json.into_expr();
            call::<$value, $null, _>($sql, |out| operand(&json, 0, out))
        }
    )+ };
}

of_json! {
    /// `SELECT * FROM jsonb_array_elements(json)`: the elements of a JSON array as rows.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # use piton::query::jsonb_array_elements;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, data: serde_json::Value }
    /// #[derive(Cte)]
    /// struct Tag {
    ///     value: serde_json::Value,
    /// }
    ///
    /// let query = select((Post::id, Tag::value)).cross_join(Tag.of(jsonb_array_elements(outer(Post::data))).lateral());
    /// # assert!(query.to_sql().contains(r#"LATERAL (SELECT * FROM jsonb_array_elements("post"."data")) AS "tag"("value")"#));
    /// ```
    jsonb_array_elements -> AnyJson, NotNull = "jsonb_array_elements(";
    /// `SELECT * FROM jsonb_array_elements_text(json)`: the elements of a JSON array as texts; the JSON `null` is NULL.
    jsonb_array_elements_text -> String, Nullable = "jsonb_array_elements_text(";
    /// `SELECT * FROM jsonb_object_keys(json)`: the keys of a JSON object as rows.
    jsonb_object_keys -> String, NotNull = "jsonb_object_keys(";
}

/// `SELECT * FROM jsonb_path_query(json, path)`: all values that a path finds, as rows.
pub fn jsonb_path_query<A, E, P, F>(json: A, path: P) -> Series<AnyJson, NotNull, (E::Bare, F::Bare)>
where
    A: IntoExpr<class::Jsonb, Expr = E>,
    E: ValidIn<HNil, Bare: Reads>,
    P: IntoExpr<JsonPath, Expr = F>,
    F: ValidIn<HNil, Bare: Reads>,
    <(E::Bare, F::Bare) as Reads>::In<NotGrouped>: GroupState,
{
    let (json, path) = (json.into_expr(), path.into_expr());
    call::<AnyJson, NotNull, _>("jsonb_path_query(", |out| {
        operand(&json, 0, out);
        out.text(", ");
        operand(&path, 0, out);
    })
}

/// The keys of a JSON object with their values, which can be NULL or not (`N`), from an argument that reads `B`.
pub type Pairs<V, N, B> = Compound<(
    HCons<FunctionColumn, HCons<FunctionColumn, HNil>>,
    (Item<String, NotNull>, Item<V, N>),
    UsesOf<B>,
)>;

macro_rules! pairs {
    ($($(#[$doc:meta])+ $name:ident -> $value:ty, $null:ty = $sql:literal;)+) => { $(
        $(#[$doc])+
        pub fn $name<A, E>(json: A) -> Pairs<$value, $null, E::Bare>
        where
            A: IntoExpr<class::Jsonb, Expr = E>,
            E: ValidIn<HNil, Bare: Reads>,
            <E::Bare as Reads>::In<NotGrouped>: GroupState,
        {
            let json = json.into_expr();
            let statement = statement($sql, |out| operand(&json, 0, out));
            Compound::new(statement, <(Item<String, NotNull>, Item<$value, $null>) as ItemsRow>::Row::describe)
        }
    )+ };
}

pairs! {
    /// `SELECT * FROM jsonb_each(json)`: the keys of a JSON object with their values, as rows.
    jsonb_each -> AnyJson, NotNull = "jsonb_each(";
    /// `SELECT * FROM jsonb_each_text(json)`: the keys of a JSON object with their values as texts; the JSON `null` is NULL.
    jsonb_each_text -> String, Nullable = "jsonb_each_text(";
}

/// The rows of a JSON array as rows of the table or CTE `T`, from an argument that reads `B`.
pub type Recordset<T, B> = Compound<(HNil, TableItem<T, Nullable>, UsesOf<B>)>;

/// `SELECT * FROM jsonb_to_recordset(json) AS t(columns)`: each object of a JSON array as a row of a table or CTE, whose
/// columns are the keys. A key that is missing is NULL: all fields are `Option`s.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::query::jsonb_to_recordset;
/// # #[derive(Table)] struct Invoice { #[column(primary_key)] id: i32, lines: serde_json::Value }
/// #[derive(Cte)]
/// struct Line {
///     product: Option<String>,
///     cents: Option<i32>,
/// }
///
/// let lines = Line.of(jsonb_to_recordset(Line, outer(Invoice::lines))).lateral();
/// let query = select((Invoice::id, Line::product, Line::cents)).cross_join(lines);
/// # assert!(query.to_sql().contains(r#"jsonb_to_recordset("invoice"."lines") AS "line"("product" text, "cents" int4)"#));
/// ```
pub fn jsonb_to_recordset<T, A, E>(_: Entity<T>, json: A) -> Recordset<T::Table, E::Bare>
where
    T: Source,
    A: IntoExpr<class::Jsonb, Expr = E>,
    E: ValidIn<HNil, Bare: Reads>,
    <E::Bare as Reads>::In<NotGrouped>: GroupState,
{
    let json = json.into_expr();
    let mut statement = statement("jsonb_to_recordset(", |out| operand(&json, 0, out));
    statement.part(Clause::From, |out| {
        out.text(" AS ");
        out.push(Piece::Name(T::REF.source));
        for (at, column) in <T::Table as Table>::DEFINITION.columns.iter().enumerate() {
            out.text(if at == 0 { "(" } else { ", " });
            out.push(Piece::Name(column.name));
            out.text(" ");
            write_type(column.override_type.unwrap_or(column.ty), out);
        }
        out.text(")");
    });
    Compound::new(statement, <Option<T::Table> as Row>::describe)
}

/// `SELECT * FROM name(arguments)`
fn statement(name: &'static str, arguments: impl FnOnce(&mut Statement)) -> Statement {
    call::<String, NotNull, ()>(name, arguments).statement
}
