//! What is written. It is made during the round that warms up.

use std::sync::LazyLock;

use crate::contestants::diesel_schema::{peers_loaded, peers_member};

/// Rows that a case writes.
pub const ROWS: usize = 10_000;
/// Rows of one insert of many.
pub const AT_ONCE: usize = 100;

/// A member whose key the database makes.
#[derive(diesel::Insertable)]
#[diesel(table_name = peers_member)]
pub struct New {
    pub name: String,
    pub age: i32,
}

/// A member with its key.
#[derive(diesel::Insertable)]
#[diesel(table_name = peers_member)]
pub struct Member {
    pub id: i32,
    pub name: String,
    pub age: i32,
}

/// A row for COPY: there are too many of them to keep.
#[derive(diesel::Insertable, Clone, Copy)]
#[diesel(table_name = peers_loaded, treat_none_as_default_value = false)]
pub struct Copied<'n> {
    pub id: i32,
    pub name: &'n str,
    pub age: i32,
}

impl Copied<'static> {
    pub fn rows(count: usize) -> Rows {
        Rows { next: 0, count: i32::try_from(count).unwrap_or(i32::MAX) }
    }
}

/// The rows for COPY, one after the other.
pub struct Rows {
    next: i32,
    count: i32,
}

impl Iterator for Rows {
    type Item = Copied<'static>;

    #[inline]
    fn next(&mut self) -> Option<Copied<'static>> {
        let id = self.next;
        self.next += 1;
        let name = NEW.get(usize::try_from(id % 1000).ok()?)?.name.as_str();
        (id < self.count).then_some(Copied { id, name, age: id % 100 })
    }
}

pub static NEW: LazyLock<Vec<New>> =
    LazyLock::new(|| ids().map(|id| New { name: format!("name {id}"), age: id % 100 }).collect());

/// In an order that is not that of the table.
pub static CHANGED: LazyLock<Vec<Member>> = LazyLock::new(|| shuffled().map(member).collect());

pub static UPSERTED: LazyLock<Vec<Member>> = LazyLock::new(|| shuffled().map(member).collect());

/// The odd keys of the first [`ROWS`] times two.
pub static DELETED: LazyLock<Vec<i32>> = LazyLock::new(|| shuffled().map(|id| id * 2 - 1).collect());

fn member(id: i32) -> Member {
    Member { id, name: format!("name {id}"), age: id % 100 }
}

fn ids() -> impl Iterator<Item = i32> {
    (1..).take(ROWS)
}

/// A stride that shares no factor with the number of rows visits them all.
fn shuffled() -> impl Iterator<Item = i32> {
    (0..).step_by(7).map(|id| id % 10_000 + 1).take(ROWS)
}
