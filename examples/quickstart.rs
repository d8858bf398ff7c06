//! Typed queries against a real PostgreSQL, with the SQL and the time of each.
//!
//! `cargo run --example quickstart` uses the server of `DATABASE_URL`, or starts a throwaway one.
#![allow(clippy::print_stdout, reason = "it prints what it does")]

use std::error::Error;
use std::time::Instant;

use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    age: i32,
    #[column(references = Person::id)]
    manager_id: Option<i32>,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct FavoriteColor {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Person::id, on_delete = cascade, index)]
    person_id: i32,
    color: String,
}

alias!(Manager = Person);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;

    db.create_tables(schema![Person, FavoriteColor]).await?;

    // Any number of rows is one statement with one array a column; the rows come back as the database made them.
    let rows = [("Alice", 30, None), ("Bob", 39, Some(1)), ("Carol", 50, Some(1)), ("Dave", 20, Some(2))];
    let rows = rows.map(|(name, age, manager)| Person::create().name(name).age(age).manager_id(manager));
    let report = Report::of("insert", &insert(rows.clone()).to_sql());
    let people: Vec<Person> = db.insert(rows).await?;
    report.rows(&people);

    // An object knows what was changed of it: only that is written.
    let mut bob = people[1].clone().track();
    bob.age += 1;
    db.update(&mut bob).await?;

    let colors = [(0, "red"), (1, "green"), (1, "blue"), (2, "red")];
    db.insert(colors.map(|(of, color)| FavoriteColor::create().person_id(people[of].id).color(color)))
        .execute()
        .await?;

    // The type of a row follows from what is selected and how it is joined.
    let join = select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::age.gt(25))
        .order_by(FavoriteColor::id)
        .limit(2);
    let report = Report::of("join", &join.to_sql());
    let rows: Vec<(i32, FavoriteColor)> = join.all(&mut db).await?;
    report.rows(&rows);

    // After a left join the table is an `Option` of its struct.
    let left_join = select((Person::name, FavoriteColor))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .order_by(Person::id.desc())
        .limit(2);
    let report = Report::of("left join", &left_join.to_sql());
    let rows: Vec<(String, Option<FavoriteColor>)> = left_join.all(&mut db).await?;
    report.rows(&rows);

    // Grouped by its primary key, a whole person may stand beside an aggregate.
    let grouped = select((Person::name, count(FavoriteColor::id)))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .group_by(Person::id)
        .order_by((count(FavoriteColor::id).desc(), Person::name));
    let report = Report::of("grouped count", &grouped.to_sql());
    let rows: Vec<(String, i64)> = grouped.all(&mut db).await?;
    report.rows(&rows);

    // A filter does not change the query's type, so it can be optional.
    let min_age = Some(45);
    let mut filtered = select(Person);
    if let Some(age) = min_age {
        filtered = filtered.filter(Person::age.ge(age));
    }
    let report = Report::of("optional filter", &filtered.to_sql());
    let rows: Vec<Person> = filtered.all(&mut db).await?;
    report.rows(&rows);

    // A table joined to itself under another name.
    let self_join = select((Person::name, Manager.name))
        .join(Manager, Person::manager_id.eq(Manager.id))
        .filter(Person::age.gt(Manager.age))
        .order_by(Person::name);
    let report = Report::of("self join", &self_join.to_sql());
    let rows: Vec<(String, String)> = self_join.all(&mut db).await?;
    report.rows(&rows);

    // A stream takes the same memory for any number of rows.
    db.batch(
        "INSERT INTO person (name, age) SELECT 'Person ' || n, n % 100 FROM generate_series(1, 100000) AS n",
    )
    .await?;
    let all = select((Person::id, Person::name));
    let report = Report::of("stream", &all.to_sql());
    let before = resident_kib();
    let (mut count, mut bytes) = (0, 0);
    let mut people = all.stream(&mut db);
    while let Some((_, name)) = people.try_next().await? {
        count += 1;
        bytes += name.len();
    }
    report.line(&format!("{count} rows with {bytes} bytes of names"));
    if let (Some(before), Some(after)) = (before, resident_kib()) {
        println!("  memory of the process: {before} KiB before, {after} KiB after");
    }

    db.close().await?;
    Ok(())
}

/// Prints a query and, when its rows have come, how long they took.
struct Report(Instant);

impl Report {
    fn of(title: &str, sql: &str) -> Self {
        println!("\n{title}\n  {sql}");
        Report(Instant::now())
    }

    fn line(&self, line: &str) {
        println!("  {line}\n  in {:.1} ms", self.0.elapsed().as_secs_f64() * 1e3);
    }

    fn rows<R: std::fmt::Debug>(&self, rows: &[R]) {
        let taken = self.0.elapsed();
        for row in rows {
            println!("  -> {row:?}");
        }
        println!("  in {:.1} ms", taken.as_secs_f64() * 1e3);
    }
}

/// The memory that the process holds, where the system says it in Linux's way.
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
