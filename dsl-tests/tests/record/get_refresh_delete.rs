//! Rows by their primary keys: got, refreshed, deleted.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Person, empty, people, run};
use piton::prelude::*;
use piton::value::Value;

/// The name is also that of the keys in the statement.
#[derive(Table, Debug, Clone, PartialEq)]
struct U {
    #[column(primary_key)]
    place: String,
    #[column(primary_key)]
    number: i32,
    guest: Option<String>,
    #[column(skip)]
    selected: bool,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct CodeId(i64);

#[derive(Table, Debug, Clone, PartialEq)]
struct Code {
    #[column(primary_key)]
    id: CodeId,
    text: String,
}

/// A key that is an array, as PostgreSQL allows.
#[derive(Table, Debug, Clone, PartialEq)]
struct Path {
    #[column(primary_key)]
    parts: Vec<String>,
    count: i32,
}

fn seat(place: &str, number: i32) -> U {
    U { place: place.into(), number, guest: None, selected: false }
}

#[tokio::test]
async fn a_row_is_got_by_its_key() {
    let (_database, mut db) = people().await;
    let before = db.counters().round_trips;
    let alice: Option<Person> = db.get::<Person>(1).await.unwrap();
    assert_eq!(alice.map(|person| person.name).as_deref(), Some("Alice"));
    assert_eq!(db.get::<Person>(99).await.unwrap(), None);
    assert_eq!(db.get::<Person>(&2).await.unwrap().unwrap().name, "Bob");
    assert_eq!(db.counters().round_trips - before, 3);
    assert_eq!(db.counters().prepared, 1);
}

#[tokio::test]
async fn keys_may_be_tuples_newtypes_and_arrays() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![U, Code, Path]).await.unwrap();
    db.insert([seat("a", 1), seat("a", 2), seat("b", 1)]).execute().await.unwrap();
    db.insert(Code::create().id(CodeId(7)).text("x")).await.unwrap();
    let paths = [vec!["a"], vec!["a", "b"], vec![]];
    db.insert(paths.clone().map(|parts| Path::create().count(1).parts(parts))).execute().await.unwrap();

    assert_eq!(db.get::<U>(("a", 2)).await.unwrap(), Some(seat("a", 2)));
    assert_eq!(db.get::<U>((String::from("c"), 2)).await.unwrap(), None);
    let got = db.get_many::<U>([("b", 1), ("a", 3), ("a", 1), ("b", 1)]).await.unwrap();
    assert_eq!(got, [Some(seat("b", 1)), None, Some(seat("a", 1)), Some(seat("b", 1))]);
    assert_eq!(db.get::<Code>(CodeId(7)).await.unwrap().unwrap().text, "x");
    assert_eq!(db.get_many::<Code>(&[CodeId(8), CodeId(7)]).await.unwrap()[1].as_ref().unwrap().text, "x");
    assert_eq!(db.get::<Path>(["a", "b"]).await.unwrap().unwrap().parts, ["a", "b"]);
    let got = db.get_many::<Path>(paths.clone()).await.unwrap();
    let got: Vec<Vec<String>> = got.into_iter().map(|path| path.unwrap().parts).collect();
    assert_eq!(got, paths);

    let mut all = db.get_many::<Path>(paths.clone()).await.unwrap().into_iter().flatten().collect::<Vec<_>>();
    run(&mut db, "UPDATE path SET count = 2").await;
    assert_eq!(db.refresh(&mut all).await.unwrap(), 3);
    assert!(all.iter().all(|path| path.count == 2));
    assert_eq!(db.delete_keys::<Path>([vec!["a"], vec!["z"], vec![]]).await.unwrap(), 2);
    assert_eq!(db.delete_keys::<U>([("a", 1), ("b", 2), ("b", 1)]).await.unwrap(), 2);
    assert_eq!(db.delete_key::<U>(("a", 2)).await.unwrap(), 1);
    assert_eq!(db.delete_key::<Code>(CodeId(7)).await.unwrap(), 1);
}

