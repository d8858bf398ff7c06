//! The same queries on everything that executes: a connection, a pool, a connection of a pool, a client of
//! `tokio_postgres`, and its transaction.

use dsl_tests::batch::Statements;
use dsl_tests::language::{FavoriteColor, Person, people, run};
use dsl_tests::{statement, statement_with};
use piton::connection::Executor;
use piton::prelude::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
#[pg_enum(name = "mood")]
enum Mood {
    Happy,
    Sad,
}

/// All checks, with something that makes an executor for each statement.
macro_rules! checks {
    ($db:expr) => {{
        let everybody = || select(Person).order_by(Person::id);
        let found: Vec<Person> = everybody().all($db).await?;
        assert_eq!(found.iter().map(|person| &*person.name).collect::<Vec<_>>(), ["Alice", "Bob", "Carol"]);
        assert_eq!(everybody().one($db).await?.email.as_deref(), Some("alice@example.org"));
        assert_eq!(select(Person::email).filter(Person::id.eq(2)).one($db).await?, None);
        assert_eq!(everybody().filter(Person::id.eq(9)).optional($db).await?, None);
        assert!(everybody().filter(Person::id.eq(9)).one($db).await.unwrap_err().is_not_found());
        assert!(everybody().exactly_one($db).await.unwrap_err().is_too_many_rows());

        // Parameters of several types, NULL, arrays, and a join that can leave a table out.
        let named = select(Person::id).filter(Person::name.eq("Bob")).filter(Person::age.between(30, 50));
        assert_eq!(named.exactly_one($db).await?, 2);
        assert_eq!(
            select(Person::id).filter(Person::id.in_([3, 1, 7])).order_by(Person::id).all($db).await?,
            [1, 3]
        );
        let nothing: Option<i32> = None;
        assert_eq!(
            sql!("SELECT {nothing}, {}, {}", 5_i64, "five").one::<(Option<i32>, i64, String), _>($db).await?,
            (None, 5, "five".into())
        );
        let joined: Vec<(String, Option<FavoriteColor>)> = select((Person::name, FavoriteColor))
            .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .order_by((Person::id, FavoriteColor::id))
            .all($db)
            .await?;
        assert_eq!(joined.len(), 4);
        assert_eq!(joined.last().map(|(name, color)| (&**name, color.is_none())), Some(("Carol", true)));

        let mut letters = 0;
        select((Person::id, Person::name))
            .for_each($db, |(_, name): (i32, &str)| letters += name.len())
            .await?;
        assert_eq!(letters, 13);
        // More rows than any buffer holds.
        let long = sql!("SELECT i, repeat('x', 1000) FROM generate_series(1, 5000) i");
        let long = long.all::<(i32, String), _>($db).await?;
        assert!(
            long.iter().zip(1..).all(|((i, text), n)| *i == n && text.len() == 1000) && long.len() == 5000
        );
        let text = "y".repeat(3_000_000);
        assert_eq!(sql!("SELECT {text}").one::<String, _>($db).await?, text);
        let lists = sql!("SELECT NULL::int4[], ARRAY[1, NULL, 3]");
        let lists = lists.one::<(Option<Vec<i32>>, Vec<Option<i32>>), _>($db).await?;
        assert_eq!(lists, (None, vec![Some(1), None, Some(3)]));

        // A type that the database alone knows.
        assert_eq!(
            sql!("SELECT {}, mood FROM moods WHERE mood = {}", Mood::Happy, Mood::Sad)
                .all::<(Mood, Mood), _>($db)
                .await?,
            [(Mood::Happy, Mood::Sad)]
        );

        // What a statement did.
        assert_eq!(sql!("UPDATE note SET text = text WHERE text IS NOT NULL").execute($db).await?, 2);
        assert_eq!(sql!("SET application_name = 'x'").execute($db).await?, 0);
        assert_eq!(everybody().execute($db).await?, 3);

        // A row type that does not fit.
        let error = sql!("SELECT 1").all::<String, _>($db).await.unwrap_err();
        assert!(error.is_type_mismatch(), "{error}");
        assert_eq!(error.sql(), Some("SELECT 1"));
        let error = sql!("SELECT 1, 2").all::<i32, _>($db).await.unwrap_err();
        assert!(error.is_type_mismatch(), "{error}");
    }};
}

