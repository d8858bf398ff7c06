//! Rows on their way into the database: `db.insert`.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

static TOKENS: AtomicI32 = AtomicI32::new(1);

fn next_token() -> i32 {
    TOKENS.fetch_add(1, Relaxed)
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    email: Option<String>,
    #[column(default = "7")]
    age: i32,
    #[column(default = "'none'")]
    note: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Pet {
    #[column(primary_key, auto)]
    id: i64,
    name: String,
}

/// Everything has a default.
#[derive(Table, Debug, Clone, PartialEq)]
struct Ticket {
    #[column(primary_key, auto)]
    id: i32,
    #[column(default = "'open'")]
    state: String,
    note: Option<String>,
}

/// Columns that the program or the statement fills.
#[derive(Table, Debug, Clone, PartialEq)]
struct Page {
    #[column(primary_key, default_with = next_token)]
    id: i32,
    title: String,
    #[column(version)]
    version: i32,
    #[column(auto_now)]
    changed: chrono::DateTime<chrono::Utc>,
}

/// No primary key.
#[derive(Table, Debug, Clone, PartialEq)]
struct Line {
    text: Option<String>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Person, Pet, Ticket, Page, Line]).await.unwrap();
    (database, db)
}

async fn people(db: &mut Connection) -> i64 {
    select(count(Person::id)).one(db).await.unwrap()
}

#[tokio::test]
async fn one_row_comes_back_as_the_database_made_it() {
    let (_database, mut db) = tables().await;
    let alice: Person = db.insert(Person::create().name("Alice")).await.unwrap();
    assert_eq!(alice, Person { id: 1, name: "Alice".into(), email: None, age: 7, note: Some("none".into()) });
    let stored: Person = select(Person).one(&mut db).await.unwrap();
    assert_eq!(stored, alice);
}

#[tokio::test]
async fn arrays_vectors_and_iterators_come_back_as_vectors_in_their_order() {
    let (_database, mut db) = tables().await;
    let array: Vec<Person> =
        db.insert(["b", "a"].map(|name| Person::create().name(name).age(1))).await.unwrap();
    let vector: Vec<Person> =
        db.insert(vec![Person::create().name("d").age(1), Person::create().name("c").age(1)]).await.unwrap();
    let names = ["f".to_owned(), "e".to_owned()];
    let lazy: Vec<Person> =
        db.insert(names.iter().map(|name| Person::create().name(name).age(1))).await.unwrap();
    let all: Vec<(i32, String)> =
        array.into_iter().chain(vector).chain(lazy).map(|person| (person.id, person.name)).collect();
    let expected: Vec<(i32, String)> = (1..).zip(["b", "a", "d", "c", "f", "e"].map(String::from)).collect();
    assert_eq!(all, expected);
    // One row in an array is still a `Vec`.
    let one: Vec<Person> = db.insert([Person::create().name("g")]).await.unwrap();
    assert_eq!(one.len(), 1);
}

#[tokio::test]
async fn structs_are_rows_too_borrowed_or_not() {
    let (_database, mut db) = tables().await;
    let row = |id: i32| Person { id, name: format!("p{id}"), email: None, age: id, note: None };
    let rows = [row(5), row(4)];
    assert_eq!(db.insert(rows.iter()).await.unwrap(), rows);
    assert_eq!(db.insert(&row(6)).await.unwrap(), row(6));
    assert_eq!(db.insert(row(7)).await.unwrap(), row(7));
    // What is written to a row that `insert` gave back is independent of it.
    assert_eq!(people(&mut db).await, 4);
}

#[tokio::test]
async fn several_tables_go_together_in_one_round_trip_and_all_or_none() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let (person, pets): (Person, Vec<Pet>) = db
        .insert((Person::create().name("Dave"), ["Rex", "Tom"].map(|name| Pet::create().name(name))))
        .await
        .unwrap();
    assert_eq!((person.id, pets[1].name.as_str()), (1, "Tom"));
    assert_eq!(db.counters().round_trips, before.round_trips + 1);

    let error = db
        .insert((
            Pet::create().name("Ada"),
            [Person::create().name("x").id(9), Person::create().name("y").id(9)],
        ))
        .await
        .unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(error.constraint(), Some("person_pkey"));
    let pets: i64 = select(count(Pet::id)).one(&mut db).await.unwrap();
    assert_eq!((people(&mut db).await, pets), (1, 2));
}

