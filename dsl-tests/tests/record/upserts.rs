//! Rows that are inserted where they are not there yet.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::sync::atomic::{AtomicI32, Ordering::Relaxed};
use std::time::Duration;

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
    #[column(unique)]
    email: String,
    name: Option<String>,
    #[column(default = "7")]
    age: i32,
    #[column(default_with = next_token)]
    token: i32,
    #[column(version)]
    version: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(unique(number, row))]
struct Seat {
    #[column(primary_key)]
    row: String,
    #[column(primary_key)]
    number: i32,
    guests: Vec<String>,
    #[column(unique)]
    code: Option<i32>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Person, Seat]).await.unwrap();
    (database, db)
}

async fn people(db: &mut Connection) -> Vec<Person> {
    select(Person).order_by(Person::id).all(db).await.unwrap()
}

fn seat(row: &str, number: i32, guests: &[&str]) -> Seat {
    Seat { row: row.into(), number, guests: guests.iter().map(ToString::to_string).collect(), code: None }
}

#[tokio::test]
async fn rows_are_inserted_or_updated_and_come_back_in_their_order() {
    let (_database, mut db) = tables().await;
    db.insert([seat("a", 2, &["x"]), seat("b", 1, &[])]).execute().await.unwrap();
    let rows = vec![seat("b", 1, &["b", "b"]), seat("a", 1, &[]), seat("a", 2, &["y"])];
    let before = db.counters();
    let now: Vec<Seat> = db.upsert(rows.clone()).await.unwrap();
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (1, 1));
    assert_eq!(now, rows);
    assert_eq!(select(count(Seat::row)).one(&mut db).await.unwrap(), 3);
    let one: Seat = db.upsert(seat("a", 1, &["z"])).await.unwrap();
    assert_eq!(one.guests, ["z"]);
    assert_eq!(db.upsert(&rows).execute().await.unwrap(), 3);
    let keys: Vec<(String, i32)> = db.upsert([seat("c", 9, &[]), seat("a", 1, &[])]).keys().await.unwrap();
    assert_eq!(keys, [("c".into(), 9), ("a".into(), 1)]);
}

#[tokio::test]
async fn what_is_not_given_stays_and_defaults_are_for_new_rows() {
    let (_database, mut db) = tables().await;
    let alice: Person = db.upsert(Person::create().id(1).email("a").name("Alice").age(30)).await.unwrap();
    assert_eq!(alice.version, 1);
    let now: Person = db.upsert(Person::create().id(1).email("b")).await.unwrap();
    assert_eq!(now, Person { email: "b".into(), version: 2, ..alice.clone() });
    let now: Person =
        db.upsert(Person::create().id(1).email("b").name(None::<String>).token(0)).await.unwrap();
    assert_eq!(now, Person { email: "b".into(), version: 3, name: None, token: 0, ..alice.clone() });
    let bob: Person = db.upsert(Person::create().id(2).email("c")).await.unwrap();
    assert_eq!((bob.age, bob.version), (7, 1));
    assert!(bob.token > alice.token);
}

#[tokio::test]
async fn a_row_without_a_value_for_its_auto_key_is_new() {
    let (_database, mut db) = tables().await;
    let rows: Vec<Person> = db.upsert(["a", "b"].map(|email| Person::create().email(email))).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 2]);
    let error = db.upsert(Person::create().email("a")).await.unwrap_err();
    assert!(error.is_unique_violation());
    assert_eq!(error.constraint(), Some("person_email_key"));
}

#[tokio::test]
async fn of_several_rows_with_the_same_key_the_last_counts() {
    let (_database, mut db) = tables().await;
    let rows =
        [seat("a", 1, &["first"]), seat("b", 1, &[]), seat("a", 1, &["second"]), seat("a", 1, &["third"])];
    let before = db.counters();
    let now: Vec<Seat> = db.upsert(rows).await.unwrap();
    assert_eq!(now, [seat("b", 1, &[]), seat("a", 1, &["third"])]);
    assert_eq!(db.counters().round_trips - before.round_trips, 1);
    // Also where they give other columns: the rows between are left out as a whole.
    let given = |name: Option<&str>, age: Option<i32>| {
        Person::create().id(1).email("a").name(name.map(str::to_owned)).age_or_default(age)
    };
    let rows = [given(Some("x"), None), given(Some("y"), Some(5)), given(Some("z"), None)];
    let now: Vec<Person> = db.upsert(rows).await.unwrap();
    assert_eq!(now.len(), 1);
    assert_eq!((now[0].name.as_deref(), now[0].age, now[0].version), (Some("z"), 7, 1));
}