/// Statements that belong together.
macro_rules! together {
    ($db:expr) => {{
        let three = || {
            Statements::<i64>::new([
                statement_with("INSERT INTO note (person_id) VALUES (", &70_i32, ")"),
                statement("SELECT count(*) FROM note WHERE person_id = 70"),
                statement("DELETE FROM note WHERE person_id = 70"),
            ])
            .any(0)
            .any(2)
        };
        let mut batch = three();
        $db.run_all(&mut batch).await?;
        assert_eq!(batch.rows[1].0, [1]);
        assert_eq!(batch.done, [(0, Some(1)), (1, Some(1)), (2, Some(1))]);
        let mut refused = three();
        refused.refuses = Some(1);
        let error = $db.run_all(&mut refused).await.unwrap_err();
        assert_eq!((error.statement_index(), error.sql().is_some()), (Some(1), true), "{error}");
    }};
}

/// Checks that break a transaction.
macro_rules! failures {
    ($db:expr) => {{
        let error = sql!("SELECT nowhere").execute($db).await.unwrap_err();
        assert_eq!(error.sqlstate().map(|state| state.code()), Some("42703"));
        assert_eq!(
            (error.sql(), error.database().and_then(|error| error.position())),
            (Some("SELECT nowhere"), Some(8))
        );
    }};
}

async fn prepare() -> Result<(piton::testing::Database, Connection)> {
    let (database, mut db) = people().await;
    run(&mut db, "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE moods (mood mood); INSERT INTO moods VALUES ('sad')")
        .await;
    Ok((database, db))
}

#[tokio::test]
async fn a_connection() -> Result {
    let (_database, mut db) = prepare().await?;
    checks!(&mut db);
    together!((&mut db));
    failures!(&mut db);
    checks!(&mut db);
    Ok(())
}

#[tokio::test]
async fn a_pool_and_its_connection() -> Result {
    let (database, _db) = prepare().await?;
    let pool = Pool::builder().max_size(2).connect(database.url()).await?;
    checks!(&pool);
    together!((&pool));
    failures!(&pool);
    let mut connection = pool.acquire().await?;
    checks!(&mut connection);
    checks!(&mut *connection);
    together!((&mut connection));
    Ok(())
}

#[tokio::test]
async fn a_client_of_tokio_postgres_and_its_transaction() -> Result {
    let (database, _db) = prepare().await?;
    let (mut client, connection) = database.config().connect(tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    checks!(&client);
    failures!(&client);
    let mut transaction = client.transaction().await?;
    checks!(&transaction);
    let savepoint = transaction.savepoint("s").await?;
    checks!(&savepoint);
    together!((&savepoint));
    failures!(&savepoint);
    savepoint.rollback().await?;
    sql!("DELETE FROM note").execute(&transaction).await?;
    transaction.rollback().await?;
    assert_eq!(sql!("SELECT count(*) FROM note").one::<i64, _>(&client).await?, 4);
    Ok(())
}

#[tokio::test]
async fn a_client_that_others_use_runs_only_one_statement_at_once() -> Result {
    let (database, _db) = prepare().await?;
    let (client, connection) = database.config().connect(tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    let mut one = Statements::<i64>::new([statement("SELECT count(*) FROM note")]);
    (&client).run_all(&mut one).await?;
    assert_eq!((one.rows[0].0.as_slice(), one.done.as_slice()), (&[4][..], &[(0, Some(1))][..]));
    let mut two = Statements::<i64>::new([statement("DELETE FROM note"), statement("SELECT 1::int8")]).any(0);
    let error = (&client).run_all(&mut two).await.unwrap_err();
    assert_eq!(error.to_string(), "statements that belong together need a transaction of the client");
    (&client).run_all(&mut Statements::<i64>::new([])).await?;
    assert_eq!(sql!("SELECT count(*) FROM note").one::<i64, _>(&client).await?, 4);
    Ok(())
}

#[tokio::test]
async fn a_query_of_a_client_can_be_dropped_and_its_end_is_an_error() -> Result {
    let (database, mut admin) = prepare().await?;
    let (client, connection) = database.config().connect(tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    for n in 0..20 {
        let many = sql!("SELECT i FROM generate_series(1, 100000) i").all::<i32, _>(&client);
        let limit = std::time::Duration::from_micros(300 * n);
        drop(tokio::time::timeout(limit, many).await);
        assert_eq!(sql!("SELECT {}", n as i64).one::<i64, _>(&client).await?, n as i64);
    }
    let mut done = sql!("SELECT 1").all::<i32, _>(&client);
    assert_eq!((&mut done).await?, [1]);
    assert_eq!((&mut done).await.unwrap_err().to_string(), "the execution is over");
    let pid = sql!("SELECT pg_backend_pid()").one::<i32, _>(&client).await?;
    dsl_tests::sessions::terminate(&mut admin, u32::try_from(pid)?).await;
    assert!(sql!("SELECT 1").execute(&client).await.unwrap_err().is_closed());
    assert!(sql!("SELECT 1").execute(&client).await.unwrap_err().is_closed());
    Ok(())
}