#[tokio::test]
async fn rows_that_give_different_columns_come_back_in_their_order() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let rows: Vec<Person> = db
        .insert((0..12).map(|n| {
            let row = Person::create().name(format!("p{n}"));
            // Three sets of columns, one after the other.
            let age = (n % 3 > 0).then_some(n);
            let note = (n % 3 > 1).then(|| Some(format!("n{n}")));
            row.age_or_default(age).note_or_default(note)
        }))
        .await
        .unwrap();
    let expected: Vec<(String, i32, Option<String>)> = (0..12)
        .map(|n| {
            let note = if n % 3 > 1 { format!("n{n}") } else { "none".into() };
            (format!("p{n}"), if n % 3 > 0 { n } else { 7 }, Some(note))
        })
        .collect();
    assert_eq!(rows.iter().map(|p| (p.name.clone(), p.age, p.note.clone())).collect::<Vec<_>>(), expected);
    let after = db.counters();
    assert_eq!(after.round_trips, before.round_trips + 1);
    assert_eq!(after.prepared, before.prepared + 3);
    // The keys come in the order of the rows, too.
    let keys: Vec<i32> = db
        .insert((0..6).map(|n| {
            let row = Person::create().name(format!("k{n}"));
            row.age_or_default((n % 2 == 0).then_some(n))
        }))
        .keys()
        .await
        .unwrap();
    let names: Vec<(i32, String)> =
        select((Person::id, Person::name)).filter(Person::id.in_(keys.clone())).all(&mut db).await.unwrap();
    for (n, key) in keys.into_iter().enumerate() {
        assert!(names.contains(&(key, format!("k{n}"))), "{names:?}");
    }
}

#[tokio::test]
async fn a_failure_in_one_set_of_columns_undoes_the_others() {
    let (_database, mut db) = tables().await;
    let rows = || [(1, Some(1)), (2, None), (1, Some(3))].into_iter();
    let rows = rows().map(|(id, age)| Person::create().id(id).name("x").age_or_default(age));
    let error = db.insert(rows).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(people(&mut db).await, 0);
}

#[tokio::test]
async fn only_keys_or_only_a_count_come_back_if_asked_for() {
    let (_database, mut db) = tables().await;
    let row = || Person::create().name("a");
    let key: i32 = db.insert(row()).keys().await.unwrap();
    let keys: Vec<i32> = db.insert([row(), row()]).keys().await.unwrap();
    let (person, pets): (i32, Vec<i64>) = db.insert((row(), [Pet::create().name("x")])).keys().await.unwrap();
    assert_eq!((key, keys, person, pets), (1, vec![2, 3], 4, vec![1]));
    let before = db.counters().bytes_received;
    let count: u64 = db.insert((0..1000).map(|_| row())).execute().await.unwrap();
    assert_eq!(count, 1000);
    assert!(db.counters().bytes_received - before < 200, "no row came back");
    // A table without a key can be written to as well.
    let line: Line = db.insert(Line::create().text("x")).await.unwrap();
    assert_eq!(line.text.as_deref(), Some("x"));
}

