//! Pipelines: queries of different types in one round trip, with a result of each.

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::language::{FavoriteColor, Note, Person, people, run, tables};
use dsl_tests::statement;
use piton::connection::{Collect, Part, TransactionStatus};
use piton::prelude::*;
use piton::query::RawQuery;
use piton::testing::Database;
use piton::value::{Row, Value};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_tuple_of_queries_is_a_tuple_of_results() -> Result {
    let (_database, mut db) = people().await;
    for _ in 0..2 {
        let before = db.counters().round_trips;
        let (everybody, count, oldest, nobody, red, ids, renamed, mut letters) = {
            let mut letters = 0;
            let results = db
                .pipeline((
                    select(Person),
                    from(Person).select(count_all()).piped().one(),
                    select(Person::name).order_by(Person::age.desc()).piped().optional(),
                    select(Person).filter(Person::age.gt(100)).piped().optional(),
                    select((Person::id, FavoriteColor::color))
                        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
                        .filter(FavoriteColor::color.eq("red"))
                        .order_by(Person::id),
                    sql!("SELECT id FROM person ORDER BY id LIMIT {}", 2_i64).piped().all::<i32>(),
                    sql!("UPDATE person SET name = {} WHERE id = 1", "Alice").piped().execute(),
                    select(Person::name).piped().for_each(|name: &str| letters += name.len()),
                ))
                .await?;
            let (a, b, c, d, e, f, g, count) = results;
            assert_eq!(count, 3);
            (a, b, c, d, e, f, g, letters)
        };
        letters -= "Carol".len();
        assert_eq!(everybody.len(), 3);
        assert_eq!((count, oldest.as_deref(), nobody), (3_i64, Some("Carol"), None));
        assert_eq!(red, [(1, "red".to_owned()), (2, "red".to_owned())]);
        assert_eq!((ids, renamed, letters), (vec![1, 2], 1, "AliceBob".len()));
        assert_eq!(db.counters().round_trips, before + 1);
    }
    Ok(())
}

#[tokio::test]
async fn equal_queries_are_a_vec_of_results() -> Result {
    let (_database, mut db) = people().await;
    let by_id = |id: i32| select(Person::name).filter(Person::id.eq(id));
    let before = db.counters();
    let names = db.pipeline((1..=4).map(by_id).collect::<Vec<_>>()).await?;
    assert_eq!(names, [vec!["Alice"], vec!["Bob"], vec!["Carol"], vec![]]);
    let names = db.pipeline([1, 2].map(|id| by_id(id).piped().one())).await?;
    assert_eq!(names, ["Alice", "Bob"]);
    let after = db.counters();
    assert_eq!(after.round_trips, before.round_trips + 2);
    assert_eq!(after.prepared, before.prepared + 2);
    let none: Vec<Vec<String>> = db.pipeline((0..0).map(by_id).collect::<Vec<_>>()).await?;
    assert!(none.is_empty());
    assert_eq!(db.counters(), after);
    Ok(())
}

#[tokio::test]
async fn a_hundred_look_ups_are_one_round_trip() -> Result {
    let (_database, mut db) = tables().await;
    run(&mut db, "INSERT INTO person (name, age) SELECT 'p' || i, i FROM generate_series(1, 100) i").await;
    let before = db.counters();
    let look_up = |n: i32| select(Person).filter(Person::id.eq(n)).piped().exactly_one();
    let found = db.pipeline((1..=100).map(look_up).collect::<Vec<_>>()).await?;
    assert!(found.iter().zip(1..).all(|(person, n)| person.age == n && person.name == format!("p{n}")));
    let after = db.counters();
    assert_eq!((after.round_trips, after.prepared), (before.round_trips + 1, before.prepared + 1));
    Ok(())
}