#[tokio::test]
async fn all_rows_are_upserted_or_none() {
    let (_database, mut db) = tables().await;
    db.insert([seat("a", 1, &[]), Seat { code: Some(1), ..seat("a", 2, &[]) }]).execute().await.unwrap();
    let error =
        db.upsert([seat("a", 1, &["x"]), Seat { code: Some(1), ..seat("a", 3, &[]) }]).await.unwrap_err();
    assert!(error.is_unique_violation());
    assert_eq!(error.constraint(), Some("seat_code_key"));
    assert_eq!(db.get::<Seat>(("a", 1)).await.unwrap(), Some(seat("a", 1, &[])));
}

#[tokio::test]
async fn no_rows_are_nothing() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    assert!(db.upsert(Vec::<Seat>::new()).await.unwrap().is_empty());
    assert_eq!(db.upsert(Vec::<Seat>::new()).execute().await.unwrap(), 0);
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn a_row_is_created_once_and_then_got_in_one_round_trip() {
    let (_database, mut db) = tables().await;
    let row = |name: &str| {
        Person::create().email("a@example.org").name(name.to_owned()).age(sql_expr!(i32, "20 + 1"))
    };
    let before = db.counters();
    let (alice, created) = db.get_or_create(row("Alice"), Person::email).await.unwrap();
    assert!(created);
    assert_eq!((alice.name.as_deref(), alice.age), (Some("Alice"), 21));
    let (again, created) = db.get_or_create(row("Other"), Person::email).await.unwrap();
    assert!(!created);
    assert_eq!(again, alice);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (2, 2));
    // What was only got has not used up a number of the identity column.
    for _ in 0..3 {
        db.get_or_create(row("Other"), Person::email).await.unwrap();
    }
    let (bob, created) = db.get_or_create(Person::create().email("b"), Person::email).await.unwrap();
    assert!(created);
    assert_eq!(bob.id, alice.id + 1);
}

#[tokio::test]
async fn a_row_is_looked_for_by_any_unique_columns() {
    let (_database, mut db) = tables().await;
    let (one, created) = db.get_or_create(seat("a", 1, &["x"]), (Seat::row, Seat::number)).await.unwrap();
    assert!(created);
    for found in [
        db.get_or_create(seat("a", 1, &[]), (Seat::row, Seat::number)).await.unwrap(),
        db.get_or_create(seat("a", 1, &[]), (Seat::number, Seat::row)).await.unwrap(),
    ] {
        assert_eq!(found, (one.clone(), false));
    }
    // NULL is like no other value.
    let coded = |number| Seat { code: Some(5), ..seat("b", number, &[]) };
    assert!(db.get_or_create(coded(1), Seat::code).await.unwrap().1);
    assert_eq!(db.get_or_create(coded(2), Seat::code).await.unwrap(), (coded(1), false));
    assert!(db.get_or_create(seat("c", 1, &[]), Seat::code).await.unwrap().1);
    assert!(db.get_or_create(seat("c", 2, &[]), Seat::code).await.unwrap().1);
    let error = db.get_or_create(seat("c", 2, &[]), Seat::code).await.unwrap_err();
    assert_eq!(error.constraint(), Some("seat_pkey"));
}

#[tokio::test]
async fn a_row_that_does_not_say_what_it_is_looked_for_by_is_refused() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let error = db.get_or_create(Person::create().email("a"), Person::id).await.unwrap_err();
    assert!(error.to_string().contains("\"id\""), "{error}");
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn a_row_that_somebody_is_creating_is_waited_for() {
    let (database, mut db) = tables().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    for (end, creates) in [("ROLLBACK", true), ("COMMIT", false)] {
        run(&mut db, "DELETE FROM person").await;
        other.batch("BEGIN").await.unwrap();
        let (theirs, created) =
            other.get_or_create(Person::create().email("a"), Person::email).await.unwrap();
        assert!(created);
        let (got, ()) = tokio::join!(db.get_or_create(Person::create().email("a"), Person::email), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            other.batch(end).await.unwrap();
        });
        let (mine, created) = got.unwrap();
        assert_eq!(created, creates);
        assert_eq!(mine.id == theirs.id, !creates);
        assert_eq!(people(&mut db).await, [mine]);
    }
}

#[tokio::test]
async fn of_tasks_that_race_one_creates_each_row_and_none_fails() {
    let (database, mut db) = tables().await;
    let pool = Pool::builder().max_size(6).connect(database.url()).await.unwrap();
    let tasks: Vec<_> = (0..6)
        .map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut created = 0;
                for n in 0..40 {
                    let row = || Person::create().email(format!("p{n}"));
                    let (person, new) = if task % 2 == 0 {
                        pool.get_or_create(row(), Person::email).await.unwrap()
                    } else {
                        pool.update_or_create(row(), Person::email).await.unwrap()
                    };
                    assert_eq!(person.email, format!("p{n}"));
                    created += i32::from(new);
                }
                created
            })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        created += task.await.unwrap();
    }
    assert_eq!(created, 40);
    assert_eq!(people(&mut db).await.len(), 40);
}

