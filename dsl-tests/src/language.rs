//! The tables of the query language's tests, and what those tests check of every query.
#![allow(clippy::missing_panics_doc, clippy::panic, reason = "a failed step is a failed test")]

use piton::expr::{Grouping, Project};
use piton::prelude::*;
use piton::query::Select;
use piton::testing::Database;
use piton::value::{Numeric, Row};

/// Somebody, perhaps with a manager.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Person {
    #[column(primary_key, auto)]
    pub id: i32,
    pub name: String,
    pub age: i32,
    pub email: Option<String>,
    pub manager_id: Option<i32>,
}

/// A colour of a person, or of nobody.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct FavoriteColor {
    #[column(primary_key, auto)]
    pub id: i32,
    pub person_id: i32,
    pub color: String,
}

/// All of its columns can be NULL.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Note {
    pub person_id: Option<i32>,
    pub text: Option<String>,
}

/// One column of each kind that operators tell apart.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Sample {
    #[column(primary_key)]
    pub id: i32,
    pub small: i16,
    pub number: i32,
    pub big: i64,
    pub real: f32,
    pub double: f64,
    pub exact: Numeric,
    pub maybe: Option<i32>,
    pub text: String,
    pub flag: bool,
    pub maybe_flag: Option<bool>,
}

alias!(pub Manager = Person);
alias!(pub Boss = Person);

/// A connection to a database of its own, which is dropped with the first value.
pub async fn empty() -> (Database, Connection) {
    let database = Database::create().unwrap_or_else(|error| panic!("{error}"));
    match Connection::connect(database.url()).await {
        Ok(db) => (database, db),
        Err(error) => panic!("{error}"),
    }
}

/// As [`empty`], with the tables of this module.
pub async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    run(&mut db, &piton::migrate::create_tables_sql(schema![Person, FavoriteColor, Note, Sample])).await;
    (database, db)
}

/// As [`tables`], with rows in those for joins: Alice has two colours, Bob one, Carol none; the pink belongs to nobody.
pub async fn people() -> (Database, Connection) {
    let (database, mut db) = tables().await;
    run(
        &mut db,
        "INSERT INTO person (id, name, age, email, manager_id) VALUES
            (1, 'Alice', 30, 'alice@example.org', NULL), (2, 'Bob', 40, NULL, 1), (3, 'Carol', 50, 'c@example.org', 1);
         INSERT INTO favorite_color (id, person_id, color) VALUES
            (1, 1, 'red'), (2, 1, 'blue'), (3, 2, 'red'), (4, 99, 'pink');
         INSERT INTO note (person_id, text) VALUES (1, 'first'), (2, NULL), (NULL, NULL), (NULL, 'lost');",
    )
    .await;
    (database, db)
}

/// Runs a script.
pub async fn run(db: &mut Connection, sql: &str) {
    if let Err(error) = db.batch(sql).await {
        panic!("{error}\n{sql}");
    }
}

/// The query has this text; and a server takes it, with the types that its rows are decoded to.
pub async fn holds<P, S, G, R>(db: &mut Connection, query: Select<P, S, G>, sql: &str)
where
    P: Project<S, Row = R>,
    R: Row,
    G: Grouping<P::Aggregates, P::Bare>,
{
    assert_eq!(query.to_sql(), sql);
    if let Err(error) = query.execute(db).await {
        panic!("{error}\n{sql}");
    }
}

/// [`holds`] for each pair of a query and its text.
#[macro_export]
macro_rules! holds {
    ($db:expr; $($query:expr => $sql:expr;)+) => { $($crate::language::holds(&mut $db, $query, $sql).await;)+ };
}

/// `holds!` for any statement with `to_sql` and `execute`.
#[macro_export]
macro_rules! takes {
    ($db:expr; $($query:expr => $sql:expr;)+) => { $({
        let query = $query;
        let sql = $sql;
        assert_eq!(query.to_sql(), sql);
        if let Err(error) = query.execute(&mut $db).await {
            panic!("{error}\n{sql}");
        }
    })+ };
}

/// A generator of numbers (xorshift), the same ones from the same seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Random(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below another one.
    pub fn below(&mut self, end: u64) -> u64 {
        (self.number() >> 11) % end
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(from.len() as u64)).unwrap_or_default();
        &from[index]
    }
}