#[tokio::test]
async fn many_rows_are_got_in_the_order_of_their_keys_by_one_statement() {
    let (_database, mut db) = people().await;
    let before = db.counters();
    let got = db.get_many::<Person>([3, 99, 1, 3]).await.unwrap();
    let names: Vec<Option<&str>> = got.iter().map(|row| row.as_ref().map(|row| row.name.as_str())).collect();
    assert_eq!(names, [Some("Carol"), None, Some("Alice"), Some("Carol")]);
    let keys: Vec<i32> = (0..2000).rev().collect();
    let got = db.get_many::<Person>(&keys).await.unwrap();
    assert_eq!(got.len(), 2000);
    assert_eq!(got.iter().flatten().map(|row| row.id).collect::<Vec<_>>(), [3, 2, 1]);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (2, 1));
}

#[tokio::test]
async fn an_object_is_refreshed_in_place() {
    let (_database, mut db) = people().await;
    let mut alice = db.get::<Person>(1).await.unwrap().unwrap().track();
    alice.name = "local".into();
    run(&mut db, "UPDATE person SET age = 31 WHERE id = 1").await;
    db.refresh(&mut alice).await.unwrap();
    assert_eq!((alice.name.as_str(), alice.age), ("Alice", 31));
    assert!(!alice.is_dirty());
    // Changes after that are told from what was read.
    alice.age = 30;
    assert_eq!(alice.changed(), ["age"]);
    let mut plain = alice.into_inner();
    db.refresh(&mut plain).await.unwrap();
    assert_eq!(plain.age, 31);
}

#[tokio::test]
async fn a_row_that_is_gone_is_an_error_for_one_object_and_missing_in_the_count_of_many() {
    let (_database, mut db) = people().await;
    let mut objects: Vec<_> = select(Person)
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap()
        .into_iter()
        .map(Track::track)
        .collect();
    run(&mut db, "DELETE FROM person WHERE id = 2; UPDATE person SET age = 0").await;
    objects[1].name = "local".into();
    let error = db.refresh(&mut objects[1]).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.sql().unwrap().starts_with("SELECT"));
    let before = db.counters();
    assert_eq!(db.refresh(&mut objects).await.unwrap(), 2);
    assert_eq!(db.counters().round_trips - before.round_trips, 1);
    assert_eq!(objects.iter().map(|object| object.age).collect::<Vec<_>>(), [0, 40, 0]);
    assert_eq!(objects[1].changed(), ["name"]);
    objects[1].reset();
}

#[tokio::test]
async fn fields_that_are_no_columns_stay() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![U]).await.unwrap();
    db.insert(seat("a", 1)).await.unwrap();
    let mut one = db.get::<U>(("a", 1)).await.unwrap().unwrap();
    one.selected = true;
    run(&mut db, "UPDATE u SET guest = 'x'").await;
    db.refresh(&mut one).await.unwrap();
    assert_eq!(one, U { guest: Some("x".into()), selected: true, ..seat("a", 1) });
    let mut tracked = one.track();
    tracked.selected = false;
    assert!(!tracked.is_dirty());
}

