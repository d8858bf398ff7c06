//! Tracked objects on their way back into the database.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Person, empty, people, run};
use piton::prelude::*;
use piton::value::PgEnum;

async fn all(db: &mut Connection) -> Vec<Person> {
    select(Person).order_by(Person::id).all(db).await.unwrap()
}

async fn tracked(db: &mut Connection) -> Vec<Tracked<Person>> {
    all(db).await.into_iter().map(Track::track).collect()
}

#[tokio::test]
async fn only_changed_columns_are_written() {
    let (_database, mut db) = people().await;
    let mut alice = tracked(&mut db).await.remove(0);
    run(&mut db, "UPDATE person SET age = 77, email = NULL WHERE id = 1").await;
    alice.name = "Blice".into();
    assert_eq!(
        format!("{:?}", db.update(&mut alice)),
        r#"Changing(["UPDATE \"person\" SET \"name\" = $1 WHERE \"person\".\"id\" = $2"])"#,
    );
    db.update(&mut alice).await.unwrap();
    assert!(!alice.is_dirty());
    let now = all(&mut db).await.remove(0);
    assert_eq!((now.name.as_str(), now.age, now.email), ("Blice", 77, None));
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_was_changed() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    let before = db.counters();
    db.update(&mut objects[0]).await.unwrap();
    assert_eq!(db.update(&mut objects).await.unwrap(), 0);
    assert_eq!(db.update(Vec::<&mut Tracked<Person>>::new()).await.unwrap(), 0);
    objects[1].age = 1;
    objects[1].age = 40;
    assert_eq!(db.update(&mut objects[..]).await.unwrap(), 0);
    assert!(!db.update(&mut objects[2]).only_if(Person::age.gt(0)).await.unwrap());
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn null_and_value_replace_each_other() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    objects[0].email = None;
    objects[1].email = Some("bob@example.org".into());
    assert_eq!(db.update(&mut objects).await.unwrap(), 2);
    let emails: Vec<Option<String>> = all(&mut db).await.into_iter().map(|person| person.email).collect();
    assert_eq!(emails, [None, Some("bob@example.org".into()), Some("c@example.org".into())]);
}

#[tokio::test]
async fn objects_are_grouped_by_what_was_changed_and_sent_at_once() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    objects[0].name = "A".into();
    objects[1].age = 41;
    objects[2].name = "C".into();
    assert_eq!(
        format!("{:?}", db.update(&mut objects)),
        concat!(
            r#"Changing(["UPDATE \"person\" SET \"name\" = u._1 FROM (SELECT unnest($1) AS _0, unnest($2) AS _1, "#,
            r#"generate_series(1, $3) AS _n) AS u WHERE \"person\".\"id\" = u._0 RETURNING u._n", "#,
            r#""UPDATE \"person\" SET \"age\" = u._2 FROM (SELECT unnest($1) AS _0, unnest($2) AS _2, "#,
            r#"generate_series(1, $3) AS _n) AS u WHERE \"person\".\"id\" = u._0 RETURNING u._n"])"#,
        ),
    );
    let before = db.counters();
    assert_eq!(db.update(&mut objects).await.unwrap(), 3);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (1, 2));
    assert!(objects.iter().all(|object| !object.is_dirty()));
    let now: Vec<(String, i32)> = all(&mut db).await.into_iter().map(|p| (p.name, p.age)).collect();
    assert_eq!(now, [("A".into(), 30), ("Bob".into(), 41), ("C".into(), 50)]);
}

#[tokio::test]
async fn any_number_of_objects_is_one_statement_that_is_prepared_once() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Person]).await.unwrap();
    let people: Vec<Person> =
        db.insert((0..3000).map(|n| Person::create().name(format!("p{n}")).age(n))).await.unwrap();
    let mut objects: Vec<_> = people.into_iter().map(Track::track).collect();
    for object in &mut objects {
        object.age += 1;
    }
    let before = db.counters();
    assert_eq!(db.update(&mut objects).await.unwrap(), 3000);
    for object in &mut objects[..2] {
        object.age += 1;
    }
    assert_eq!(db.update(&mut objects).await.unwrap(), 2);
    let after = db.counters();
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (2, 1));
    let sum: Option<i64> = select(sum(Person::age)).one(&mut db).await.unwrap();
    assert_eq!(sum, Some((1..=3000).sum::<i64>() + 2));
}

