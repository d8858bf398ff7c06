//! What writing and reading many rows costs in statements and round trips: the counts behind the cases of
//! `benches/peers`.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Person, empty};
use dsl_tests::relations::{Comment, Post, User, blog_tables};
use dsl_tests::statement;
use piton::prelude::*;
use piton::testing::Database;
use piton::value::Row as _;
use tokio::task::JoinSet;

const ROWS: i32 = 10_000;

/// What a connection has done: round trips, statements that were prepared, and how often one was executed.
#[derive(Debug, PartialEq, Eq)]
struct Done {
    round_trips: u64,
    prepared: u64,
    executed: u64,
}

/// What one piece of work has done.
macro_rules! done {
    ($db:ident, $work:expr) => {{
        let executed = executions(&mut $db).await;
        let before = $db.counters();
        let output = $work;
        let after = $db.counters();
        let done = Done {
            round_trips: after.round_trips - before.round_trips,
            prepared: after.prepared - before.prepared,
            executed: executions(&mut $db).await - executed,
        };
        (output, done)
    }};
}

/// How often the server has executed a prepared statement of this session: each execution takes a plan.
async fn executions(db: &mut Connection) -> u64 {
    let query = sql!(
        "SELECT coalesce(sum(generic_plans + custom_plans), 0)::int8 FROM pg_prepared_statements \
         WHERE statement NOT LIKE '%pg_prepared_statements%'"
    );
    let count: i64 = query.one(db).await.unwrap();
    u64::try_from(count).unwrap()
}

fn name(number: i32) -> String {
    format!("name {number}")
}

async fn table() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Person]).await.unwrap();
    (database, db)
}

async fn count(db: &mut Connection) -> i64 {
    from(Person).select(count_all()).one(db).await.unwrap()
}

const FIRST: Done = Done { round_trips: 1, prepared: 1, executed: 1 };
const AGAIN: Done = Done { round_trips: 1, prepared: 0, executed: 1 };

#[tokio::test]
async fn ten_thousand_rows_are_inserted_by_one_statement() {
    let (_database, mut db) = table().await;
    let rows = |count: i32| (1..=count).map(|n| Person::create().name(name(n)).age(n % 100));
    let (ids, first): (Vec<i32>, _) = done!(db, db.insert(rows(ROWS)).keys().await.unwrap());
    assert_eq!((ids, first), ((1..=ROWS).collect(), FIRST));
    // Of any number of rows the statement is the same.
    let (people, again): (Vec<Person>, _) = done!(db, db.insert(rows(ROWS)).await.unwrap());
    assert_eq!((people.len(), again), (10_000, Done { prepared: 1, ..AGAIN }), "it returns other columns");
    let (ids, again) = done!(db, db.insert(rows(2)).keys().await.unwrap());
    assert_eq!((ids, again), (vec![2 * ROWS + 1, 2 * ROWS + 2], AGAIN));
}

#[tokio::test]
async fn a_hundred_inserts_of_a_hundred_rows_are_prepared_once() {
    let (_database, mut db) = table().await;
    let ((), all) = done!(db, {
        for batch in 0..100 {
            let rows = (0..100).map(|n| Person::create().name(name(100 * batch + n)).age(n));
            let ids = db.insert(rows).keys().await.unwrap();
            assert_eq!(ids.len(), 100);
        }
    });
    assert_eq!(all, Done { round_trips: 100, prepared: 1, executed: 100 });
    assert_eq!(count(&mut db).await, 10_000);
}

#[tokio::test]
async fn ten_thousand_rows_are_updated_by_one_statement() {
    let (_database, mut db) = table().await;
    let rows = (1..=ROWS).map(|n| Person::create().name("old").age(n));
    let people: Vec<Person> = db.insert(rows).await.unwrap();

    let mut objects: Vec<_> = people.into_iter().map(Track::track).collect();
    for object in &mut objects {
        object.name = name(object.id);
    }
    let (updated, first) = done!(db, db.update(&mut objects).await.unwrap());
    assert_eq!((updated, first), (10_000, FIRST));
    for object in &mut objects {
        object.name.push('!');
    }
    let (updated, again) = done!(db, db.update(&mut objects).await.unwrap());
    assert_eq!((updated, again), (10_000, AGAIN));

    let patches = (1..=ROWS).map(|id| Person::patch(id).name(name(id)).age(id % 7));
    let (updated, first) = done!(db, db.update(patches).await.unwrap());
    assert_eq!((updated, first), (10_000, FIRST));
    let wrong: i64 = sql!("SELECT count(*) FROM person WHERE name <> 'name ' || id OR age <> id % 7")
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(wrong, 0);
}

#[tokio::test]
async fn ten_thousand_rows_are_upserted_and_deleted_by_one_statement_each() {
    let (_database, mut db) = table().await;
    let rows = |count: i32| (1..=count).map(|id| Person::create().id(id).name(name(id)).age(id % 9));
    let (half, first) = done!(db, db.upsert(rows(ROWS / 2)).execute().await.unwrap());
    assert_eq!((half, first), (5_000, FIRST));
    let (all, again) = done!(db, db.upsert(rows(ROWS)).execute().await.unwrap());
    assert_eq!((all, again), (10_000, AGAIN));
    assert_eq!(count(&mut db).await, 10_000);

    let (gone, first) = done!(db, db.delete_keys::<Person>((1..ROWS).step_by(2)).await.unwrap());
    assert_eq!((gone, first), (5_000, FIRST));
    let (gone, again) = done!(db, db.delete_keys::<Person>(1..=ROWS).await.unwrap());
    assert_eq!((gone, again), (5_000, AGAIN));
    assert_eq!(count(&mut db).await, 0);
}