#[tokio::test]
async fn objects_are_deleted_one_or_many() {
    let (_database, mut db) = people().await;
    let rows: Vec<Person> = select(Person).order_by(Person::id).all(&mut db).await.unwrap();
    let before = db.counters();
    assert_eq!(db.delete(&rows[0]).await.unwrap(), 1);
    assert_eq!(db.delete(&rows[0]).await.unwrap(), 0);
    assert_eq!(db.delete(&rows).await.unwrap(), 2);
    assert_eq!(db.delete(rows.iter().filter(|row| row.id > 1)).await.unwrap(), 0);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (4, 2));
    assert_eq!(select(count(Person::id)).one(&mut db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_deleted_object_has_nothing_left_to_be_written() {
    let (_database, mut db) = people().await;
    let mut objects: Vec<_> = select(Person)
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap()
        .into_iter()
        .map(Track::track)
        .collect();
    objects.iter_mut().for_each(|object| object.age = 1);
    assert_eq!(db.delete(&mut objects[0]).await.unwrap(), 1);
    assert!(!objects[0].is_dirty());
    // A condition that does not hold leaves the row, and the changes.
    assert_eq!(db.delete(&mut objects[1]).only_if(Person::age.eq(1)).await.unwrap(), 0);
    assert!(objects[1].is_dirty());
    assert_eq!(db.delete(&mut objects).only_if(Person::age.gt(40)).await.unwrap(), 1);
    assert_eq!(db.delete(objects).await.unwrap(), 1);
}

#[tokio::test]
async fn a_condition_is_checked_in_the_statement_that_deletes() {
    let (_database, mut db) = people().await;
    assert_eq!(db.delete_key::<Person>(2).only_if(Person::manager_id.eq(7)).await.unwrap(), 0);
    assert_eq!(
        format!("{:?}", db.delete_key::<Person>(2).only_if(Person::manager_id.eq(1) | Person::age.lt(0))),
        concat!(
            r#"Changing(["DELETE FROM \"person\" WHERE \"person\".\"id\" = $1 AND "#,
            r#"(\"person\".\"manager_id\" = $2 OR \"person\".\"age\" < $3)"])"#,
        ),
    );
    assert_eq!(db.delete_keys::<Person>([1, 2, 3]).only_if(Person::manager_id.eq(1)).await.unwrap(), 2);
    assert_eq!(
        format!("{:?}", db.delete_keys::<Person>([1, 2])),
        r#"Changing(["DELETE FROM \"person\" WHERE \"person\".\"id\" = ANY($1)"])"#,
    );
    assert_eq!(select(Person::name).all(&mut db).await.unwrap(), ["Alice"]);
}

#[tokio::test]
async fn nothing_is_sent_for_nothing() {
    let (_database, mut db) = people().await;
    let before = db.counters();
    assert!(db.get_many::<Person>([0; 0]).await.unwrap().is_empty());
    assert_eq!(db.refresh(&mut Vec::<Tracked<Person>>::new()).await.unwrap(), 0);
    assert_eq!(db.refresh(&mut [] as &mut [Person]).await.unwrap(), 0);
    assert_eq!(db.delete(&[] as &[Person]).await.unwrap(), 0);
    assert_eq!(db.delete(Vec::<Tracked<Person>>::new()).await.unwrap(), 0);
    assert_eq!(db.delete_keys::<Person>([0; 0]).await.unwrap(), 0);
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn a_refresh_that_is_dropped_changes_nothing() {
    let (_database, mut db) = people().await;
    let mut alice = db.get::<Person>(1).await.unwrap().unwrap().track();
    alice.age = 1;
    {
        let mut refresh = std::pin::pin!(db.refresh(&mut alice));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(std::future::Future::poll(refresh.as_mut(), &mut context).is_pending());
    }
    assert_eq!(alice.changed(), ["age"]);
    db.refresh(&mut alice).await.unwrap();
    assert_eq!(alice.age, 30);
}

#[tokio::test]
async fn the_verbs_run_on_a_pool() {
    let (database, _db) = people().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let mut alice = pool.get::<Person>(1).await.unwrap().unwrap();
    assert_eq!(pool.get_many::<Person>([1]).await.unwrap(), [Some(alice.clone())]);
    pool.refresh(&mut alice).await.unwrap();
    assert_eq!(pool.delete(&alice).await.unwrap(), 1);
    let mut lent = pool.acquire().await.unwrap();
    assert_eq!(lent.get::<Person>(2).await.unwrap().unwrap().name, "Bob");
    assert_eq!(lent.delete_key::<Person>(2).await.unwrap(), 1);
}

#[tokio::test]
async fn the_statements_have_these_texts() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![U, Code]).await.unwrap();
    let columns = r#"\"u\".\"place\", \"u\".\"number\", \"u\".\"guest\""#;
    let given = "SELECT unnest($1) AS _0, unnest($2) AS _1";
    // Where the table has the name that the keys would have, they have another.
    assert_eq!(
        format!("{:?}", db.get_many::<U>([("a", 1), ("b", 2)])),
        format!(
            r#"["SELECT {columns} FROM ({given}, generate_series(1, $3) AS _n) AS v LEFT JOIN \"u\" ON \"u\".\"place\" = v._0 AND \"u\".\"number\" = v._1 ORDER BY v._n"]"#,
        ),
    );
    assert_eq!(
        format!("{:?}", db.delete_keys::<U>([("a", 1), ("b", 2)])),
        format!(
            r#"Changing(["DELETE FROM \"u\" USING ({given}) AS v WHERE \"u\".\"place\" = v._0 AND \"u\".\"number\" = v._1"])"#,
        ),
    );
    let mut one = seat("a", 1);
    let error = db.refresh(&mut one).await.unwrap_err();
    assert_eq!(
        error.sql().unwrap(),
        r#"SELECT "u"."place", "u"."number", "u"."guest" FROM "u" WHERE "u"."place" = $1 AND "u"."number" = $2"#,
    );
}