#[tokio::test]
async fn no_rows_send_nothing() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let none = || Vec::<Person>::new();
    assert_eq!(db.insert(none()).await.unwrap(), []);
    assert_eq!(db.insert(none()).keys().await.unwrap(), [0; 0]);
    assert_eq!(db.insert(none()).execute().await.unwrap(), 0);
    assert_eq!(insert(none()).execute(&mut db).await.unwrap(), 0);
    assert_eq!(insert(none()).returning(Person::id).all(&mut db).await.unwrap(), [0; 0]);
    let nothing: (Vec<Person>, Vec<Person>) = db.insert((none(), none())).await.unwrap();
    assert_eq!(nothing, (none(), none()));
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn rows_of_defaults_alone() {
    let (_database, mut db) = tables().await;
    let ticket: Ticket = db.insert(Ticket::create()).await.unwrap();
    assert_eq!(ticket, Ticket { id: 1, state: "open".into(), note: None });
    let tickets: Vec<Ticket> = db.insert(vec![Ticket::create(); 5]).await.unwrap();
    assert_eq!(tickets.iter().map(|t| t.id).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(db.insert(vec![Ticket::create(); 70_000]).execute().await.unwrap(), 70_000);
}

#[tokio::test]
async fn null_is_not_the_same_as_nothing() {
    let (_database, mut db) = tables().await;
    let row = || Person::create().name("a");
    let rows: Vec<Person> = db
        .insert([
            row().note_or_default(None::<Option<String>>),
            row().note_or_default(Some(None::<String>)),
            row().note_or_default(Some(Some("x".to_owned()))),
        ])
        .await
        .unwrap();
    let notes: Vec<Option<&str>> = rows.iter().map(|row| row.note.as_deref()).collect();
    assert_eq!(notes, [Some("none"), None, Some("x")]);
}

#[tokio::test]
async fn an_identity_can_be_given_and_the_sequence_goes_its_own_way() {
    let (_database, mut db) = tables().await;
    let given: Person = db.insert(Person::create().id(40).name("a")).await.unwrap();
    let next: Person = db.insert(Person::create().name("b")).await.unwrap();
    assert_eq!((given.id, next.id), (40, 1));
}

#[tokio::test]
async fn defaults_of_the_program_and_of_the_statement() {
    let (_database, mut db) = tables().await;
    let pages: Vec<Page> = db.insert(["a", "b"].map(|title| Page::create().title(title))).await.unwrap();
    assert_ne!(pages[0].id, pages[1].id);
    assert!(pages.iter().all(|page| page.version == 1));
    let now: chrono::DateTime<chrono::Utc> = sql!("SELECT now()").one(&mut db).await.unwrap();
    assert!(pages.iter().all(|page| (now - page.changed).num_seconds().abs() < 600));
    // Given, they are what was given.
    let then = chrono::DateTime::from_timestamp(1_000_000, 0).unwrap();
    let page: Page = db.insert(Page::create().id(9000).title("c").version(5).changed(then)).await.unwrap();
    assert_eq!((page.id, page.version, page.changed), (9000, 5, then));
}

#[tokio::test]
async fn expressions_are_computed_by_the_database() {
    let (_database, mut db) = tables().await;
    db.insert(Person::create().name("first").age(3)).await.unwrap();
    let oldest = || select(max(Person::age)).scalar();
    let name = || value("x".to_owned()).concat("y");
    // The same expression in all rows: one statement. It sees the table as it was before.
    let before = db.counters();
    let rows: Vec<Person> = db
        .insert([1, 2].map(|_| Person::create().name(name()).age(coalesce((oldest(), 0)) + 1)))
        .await
        .unwrap();
    assert_eq!(rows.iter().map(|p| (p.name.as_str(), p.age)).collect::<Vec<_>>(), [("xy", 4), ("xy", 4)]);
    assert_eq!(db.counters().prepared, before.prepared + 1);
    // Different values in them, and rows without any: in their order.
    let rows: Vec<Person> =
        db.insert([5, 6, 5].map(|n| Person::create().name(format!("n{n}")).age(value(n) * 2))).await.unwrap();
    assert_eq!(rows.iter().map(|p| p.age).collect::<Vec<_>>(), [10, 12, 10]);
    // All columns are expressions: as many rows as were given.
    let rows: Vec<Line> = db.insert(vec![Line::create().text(name()); 3]).await.unwrap();
    assert_eq!(rows, vec![Line { text: Some("xy".into()) }; 3]);
}

#[tokio::test]
async fn any_number_of_rows_is_one_statement_in_one_round_trip() {
    let (_database, mut db) = tables().await;
    let row = |n: i32| Person::create().name(format!("p{n}")).age(n);
    let insert_rows = |rows: i32| (0..rows).map(row);
    db.insert(insert_rows(2)).await.unwrap();
    let before = db.counters();
    for rows in [3, 1000, 65_536] {
        let people: Vec<Person> = db.insert(insert_rows(rows)).await.unwrap();
        assert_eq!(people.len(), usize::try_from(rows).unwrap());
        assert!(people.iter().zip(0..).all(|(person, n)| person.age == n));
    }
    assert_eq!(db.counters().prepared, before.prepared);
    assert_eq!(db.counters().round_trips, before.round_trips + 3);
}

#[tokio::test]
async fn a_million_rows_in_one_call() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let rows = (0..1_000_000).map(|n| Pet::create().name(if n % 2 == 0 { "even" } else { "odd" }));
    assert_eq!(db.insert(rows).execute().await.unwrap(), 1_000_000);
    assert_eq!(db.counters().round_trips, before.round_trips + 1);
    assert_eq!(db.counters().prepared, before.prepared + 1);
    let even: i64 = select(count(Pet::id)).filter(Pet::name.eq("even")).one(&mut db).await.unwrap();
    assert_eq!(even, 500_000);
}