#[tokio::test]
async fn a_row_that_others_delete_meanwhile_is_created_again() {
    let (database, mut db) = tables().await;
    let pool = Pool::builder().max_size(3).connect(database.url()).await.unwrap();
    let deleter = {
        let pool = pool.clone();
        tokio::spawn(async move {
            for _ in 0..60 {
                delete(Person).every_row().execute(&pool).await.unwrap();
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
    };
    while !deleter.is_finished() {
        let (person, _) = pool.get_or_create(Person::create().email("a"), Person::email).await.unwrap();
        assert_eq!(person.email, "a");
    }
    deleter.await.unwrap();
    assert!(people(&mut db).await.len() <= 1);
}

#[tokio::test]
async fn a_row_that_can_neither_be_seen_nor_inserted_is_not_found() {
    let (_database, mut db) = tables().await;
    run(
        &mut db,
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TRIGGER nothing BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION nothing()",
    )
    .await;
    let error = db.get_or_create(Person::create().email("a"), Person::email).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.sql().unwrap().starts_with("INSERT INTO \"person\""));
}

#[tokio::test]
async fn a_row_is_updated_or_created_and_says_which() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let (alice, created) =
        db.update_or_create(Person::create().email("a").name("Alice"), Person::email).await.unwrap();
    assert!(created);
    let (now, created) =
        db.update_or_create(Person::create().email("a").name("Blice"), Person::email).await.unwrap();
    assert!(!created);
    assert_eq!(now, Person { name: Some("Blice".into()), version: 2, ..alice.clone() });
    let (now, created) =
        db.update_or_create(Person::create().email("a").age(9), Person::email).await.unwrap();
    assert!(!created);
    assert_eq!(now, Person { name: Some("Blice".into()), version: 3, age: 9, ..alice });
    assert_eq!(db.counters().round_trips - before.round_trips, 3);
    let (one, created) = db.update_or_create(seat("a", 1, &["x"]), (Seat::row, Seat::number)).await.unwrap();
    assert!(created);
    let (now, created) = db.update_or_create(seat("a", 1, &["y"]), (Seat::row, Seat::number)).await.unwrap();
    assert!(!created);
    assert_eq!((one.guests, now.guests), (vec!["x".to_owned()], vec!["y".to_owned()]));
}

#[tokio::test]
async fn a_creation_that_is_dropped_leaves_a_usable_connection() {
    let (_database, mut db) = tables().await;
    {
        let mut create = std::pin::pin!(db.get_or_create(Person::create().email("a"), Person::email));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(std::future::Future::poll(create.as_mut(), &mut context).is_pending());
    }
    let (person, _) = db.get_or_create(Person::create().email("a"), Person::email).await.unwrap();
    assert_eq!(people(&mut db).await, [person]);
}

#[tokio::test]
async fn the_statements_have_these_texts() {
    let (_database, mut db) = tables().await;
    assert_eq!(
        format!("{:?}", db.upsert(seat("a", 1, &[])).execute()),
        concat!(
            r#"["INSERT INTO \"seat\" (\"row\", \"number\", \"guests\", \"code\") VALUES ($1, $2, $3, $4) "#,
            r#"ON CONFLICT (\"row\", \"number\") DO UPDATE SET \"guests\" = \"excluded\".\"guests\", "#,
            r#"\"code\" = \"excluded\".\"code\""]"#,
        ),
    );
    let columns = r#"\"seat\".\"row\", \"seat\".\"number\", \"seat\".\"guests\", \"seat\".\"code\""#;
    assert_eq!(
        format!("{:?}", db.get_or_create(seat("a", 1, &[]), Seat::code)),
        format!(
            concat!(
                r#"["INSERT INTO \"seat\" (\"row\", \"number\", \"guests\", \"code\") SELECT $1, $2, $3, $4 "#,
                r#"WHERE NOT EXISTS (SELECT FROM \"seat\" WHERE \"seat\".\"code\" = ($5)) "#,
                r#"ON CONFLICT (\"code\") DO NOTHING RETURNING {0}", "#,
                r#""SELECT {0} FROM \"seat\" WHERE \"seat\".\"code\" = ($1)"]"#,
            ),
            columns,
        ),
    );
    assert_eq!(
        format!("{:?}", db.update_or_create(seat("a", 1, &[]), Seat::code)),
        format!(
            concat!(
                r#"["INSERT INTO \"seat\" (\"row\", \"number\", \"guests\", \"code\") VALUES ($1, $2, $3, $4) "#,
                r#"ON CONFLICT (\"code\") DO UPDATE SET \"guests\" = \"excluded\".\"guests\" "#,
                r#"RETURNING {0}, \"seat\".\"xmax\" = 0"]"#,
            ),
            columns,
        ),
    );
}
