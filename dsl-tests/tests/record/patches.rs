//! Changes of rows that are not loaded.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Person, empty, people};
use piton::prelude::*;

async fn all(db: &mut Connection) -> Vec<Person> {
    select(Person).order_by(Person::id).all(db).await.unwrap()
}

#[tokio::test]
async fn a_patch_returns_the_row_as_it_is_now() {
    let (_database, mut db) = people().await;
    let before = db.counters().round_trips;
    let alice: Person = db.update(Person::patch(1).name("Blice").age(Person::age + 1)).await.unwrap();
    assert_eq!(db.counters().round_trips - before, 1);
    let expected = Person {
        id: 1,
        name: "Blice".into(),
        age: 31,
        email: Some("alice@example.org".into()),
        manager_id: None,
    };
    assert_eq!(alice, expected);
    assert_eq!(all(&mut db).await[0], expected);
}

#[tokio::test]
async fn a_column_that_is_not_given_stays_and_none_is_null() {
    let (_database, mut db) = people().await;
    let alice = db.update(Person::patch(1).email(None::<String>)).await.unwrap();
    assert_eq!((alice.email, alice.name.as_str()), (None, "Alice"));
    let bob = db.update(Person::patch(2).manager_id(Some(3)).email("b@example.org")).await.unwrap();
    assert_eq!((bob.email.as_deref(), bob.manager_id), (Some("b@example.org"), Some(3)));
}

#[tokio::test]
async fn a_patch_of_no_row_is_an_error_unless_rows_are_counted() {
    let (_database, mut db) = people().await;
    let error = db.update(Person::patch(9).age(1)).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.sql().unwrap().starts_with("UPDATE \"person\" SET \"age\" = $1 WHERE"));
    assert_eq!(db.update(Person::patch(9).age(1)).execute().await.unwrap(), 0);
    assert_eq!(db.update(Person::patch(2).age(1)).execute().await.unwrap(), 1);
    assert_eq!(db.update([Person::patch(9).age(1), Person::patch(1).age(1)]).await.unwrap(), 1);
}

#[tokio::test]
async fn a_patch_that_sets_nothing_sends_nothing() {
    let (_database, mut db) = people().await;
    let before = db.counters();
    let error = db.update(Person::patch(1)).await.unwrap_err();
    assert!(error.to_string().contains("sets no column"), "{error}");
    assert_eq!(db.update(Person::patch(1)).only_if(Person::age.gt(1)).await.unwrap(), None);
    assert_eq!(db.update(Person::patch(1)).execute().await.unwrap(), 0);
    assert_eq!(db.update([Person::patch(1), Person::patch(2)]).await.unwrap(), 0);
    assert_eq!(db.update(std::iter::empty::<<Person as Keyed>::Patch>()).await.unwrap(), 0);
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn a_patch_is_applied_only_where_a_condition_holds() {
    let (_database, mut db) = people().await;
    let patch = || Person::patch(2).name("mine");
    assert_eq!(db.update(patch()).only_if(Person::manager_id.eq(7)).await.unwrap(), None);
    assert_eq!(db.update(patch()).only_if(Person::manager_id.eq(7)).execute().await.unwrap(), 0);
    let row = db.update(patch()).only_if(Person::manager_id.eq(1)).await.unwrap();
    assert_eq!(row.map(|row| row.name).as_deref(), Some("mine"));
    let many = (1..=3).map(|id| Person::patch(id).age(0));
    assert_eq!(db.update(many).only_if(Person::manager_id.eq(1)).await.unwrap(), 2);
    assert_eq!(all(&mut db).await.into_iter().map(|p| p.age).collect::<Vec<_>>(), [30, 0, 0]);
    assert_eq!(
        format!("{:?}", db.update(patch()).only_if(Person::age.gt(1) | Person::age.lt(0))),
        concat!(
            r#"Changing(["UPDATE \"person\" SET \"name\" = $1 WHERE \"person\".\"id\" = $2 AND "#,
            r#"(\"person\".\"age\" > $3 OR \"person\".\"age\" < $4) RETURNING \"person\".\"id\", \"person\".\"name\", "#,
            r#"\"person\".\"age\", \"person\".\"email\", \"person\".\"manager_id\""])"#,
        ),
    );
}

#[tokio::test]
async fn many_patches_are_one_statement_for_each_set_of_columns_and_expressions() {
    let (_database, mut db) = people().await;
    let patches = [
        Person::patch(1).age(Person::age + 1).name("A"),
        Person::patch(2).age(Person::age + 1).name("B"),
        Person::patch(3).age(Person::age * 2).name("C"),
    ]
    .map(|patch| patch.email(None::<String>));
    let before = db.counters();
    assert_eq!(db.update(patches).await.unwrap(), 3);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (1, 2));
    let now: Vec<(String, i32, Option<String>)> =
        all(&mut db).await.into_iter().map(|p| (p.name, p.age, p.email)).collect();
    assert_eq!(now, [("A".into(), 31, None), ("B".into(), 41, None), ("C".into(), 100, None)]);
}

#[tokio::test]
async fn patches_of_one_row_are_applied_one_after_the_other() {
    let (_database, mut db) = people().await;
    let add = |n: i32| Person::patch(1).age(Person::age + n);
    assert_eq!(db.update([add(1), add(1), add(5)]).await.unwrap(), 3);
    assert_eq!(all(&mut db).await[0].age, 37);
    assert_eq!(db.update([Person::patch(2).age(1), Person::patch(2).age(2)]).await.unwrap(), 2);
    assert_eq!(all(&mut db).await[1].age, 2);
}

#[tokio::test]
async fn many_patches_are_applied_all_or_none() {
    let (_database, mut db) = people().await;
    db.batch("ALTER TABLE person ADD CHECK (age < 100)").await.unwrap();
    let before = all(&mut db).await;
    let patches = [Person::patch(1).age(Person::age + 1), Person::patch(3).age(Person::age * 2)];
    assert!(db.update(patches).await.unwrap_err().is_check_violation());
    assert_eq!(all(&mut db).await, before);
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Seat {
    #[column(primary_key)]
    row: String,
    #[column(primary_key)]
    number: i32,
    guests: Vec<String>,
    note: Option<String>,
}

#[tokio::test]
async fn keys_of_several_columns_are_tuples() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Seat]).await.unwrap();
    let seat = |row: &str, number| Seat { row: row.into(), number, guests: vec![], note: None };
    db.insert([seat("a", 1), seat("a", 2), seat("b", 1)]).execute().await.unwrap();
    let one = db.update(Seat::patch(("a", 2)).guests(["x"])).await.unwrap();
    assert_eq!((one.row.as_str(), one.number, one.guests.as_slice()), ("a", 2, &["x".to_owned()][..]));
    let many = [
        Seat::patch(("a", 1)).guests(["y", "z"]).note("n"),
        Seat::patch(("b", 1)).guests([""; 0]).note(None::<String>),
    ];
    assert_eq!(db.update(many).await.unwrap(), 2);
    let now: Vec<Seat> = select(Seat).order_by((Seat::row, Seat::number)).all(&mut db).await.unwrap();
    assert_eq!(now[0], Seat { guests: vec!["y".into(), "z".into()], note: Some("n".into()), ..seat("a", 1) });
    assert_eq!(now[1].guests, ["x"]);
    assert_eq!(now[2], seat("b", 1));
}

#[tokio::test]
async fn patches_run_on_a_pool() {
    let (database, _db) = people().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let alice = pool.update(Person::patch(1).age(1)).await.unwrap();
    assert_eq!(alice.age, 1);
}