#[tokio::test]
async fn a_failing_last_row_leaves_none() {
    let (_database, mut db) = tables().await;
    let rows = (0..10_000).map(|n| Person::create().id(n.min(9_998)).name("x"));
    let error = db.insert(rows).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(people(&mut db).await, 0);
}

#[tokio::test]
async fn inside_a_transaction_a_failed_insert_leaves_the_decision_to_the_program() {
    let (_database, mut db) = tables().await;
    let mut tx = db.begin().await.unwrap();
    tx.insert([Person::create().name("a")]).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(people(&mut db).await, 0);
    let mut tx = db.begin().await.unwrap();
    let kept: Person = tx.insert(Person::create().name("b")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(select(Person).one(&mut db).await.unwrap(), kept);
}

#[tokio::test]
async fn what_is_returned_can_be_chosen() {
    let (_database, mut db) = tables().await;
    let rows = || ["a", "b"].map(|name| Person::create().name(name).age(3));
    let some: Vec<(i32, String, i32)> =
        insert(rows()).returning((Person::id, Person::name, Person::age + 1)).all(&mut db).await.unwrap();
    assert_eq!(some, [(1, "a".into(), 4), (2, "b".into(), 4)]);
    let first: Person = insert(rows()).returning(Person).one(&mut db).await.unwrap();
    assert_eq!((first.id, first.name.as_str()), (3, "a"));
    let other: Option<i32> =
        insert(rows()).returning(select(max(Person::id)).scalar()).one(&mut db).await.unwrap();
    // Subqueries see the table as it was.
    assert_eq!(other, Some(4));
}

#[tokio::test]
async fn a_pool_inserts_as_a_connection_does() {
    let (database, _db) = tables().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let rows: Vec<Person> = pool.insert([1, 2].map(|age| Person::create().name("x").age(age))).await.unwrap();
    assert_eq!(rows[1].age, 2);
    assert_eq!(pool.insert(Person::create().name("y")).keys().await.unwrap(), 3);
}

#[tokio::test]
async fn a_trigger_that_leaves_out_a_row_leaves_it_out_of_what_comes_back() {
    let (_database, mut db) = tables().await;
    run(
        &mut db,
        "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF NEW.age = 13 THEN RETURN NULL; END IF; RETURN NEW; END $$;
         CREATE TRIGGER skip BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION skip()",
    )
    .await;
    let rows: Vec<Person> =
        db.insert([12, 13, 14].map(|age| Person::create().name("x").age(age))).await.unwrap();
    assert_eq!(rows.iter().map(|person| person.age).collect::<Vec<_>>(), [12, 14]);
    let error = db.insert(Person::create().name("x").age(13)).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn insert_of_a_borrowed_connection() {
    let (_database, mut db) = tables().await;
    run(&mut db, "INSERT INTO person (name) VALUES ('x')").await;
    let borrowed = &mut db;
    let row: Person = borrowed.insert(Person::create().name("y")).await.unwrap();
    assert_eq!(row.id, 2);
}