#[tokio::test]
async fn a_pipeline_is_done_as_a_whole_or_not_at_all() -> Result {
    let (_database, mut db) = people().await;
    let rename = |name: &str| sql!("UPDATE person SET name = {} WHERE id = 1", name).piped().execute();
    let divide = sql!("SELECT 1 / 0").piped().all::<i32>();
    let error = db.pipeline((rename("X"), divide, select(Person))).await.unwrap_err();
    assert_eq!((error.statement_index(), error.sql()), (Some(1), Some("SELECT 1 / 0")));
    let name = select(Person::name).filter(Person::id.eq(1));
    assert_eq!(name.clone().one(&mut db).await?, "Alice");
    // That there is no row is found when all has been done.
    let nobody = select(Person).filter(Person::id.eq(77)).piped().one();
    let error = db.pipeline((rename("Y"), nobody)).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.statement_index(), Some(1));
    assert!(error.sql().is_some_and(|sql| sql.ends_with("LIMIT 1")));
    assert_eq!(name.one(&mut db).await?, "Y");
    let error = db.pipeline([select(Person).piped().exactly_one()]).await.unwrap_err();
    assert!(error.is_too_many_rows());
    Ok(())
}

#[tokio::test]
async fn each_on_its_own_succeeds_and_fails_by_itself() -> Result {
    let (_database, mut db) = people().await;
    for _ in 0..2 {
        let before = db.counters().round_trips;
        let (renamed, divided, broken, names, nobody) = db
            .pipeline_each((
                sql!("UPDATE person SET age = age + 1 WHERE id = 1").piped().execute(),
                sql!("SELECT 1 / 0").piped().one::<i32>(),
                sql!("SELECT nowhere").piped().one::<i32>(),
                select(Person::name).order_by(Person::id),
                select(Person).filter(Person::id.eq(77)).piped().one(),
            ))
            .await;
        assert_eq!(renamed?, 1);
        let error = divided.unwrap_err();
        assert_eq!(error.sql(), Some("SELECT 1 / 0"));
        assert_eq!(error.statement_index(), None);
        assert!(broken.unwrap_err().sqlstate().is_some());
        assert_eq!(names?, ["Alice", "Bob", "Carol"]);
        assert!(nobody.unwrap_err().is_not_found());
        assert_eq!(db.counters().round_trips, before + 1);
    }
    assert_eq!(select(Person::age).filter(Person::id.eq(1)).one(&mut db).await?, 32);
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    Ok(())
}

fn same(bad: bool) -> Part<Collect<i32>> {
    let query: RawQuery = if bad { sql!("SELECT nowhere") } else { sql!("SELECT 5") };
    query.piped().all::<i32>()
}