#[tokio::test]
async fn some_objects_of_many_can_be_chosen() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    objects.iter_mut().for_each(|object| object.age += 1);
    assert_eq!(db.update(objects.iter_mut().filter(|object| object.id != 2)).await.unwrap(), 2);
    assert_eq!(objects.iter().map(|object| object.is_dirty()).collect::<Vec<_>>(), [false, true, false]);
    let mut array: [Tracked<Person>; 1] = [objects.remove(1)];
    assert_eq!(db.update(&mut array).await.unwrap(), 1);
}

#[tokio::test]
async fn a_row_that_is_gone_is_an_error_for_one_object_and_missing_in_the_count_of_many() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    run(&mut db, "DELETE FROM person WHERE id = 2").await;
    objects.iter_mut().for_each(|object| object.age += 1);
    let error = db.update(&mut objects[1]).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_stale());
    assert_eq!(error.sql(), Some(r#"UPDATE "person" SET "age" = $1 WHERE "person"."id" = $2"#));
    assert!(objects[1].is_dirty());
    assert_eq!(db.update(&mut objects).await.unwrap(), 2);
    // What was not written tells which rows are gone.
    assert_eq!(objects.iter().map(|object| object.is_dirty()).collect::<Vec<_>>(), [false, true, false]);
    objects[1].reset();
}

#[tokio::test]
async fn an_object_whose_key_was_changed_is_refused_before_anything_is_sent() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    objects[0].age = 31;
    objects[1].id = 3;
    let before = db.counters();
    for error in [
        db.update(&mut objects[1]).await.unwrap_err(),
        db.update(&mut objects).await.unwrap_err(),
        db.delete(&mut objects[1]).await.unwrap_err(),
        db.refresh(&mut objects[1]).await.unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(text.contains("primary key") && text.contains("\"person\""), "{text}");
    }
    assert_eq!(db.counters(), before);
    assert!(objects[0].is_dirty() && objects[1].is_dirty());
    objects[1].id = 2;
    assert_eq!(db.update(&mut objects).await.unwrap(), 1);
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Account {
    #[column(primary_key)]
    id: i32,
    #[column(unique)]
    name: String,
    #[column(check = "balance >= 0")]
    balance: i64,
}

#[tokio::test]
async fn all_objects_are_written_or_none() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Account]).await.unwrap();
    let rows: Vec<Account> = db
        .insert((1..=3).map(|id| Account::create().id(id).name(format!("a{id}")).balance(10)))
        .await
        .unwrap();
    let mut objects: Vec<_> = rows.clone().into_iter().map(Track::track).collect();
    objects[0].name = "new".into();
    objects[1].balance = -1;
    let error = db.update(&mut objects).await.unwrap_err();
    assert!(error.is_check_violation());
    assert!(objects[0].is_dirty() && objects[1].is_dirty());
    let now: Vec<Account> = select(Account).order_by(Account::id).all(&mut db).await.unwrap();
    assert_eq!(now, rows);
    objects[1].balance = 1;
    assert_eq!(db.update(&mut objects).await.unwrap(), 2);
}

#[tokio::test]
async fn the_last_of_several_objects_of_one_row_wins() {
    let (_database, mut db) = people().await;
    let alice = all(&mut db).await.remove(0);
    let mut objects: Vec<_> = (0..4).map(|_| alice.clone().track()).collect();
    objects[0].name = "first".into();
    objects[1].name = "second".into();
    objects[1].age = 1;
    objects[2].name = "third".into();
    objects[3].email = None;
    assert_eq!(db.update(&mut objects).await.unwrap(), 4);
    let now = all(&mut db).await.remove(0);
    assert_eq!((now.name.as_str(), now.age, now.email), ("third", 1, None));
}

#[tokio::test]
async fn an_update_that_is_dropped_leaves_the_object_as_changed_as_it_was() {
    let (_database, mut db) = people().await;
    let mut alice = tracked(&mut db).await.remove(0);
    alice.age = 31;
    {
        let mut update = std::pin::pin!(db.update(&mut alice));
        let poll = std::future::Future::poll(
            update.as_mut(),
            &mut std::task::Context::from_waker(std::task::Waker::noop()),
        );
        assert!(poll.is_pending());
    }
    assert_eq!(alice.changed(), ["age"]);
    db.update(&mut alice).await.unwrap();
    assert!(!alice.is_dirty());
    assert_eq!(all(&mut db).await[0].age, 31);
}

