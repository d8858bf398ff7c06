//! The tables of the benchmarks.

use piton::prelude::*;

/// Three columns.
#[derive(Table, Debug, Clone)]
pub struct Person {
    /// The key.
    #[column(primary_key, auto)]
    pub id: i32,
    /// A text of about ten bytes.
    pub name: String,
    /// A number under 100.
    pub age: i32,
}

/// The other side of the join.
#[derive(Table, Debug, Clone)]
pub struct FavoriteColor {
    /// The key.
    #[column(primary_key, auto)]
    pub id: i32,
    /// Whose color it is.
    #[column(references = Person::id, index)]
    pub person_id: i32,
    /// A short text.
    pub color: String,
}

/// Ten columns of several types.
#[derive(Table, Debug, Clone)]
pub struct Mixed {
    /// The key.
    #[column(primary_key)]
    pub id: i32,
    /// `bigint`
    pub big: i64,
    /// `double precision`
    pub ratio: f64,
    /// `boolean`
    pub active: bool,
    /// `text`
    pub name: String,
    /// `text`, NULL in every third row
    pub note: Option<String>,
    /// `integer`, NULL in every second row
    pub parent: Option<i32>,
    /// `smallint`
    pub small: i16,
    /// `real`
    pub part: f32,
    /// `text`
    pub city: String,
}

/// Creates and fills the tables: `rows` people and mixed rows, and one color for each person.
///
/// # Errors
///
/// The server refuses a statement.
pub async fn setup(db: &mut Connection, rows: u32) -> Result<(), piton::Error> {
    db.create_tables(schema![Person, FavoriteColor, Mixed]).await?;
    let rows = i32::try_from(rows).unwrap_or(i32::MAX);
    sql!(
        "INSERT INTO person (name, age)
         SELECT 'name ' || n % 100, n % 100 FROM generate_series(1, {}) AS n",
        rows
    )
    .execute(&mut *db)
    .await?;
    sql!("INSERT INTO favorite_color (person_id, color) SELECT n, 'color ' || n % 7 FROM generate_series(1, {}) AS n", rows)
        .execute(&mut *db)
        .await?;
    sql!(
        "INSERT INTO mixed
         SELECT n, n::bigint * 1000000, n / 7.0, n % 2 = 0, 'name ' || n, CASE WHEN n % 3 > 0 THEN 'note ' || n END,
                CASE WHEN n % 2 > 0 THEN n / 2 END, n % 1000, n / 3.0, 'city ' || n % 50
         FROM generate_series(1, {}) AS n",
        rows
    )
    .execute(&mut *db)
    .await?;
    db.batch("ANALYZE").await
}