#[tokio::test]
async fn a_copy_of_any_number_of_rows_is_one_round_trip() {
    let (_database, mut db) = table().await;
    let copy = statement("COPY person (name, age) FROM STDIN (FORMAT binary)");
    let like = statement("SELECT name, age FROM person");
    // The first time the columns' types are asked for, too.
    for (round_trips, prepared) in [(2, 1), (1, 0)] {
        let (rows, copied) = done!(db, {
            let mut copy = db.copy_in_rows(&copy, &like, <(String, i32)>::describe).await.unwrap();
            for number in 0..ROWS {
                copy.row(|out| {
                    out.put_value(name(number).as_str())?;
                    out.put_value(&number)
                })
                .await
                .unwrap();
            }
            copy.finish().await.unwrap()
        });
        assert_eq!((rows, copied), (10_000, Done { round_trips, prepared, executed: 0 }));
    }
    assert_eq!(count(&mut db).await, 20_000);
}

#[tokio::test]
async fn three_levels_of_rows_are_one_statement_nested_and_three_loaded() {
    let (_database, mut db) = blog_tables().await;
    db.batch(
        r#"INSERT INTO "user" (id, name) SELECT i, 'user ' || i FROM generate_series(1, 100) i;
        INSERT INTO post (id, author_id, title, likes) SELECT i, i % 100 + 1, 'post', 0 FROM generate_series(1, 1000) i;
        INSERT INTO comment (id, post_id, text) SELECT i, i % 1000 + 1, 'text' FROM generate_series(1, 10000) i"#,
    )
    .await
    .unwrap();
    type Posts = Vec<Vec<(Post, Vec<Comment>)>>;
    let query = || select(User::posts.with(Post::comments).nested()).order_by(User::id);
    let (nested, first): (Posts, _) = done!(db, query().all(&mut db).await.unwrap());
    // Types of rows inside of rows need no question of their own.
    assert_eq!(first, FIRST);
    let (same, again): (Posts, _) = done!(db, query().all(&mut db).await.unwrap());
    assert_eq!((same == nested, again), (true, AGAIN));

    let (loaded, three): (Posts, _) = done!(db, {
        let users = select(User).order_by(User::id).all(&mut db).await.unwrap();
        db.load(&users, User::posts.with(Post::comments)).await.unwrap()
    });
    assert_eq!(three, Done { round_trips: 3, prepared: 3, executed: 3 });
    assert!(loaded == nested);
    let comments: usize = nested.iter().flatten().map(|(_, comments)| comments.len()).sum();
    assert_eq!((nested.len(), nested.iter().flatten().count(), comments), (100, 1000, 10_000));
}

#[tokio::test]
async fn a_hundred_lookups_are_one_round_trip_and_one_statement() {
    let (_database, mut db) = table().await;
    db.insert((1..=100).map(|n| Person::create().name(name(n)).age(n))).execute().await.unwrap();
    let lookups = || (1..=100).map(|id| select(Person::name).filter(Person::id.eq(id)).piped().one());
    for prepared in [1, 0] {
        let (names, done) = done!(db, db.pipeline(lookups().collect::<Vec<_>>()).await.unwrap());
        assert_eq!(names, (1..=100).map(name).collect::<Vec<_>>());
        assert_eq!(done, Done { round_trips: 1, prepared, executed: 100 });
    }
}

/// What 64 tasks with 10 lookups each cost all connections of a pool.
async fn lookups_of_tasks(pool: &Pool) -> Done {
    let mut tasks = JoinSet::new();
    for id in 1..=64 {
        let pool = pool.clone();
        tasks.spawn(async move {
            for _ in 0..10 {
                let found = select(Person::name).filter(Person::id.eq(id)).one(&pool).await.unwrap();
                assert_eq!(found, name(id));
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let mut lent = Vec::new();
    for _ in 0..pool.status().size {
        lent.push(pool.acquire().await.unwrap());
    }
    let none = Done { round_trips: 0, prepared: 0, executed: 0 };
    lent.iter().map(|connection| connection.counters()).fold(none, |sum, one| Done {
        round_trips: sum.round_trips + one.round_trips,
        prepared: sum.prepared + one.prepared,
        executed: sum.executed + one.statements,
    })
}

#[tokio::test]
async fn a_lookup_on_a_pool_is_one_round_trip_at_most_and_pings_nobody() {
    let (database, mut db) = table().await;
    db.insert((1..=64).map(|n| Person::create().name(name(n)).age(n))).execute().await.unwrap();
    let pool = |shared| Pool::builder().max_size(8).max_shared(shared);
    let alone = lookups_of_tasks(&pool(1).connect(database.url()).await.unwrap()).await;
    assert_eq!((alone.round_trips, alone.executed), (640, 640));
    assert!(alone.prepared <= 8, "each connection prepares the statement once: {alone:?}");
    let together = lookups_of_tasks(&pool(16).connect(database.url()).await.unwrap()).await;
    assert_eq!(together.executed, 640);
    assert!(together.round_trips <= 640 && together.prepared <= 8, "{together:?}");
}