#[tokio::test]
async fn a_condition_of_the_row_is_checked_in_the_same_statement() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    objects.iter_mut().for_each(|object| object.name.push('!'));
    let before = db.counters();
    assert!(!db.update(&mut objects[0]).only_if(Person::age.gt(30)).await.unwrap());
    assert!(objects[0].is_dirty());
    assert!(db.update(&mut objects[0]).only_if(Person::age.ge(30) & Person::name.eq("Alice")).await.unwrap());
    assert!(!objects[0].is_dirty());
    objects[0].name.push('!');
    // Bob's manager is Alice, Carol's as well.
    let count = db.update(&mut objects).only_if(Person::manager_id.eq(1)).only_if(Person::age.lt(50)).await;
    assert_eq!(count.unwrap(), 1);
    assert_eq!(db.counters().round_trips - before.round_trips, 3);
    let names: Vec<String> = all(&mut db).await.into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["Alice!", "Bob!", "Carol"]);
    assert!(objects[0].is_dirty() && objects[2].is_dirty());
    objects.iter_mut().for_each(Tracked::reset);
    // A condition of a row that is gone is not true, either.
    objects[0].id = 1;
    run(&mut db, "DELETE FROM person WHERE id = 1").await;
    objects[0].name.push('!');
    assert!(!db.update(&mut objects[0]).only_if(Person::age.gt(0)).await.unwrap());
    objects[0].reset();
}

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
enum Mood {
    Sad,
    Glad,
}

/// The name is also that of the values in the statement.
#[derive(Table, Debug, Clone, PartialEq)]
struct U {
    #[column(primary_key)]
    place: String,
    #[column(primary_key, sql_type = "varchar(5)")]
    number: String,
    tags: Vec<String>,
    mood: Option<Mood>,
    moods: Option<Vec<Option<Mood>>>,
    #[column(sql_type = "char(3)")]
    code: String,
    bytes: Vec<u8>,
}

#[tokio::test]
async fn every_kind_of_column_goes_through_an_update_of_many() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![U]).await.unwrap();
    let row = |n: usize| U {
        place: format!("p{}", n / 2),
        number: (n % 2).to_string(),
        tags: vec!["t".into(); n],
        mood: None,
        moods: None,
        code: "abc".into(),
        bytes: vec![0],
    };
    db.insert((0..6).map(row)).execute().await.unwrap();
    let mut objects: Vec<_> = (0..6).map(|n| row(n).track()).collect();
    for (n, object) in objects.iter_mut().enumerate() {
        object.tags = match n {
            0 => vec!["new".into(), "".into()],
            1 => Vec::new(),
            _ => vec![format!("x{n}"); 3],
        };
        object.mood = [None, Some(Mood::Sad), Some(Mood::Glad)][n % 3];
        object.moods = [None, Some(vec![]), Some(vec![None, Some(Mood::Glad)])][n % 3].clone();
        object.code = format!("n{n}x");
        object.bytes = vec![u8::try_from(n).unwrap(); n];
    }
    assert_eq!(db.update(&mut objects).await.unwrap(), 6);
    let expected: Vec<U> = objects.into_iter().map(Tracked::into_inner).collect();
    let now: Vec<U> = select(U).order_by((U::place, U::number)).all(&mut db).await.unwrap();
    assert_eq!(now, expected);
    // One of them, by both columns of its key.
    let mut one = now[3].clone().track();
    one.moods = Some(vec![Some(Mood::Sad)]);
    one.tags = vec!["one".into()];
    db.update(&mut one).await.unwrap();
    let mut expected = now;
    expected[3] = one.into_inner();
    let now: Vec<U> = select(U).order_by((U::place, U::number)).all(&mut db).await.unwrap();
    assert_eq!(now, expected);
}

#[tokio::test]
async fn an_update_runs_on_a_pool_and_can_be_spawned() {
    let (database, mut db) = people().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let mut objects = tracked(&mut db).await;
    objects.iter_mut().for_each(|object| object.age = 1);
    let task = {
        let pool = pool.clone();
        tokio::spawn(async move {
            pool.update(&mut objects[0]).await.unwrap();
            pool.update(&mut objects).await.unwrap()
        })
    };
    assert_eq!(task.await.unwrap(), 2);
    assert!(all(&mut db).await.iter().all(|person| person.age == 1));
}

#[tokio::test]
async fn an_update_is_part_of_the_transaction_around_it() {
    let (_database, mut db) = people().await;
    let mut objects = tracked(&mut db).await;
    run(&mut db, "BEGIN").await;
    objects[0].age = 1;
    objects[1].name = "x".into();
    assert_eq!(db.update(&mut objects).await.unwrap(), 2);
    run(&mut db, "ROLLBACK").await;
    assert_eq!(all(&mut db).await[0].age, 30);
}