#[tokio::test]
async fn each_on_its_own_may_be_the_same_statement() -> Result {
    let (_database, mut db) = people().await;
    db.set_statement_capacity(1);
    let before = db.counters().prepared;
    let results = db.pipeline_each((0..10).map(|_| same(false)).collect::<Vec<_>>()).await;
    assert!(results.into_iter().all(|result| result.is_ok_and(|rows| rows == [5])));
    assert_eq!(db.counters().prepared, before + 1);
    // Those behind the one that cannot be prepared say the same as that one.
    let results = db.pipeline_each((0..5).map(|n| same(n != 2)).collect::<Vec<_>>()).await;
    for (n, result) in results.into_iter().enumerate() {
        match result {
            Ok(rows) => assert_eq!((n, rows), (2, vec![5])),
            Err(error) => {
                assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("42703"));
            }
        }
    }
    // More statements than the cache holds.
    let number = |n: i32| sql!("SELECT {}", piton::query::trusted(n.to_string())).piped().one::<i32>();
    let results = db.pipeline_each((0..50).map(number).collect::<Vec<_>>()).await;
    assert!(results.into_iter().zip(0..).all(|(result, n)| result.is_ok_and(|row| row == n)));
    assert_eq!(sql!("SELECT count(*) FROM pg_prepared_statements").one::<i64, _>(&mut db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn each_on_its_own_with_another_row_type_is_refused_by_itself() -> Result {
    let (_database, mut db) = people().await;
    for _ in 0..3 {
        let (number, text, again) = db
            .pipeline_each((
                sql!("SELECT 5").piped().one::<i32>(),
                sql!("SELECT 5").piped().one::<String>(),
                sql!("SELECT 5").piped().one::<i32>(),
            ))
            .await;
        assert_eq!((number?, again?), (5, 5));
        assert!(text.unwrap_err().is_type_mismatch());
    }
    Ok(())
}

#[tokio::test]
async fn each_on_its_own_is_sent_again_where_the_server_forgot_it() -> Result {
    let (_database, mut db) = people().await;
    let grow = || sql!("UPDATE person SET age = age + 1 WHERE id = 1").piped().execute();
    let names = || select(Person::name).order_by(Person::id);
    for _ in 0..3 {
        let (grown, names) = db.pipeline_each((grow(), names())).await;
        assert_eq!((grown?, names?.len()), (1, 3));
        run(&mut db, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$").await;
    }
    assert_eq!(select(Person::age).filter(Person::id.eq(1)).one(&mut db).await?, 33);
    // Inside a transaction it is not.
    db.pipeline_each((grow(), names())).await.0?;
    run(&mut db, "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$; BEGIN").await;
    let (grown, names) = db.pipeline_each((grow(), names())).await;
    assert!(grown.is_err() && names.is_err());
    run(&mut db, "ROLLBACK").await;
    Ok(())
}

/// A type that is not there at first.
#[derive(Value, Debug, PartialEq)]
#[value(sql_type = "shade")]
struct Shade(String);

#[tokio::test]
async fn each_on_its_own_looks_types_up_together() -> Result {
    let (_database, mut db) = people().await;
    let shade = || sql!("SELECT {}", Shade("dark".into())).piped().one::<Shade>();
    let (names, missing) = db.pipeline_each((select(Person::name), shade())).await;
    assert_eq!(names?.len(), 3);
    assert!(missing.unwrap_err().to_string().contains("`shade` does not exist"));
    run(&mut db, "CREATE DOMAIN shade AS text").await;
    let before = db.counters().round_trips;
    let (names, found, again) = db.pipeline_each((select(Person::name), shade(), shade())).await;
    assert_eq!(names?.len(), 3);
    // A domain is announced as the type under it.
    assert_eq!(found.map_err(|error| error.to_string()).is_ok(), Shade::accepts(25));
    drop(again);
    assert_eq!(db.counters().round_trips, before + 2);
    Ok(())
}

#[tokio::test]
async fn a_broken_connection_fails_all_that_is_left() -> Result {
    let (database, mut db) = people().await;
    let mut admin = Connection::connect(database.url()).await?;
    let pid = i32::try_from(db.process_id())?;
    let results = {
        let slow = || sql!("SELECT pg_sleep(0.01)::text").piped().all::<String>();
        let kill = sql!("SELECT pg_terminate_backend(pg_backend_pid())").piped().all::<bool>();
        let (first, killed, then, last) = db.pipeline_each((slow(), kill, slow(), slow())).await;
        assert!(first.is_ok());
        [killed.map(drop), then.map(drop), last.map(drop)]
    };
    assert!(results.into_iter().all(|result| result.is_err_and(|error| error.is_closed())));
    assert!(db.is_closed());
    assert!(db.pipeline((select(Person),)).await.unwrap_err().is_closed());
    let (people,) = db.pipeline_each((select(Person),)).await;
    assert!(people.unwrap_err().is_closed());
    let alive =
        sql!("SELECT count(*) FROM pg_stat_activity WHERE pid = {}", pid).one::<i64, _>(&mut admin).await?;
    assert!(alive <= 1);
    Ok(())
}

#[tokio::test]
async fn a_dropped_pipeline_leaves_nothing_to_the_next_statement() -> Result {
    let database = Database::create()?;
    let mut db = connect(&database, 16).await?;
    db.batch("CREATE TABLE t (a int4)").await?;
    for each in [false, true] {
        for polls in 0.. {
            let (one, fill, two) = (
                sql!("SELECT 1").piped().one::<i32>(),
                sql!("INSERT INTO t VALUES (1)").piped().execute(),
                sql!("SELECT generate_series(1, 3)").piped().all::<i32>(),
            );
            let ended = if each {
                match poll_at_most(polls, db.pipeline_each((one, fill, two))).await {
                    Some((one, fill, two)) => Some((one?, fill?, two?)),
                    None => None,
                }
            } else {
                poll_at_most(polls, db.pipeline((one, fill, two))).await.transpose()?
            };
            assert_eq!(sql!("SELECT 7").one::<i32, _>(&mut db).await?, 7);
            assert!(!db.is_busy());
            assert_eq!(db.transaction_status(), TransactionStatus::Idle);
            if let Some(ended) = ended {
                assert_eq!(ended, (1, 1, vec![1, 2, 3]));
                println!("{polls} cases");
                break;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_pipeline_that_is_asked_again_says_that_it_is_over() -> Result {
    let (_database, mut db) = people().await;
    let mut run = db.pipeline((select(Person),));
    assert_eq!((&mut run).await?.0.len(), 3);
    assert_eq!((&mut run).await.unwrap_err().to_string(), "the execution is over");
    let mut each = db.pipeline_each((select(Note),));
    assert_eq!((&mut each).await.0?.len(), 4);
    assert_eq!((&mut each).await.0.unwrap_err().to_string(), "the execution is over");
    // A statement by hand is a part, too.
    let part = Part::new(statement("SELECT 1"), <i32 as Row>::describe, Collect::<i32>::default());
    assert_eq!(db.pipeline((part,)).await?, (vec![1],));
    Ok(())
}

#[tokio::test]
async fn both_sides_may_write_megabytes_at_once() -> Result {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    let long = "x".repeat(1 << 20);
    let echo = |_| sql!("SELECT {}::text", long).piped().one::<String>();
    let limit = std::time::Duration::from_secs(60);
    let before = db.counters().round_trips;
    let each = db.pipeline_each((0..16).map(echo).collect::<Vec<_>>());
    for result in tokio::time::timeout(limit, each).await? {
        assert!(result? == long);
    }
    let together = db.pipeline((0..16).map(echo).collect::<Vec<_>>());
    assert!(tokio::time::timeout(limit, together).await??.into_iter().all(|text| text == long));
    assert_eq!(db.counters().round_trips, before + 2);
    Ok(())
}

#[tokio::test]
async fn each_statement_of_a_transaction_has_a_result_until_one_fails() -> Result {
    let (_database, mut db) = people().await;
    let mut transaction = db.begin().await?;
    let name = |id: i32| select(Person::name).filter(Person::id.eq(id)).piped().one();
    let before = transaction.status();
    let (a, none, b) = transaction.pipeline_each((name(1), name(9), name(2))).await;
    assert_eq!((&*a?, &*b?), ("Alice", "Bob"));
    // No row is no failure of the server.
    assert!(none.unwrap_err().is_not_found());
    assert_eq!(transaction.status(), before);
    let mut inner = transaction.begin().await?;
    let (a, zero, b) =
        inner.pipeline_each((name(1), sql!("SELECT 1 / {}", 0).piped().execute(), name(2))).await;
    assert_eq!(a?, "Alice");
    for (error, code) in [(zero.unwrap_err(), "22012"), (b.unwrap_err(), "25P02")] {
        assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some(code));
    }
    drop(inner);
    // What was dropped above is undone before the statements are sent.
    let (a, b) = transaction.pipeline_each((name(1), name(3))).await;
    assert_eq!((&*a?, &*b?), ("Alice", "Carol"));
    transaction.commit().await?;
    Ok(())
}
