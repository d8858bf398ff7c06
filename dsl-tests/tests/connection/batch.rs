//! Statements that are sent together: one round trip, and all of them or none.

use dsl_tests::batch::Statements;
use dsl_tests::{all, statement, statement_with};
use piton::connection::{Connection, Executor, TransactionStatus};
use piton::sql::{Clause, Piece, Statement};
use piton::testing::Database;
use piton::value::{Encode, Encoder, Shape, SqlType, Value};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn numbered(n: i64) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT ");
        out.push(Piece::Number(n));
        out.text("::int8");
    });
    statement
}

fn insert(n: i64) -> Statement {
    statement_with("INSERT INTO t VALUES (", &n, ") RETURNING a")
}

async fn table() -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE TABLE t (a int8 CONSTRAINT positive CHECK (a > 0))").await?;
    Ok((database, connection))
}

async fn count(connection: &mut Connection) -> Result<i64> {
    Ok(all::<i64>(connection, &statement("SELECT count(*) FROM t")).await?[0])
}

#[tokio::test]
async fn any_number_of_statements_is_one_round_trip() -> Result {
    let (_database, mut connection) = table().await?;
    for known in [false, true] {
        let before = connection.counters();
        let mut batch =
            Statements::<i64>::new([insert(1), numbered(5), insert(2), statement("DELETE FROM t")]);
        batch = batch.any(3);
        batch.run(&mut connection).await?;
        assert_eq!(batch.rows(), [&[1_i64][..], &[5], &[2], &[]]);
        assert_eq!(batch.done, [(0, Some(1)), (1, Some(1)), (2, Some(1)), (3, Some(2))]);
        let after = connection.counters();
        assert_eq!(after.round_trips, before.round_trips + 1);
        // The insert stands twice in it, and is prepared once.
        assert_eq!(after.prepared - before.prepared, if known { 0 } else { 3 });
    }
    assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_for_no_statement() -> Result {
    let (_database, mut connection) = table().await?;
    let before = connection.counters();
    Statements::<i64>::new([]).run(&mut connection).await?;
    assert_eq!(connection.counters(), before);
    Ok(())
}

#[tokio::test]
async fn one_statement_is_a_batch_too() -> Result {
    let (_database, mut connection) = table().await?;
    let mut batch = Statements::<i64>::new([insert(3)]);
    batch.run(&mut connection).await?;
    assert_eq!((batch.rows(), batch.done.as_slice()), (vec![&[3_i64][..]], &[(0, Some(1))][..]));
    let error = Statements::<i64>::new([insert(-3)]).run(&mut connection).await.unwrap_err();
    assert_eq!((error.statement_index(), error.constraint()), (Some(0), Some("positive")));
    Ok(())
}

#[tokio::test]
async fn an_error_names_its_statement_and_undoes_the_others() -> Result {
    let (_database, mut connection) = table().await?;
    let bad = || statement("SELECT nowhere FROM t");
    let divide = || statement("SELECT 1::int8 / (2 - i) FROM generate_series(1, 3) i");
    // Fails when it is executed, when it is prepared, between two rows; at every place.
    for (failing, code) in [(insert(-1), "23514"), (bad(), "42703"), (divide(), "22012")] {
        for place in 0..4 {
            for _ in 0..2 {
                let mut statements: Vec<_> = (1..=3).map(insert).collect();
                statements.insert(place, failing.clone());
                let mut batch = Statements::<i64>::new(statements);
                let error = batch.run(&mut connection).await.unwrap_err();
                assert_eq!(error.statement_index(), Some(place));
                assert_eq!(error.sql(), Some(failing.to_sql().as_str()));
                assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some(code));
                assert_eq!(count(&mut connection).await?, 0);
                assert!(batch.rows[place + 1..].iter().all(|rows| rows.0.is_empty()));
                assert!(batch.done.iter().all(|(index, _)| *index < place));
                assert_eq!(connection.transaction_status(), TransactionStatus::Idle);
            }
        }
    }
    // All those that are right were prepared, and are still known.
    let before = connection.counters().prepared;
    Statements::<i64>::new([insert(1), insert(2)]).run(&mut connection).await?;
    assert_eq!(connection.counters().prepared, before);
    Ok(())
}

#[tokio::test]
async fn what_was_prepared_before_another_could_not_be_is_kept() -> Result {
    let (_database, mut connection) = table().await?;
    let bad = statement("SELEKT");
    let error = Statements::<i64>::new([numbered(1), numbered(2), bad, numbered(3), numbered(2)])
        .run(&mut connection)
        .await
        .unwrap_err();
    assert_eq!(error.statement_index(), Some(2));
    assert_eq!(error.sql(), Some("SELEKT"));
    let before = connection.counters().prepared;
    let mut batch = Statements::<i64>::new([numbered(1), numbered(2)]);
    batch.run(&mut connection).await?;
    assert_eq!(connection.counters().prepared, before);
    let mut batch = Statements::<i64>::new([numbered(3), numbered(1), numbered(3)]);
    batch.run(&mut connection).await?;
    assert_eq!(batch.rows(), [&[3_i64][..], &[1], &[3]]);
    assert_eq!(connection.counters().prepared, before + 1);
    // What is prepared on the server is what is known here.
    let prepared =
        statement("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT _::int8'");
    assert_eq!(all::<i64>(&mut connection, &prepared).await?, [3]);
    Ok(())
}

#[tokio::test]
async fn a_batch_inside_a_transaction_belongs_to_it() -> Result {
    let (_database, mut connection) = table().await?;
    connection.batch("BEGIN").await?;
    Statements::<i64>::new([insert(1), insert(2)]).run(&mut connection).await?;
    assert_eq!(connection.transaction_status(), TransactionStatus::Active);
    let error =
        Statements::<i64>::new([insert(3), insert(-4), insert(5)]).run(&mut connection).await.unwrap_err();
    assert_eq!(error.statement_index(), Some(1));
    assert_eq!(connection.transaction_status(), TransactionStatus::Failed);
    let error = Statements::<i64>::new([insert(3), insert(4)]).run(&mut connection).await.unwrap_err();
    assert_eq!(error.statement_index(), Some(0));
    connection.batch("ROLLBACK").await?;
    assert_eq!(count(&mut connection).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_cannot_be_committed_is_the_error_of_no_statement() -> Result {
    let (_database, mut connection) = table().await?;
    connection
        .batch(
            "CREATE TABLE parent (id int8 PRIMARY KEY);
             CREATE TABLE child (id int8 REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
        )
        .await?;
    let orphan = statement("INSERT INTO child VALUES (7) RETURNING id");
    let error = Statements::<i64>::new([insert(1), orphan]).run(&mut connection).await.unwrap_err();
    assert!(error.is_foreign_key_violation());
    assert_eq!((error.statement_index(), error.sql()), (None, None));
    assert_eq!(count(&mut connection).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_full_cache_closes_nothing_that_the_batch_uses() -> Result {
    let (_database, mut connection) = table().await?;
    connection.set_statement_capacity(3);
    let mut known = Statements::<i64>::new((0..3).map(numbered));
    known.run(&mut connection).await?;
    for many in [4, 10, 50] {
        // Some are known, the others are new, all of them twice.
        let mut batch = Statements::<i64>::new((0..many).chain(0..many).map(numbered));
        batch.run(&mut connection).await?;
        assert!(batch.rows().iter().zip((0..many).chain(0..many)).all(|(rows, n)| *rows == [n]));
        for n in [0, many - 1] {
            assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
        }
    }
    // The next statement that is prepared makes room.
    assert_eq!(all::<i64>(&mut connection, &numbered(99)).await?, [99]);
    let prepared = statement("SELECT count(*) FROM pg_prepared_statements");
    assert!(all::<i64>(&mut connection, &prepared).await?[0] <= 3);
    Ok(())
}

#[tokio::test]
async fn a_stale_statement_has_the_batch_sent_once_more() -> Result {
    let (_database, mut connection) = table().await?;
    connection.batch("CREATE TABLE u (a int8); INSERT INTO u VALUES (1)").await?;
    let star = || statement("SELECT * FROM u");
    for place in 0..3 {
        let add = |n: i64| statement_with("INSERT INTO t VALUES (", &n, ")");
        let batch = || {
            let mut statements = vec![add(1), add(2)];
            statements.insert(place, star());
            let batch = Statements::<i64>::new(statements);
            (0..3).filter(|index| *index != place).fold(batch, Statements::any)
        };
        batch().run(&mut connection).await?;
        for change in [
            "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$",
            "ALTER TABLE u ADD COLUMN b int8; ALTER TABLE u DROP COLUMN b; DROP TABLE u; CREATE TABLE u (a int8); \
             INSERT INTO u VALUES (1)",
        ] {
            connection.batch(&format!("TRUNCATE t; {change}")).await?;
            let mut batch = batch();
            batch.run(&mut connection).await?;
            assert_eq!(batch.rows()[place], [1]);
            assert_eq!(batch.done.len(), 3);
            assert_eq!(count(&mut connection).await?, 2);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_batch_is_not_sent_again_where_something_could_be_left_of_it() -> Result {
    let (_database, mut connection) = table().await?;
    let fill = || statement("INSERT INTO t VALUES (1)");
    let forget = "DO $$ DECLARE s text; BEGIN \
        SELECT name INTO s FROM pg_prepared_statements WHERE statement = 'SELECT 5::int8'; \
        EXECUTE format('DEALLOCATE %I', s); END $$";
    let known = || numbered(5);
    // Rows were handed out.
    Statements::<i64>::new([insert(1), known()]).run(&mut connection).await?;
    connection.batch(forget).await?;
    let mut batch = Statements::<i64>::new([insert(1), known()]);
    let error = batch.run(&mut connection).await.unwrap_err();
    assert_eq!(error.statement_index(), Some(1));
    assert_eq!(batch.rows(), [&[1_i64][..], &[]]);
    assert_eq!(count(&mut connection).await?, 1);
    Statements::<i64>::new([insert(1), known()]).run(&mut connection).await?;
    // Something was committed.
    connection.batch("TRUNCATE t").await?;
    let begin = || statement("BEGIN");
    let commit = || statement("COMMIT");
    let batch = || {
        let batch = Statements::<i64>::new([begin(), fill(), commit(), known()]);
        (0..3).fold(batch, Statements::any)
    };
    batch().run(&mut connection).await?;
    connection.batch(forget).await?;
    let error = batch().run(&mut connection).await.unwrap_err();
    assert_eq!(error.statement_index(), Some(3));
    assert_eq!(count(&mut connection).await?, 2);
    batch().run(&mut connection).await?;
    // Inside a transaction nothing is sent twice.
    connection.batch("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$; BEGIN").await?;
    assert!(Statements::<i64>::new([known(), known()]).run(&mut connection).await.is_err());
    connection.batch("ROLLBACK").await?;
    Ok(())
}

#[tokio::test]
async fn statements_that_are_forgotten_within_the_batch_are_known_to_be() -> Result {
    let (_database, mut connection) = table().await?;
    let mut warm = Statements::<i64>::new([numbered(1)]);
    warm.run(&mut connection).await?;
    // The second one is prepared before, the third after all are forgotten.
    let forget = || statement("DEALLOCATE ALL");
    let mut batch = Statements::<i64>::new([numbered(1), numbered(2), forget(), numbered(3)]).any(2);
    batch.run(&mut connection).await?;
    assert_eq!(batch.rows(), [&[1_i64][..], &[2], &[], &[3]]);
    let before = connection.counters().prepared;
    assert_eq!(all::<i64>(&mut connection, &numbered(3)).await?, [3]);
    assert_eq!(connection.counters().prepared, before);
    for n in [1, 2] {
        assert_eq!(all::<i64>(&mut connection, &numbered(n)).await?, [n]);
    }
    assert_eq!(connection.counters().prepared, before + 2);
    Ok(())
}

#[tokio::test]
async fn each_statement_has_its_own_types() -> Result {
    let (_database, mut connection) = table().await?;
    let two = "SELECT 1::int8 AS a, 'x'::text AS b";
    for _ in 0..2 {
        let mut batch = Statements::<i64>::new([numbered(1), statement(two), numbered(2)]);
        let error = batch.run(&mut connection).await.unwrap_err();
        assert!(error.is_type_mismatch());
        assert_eq!((error.statement_index(), error.sql()), (Some(1), Some(two)));
        assert_eq!(batch.rows(), [&[1_i64][..], &[], &[]]);
    }
    // The same statement with two row types, one of which does not fit, first prepared here and then known.
    for _ in 0..2 {
        let mut batch = Statements::<i64>::new([numbered(7), numbered(7)]);
        batch.describe[1] = |shape: &mut Shape| {
            <String as piton::value::Row>::describe(shape);
        };
        let error = batch.run(&mut connection).await.unwrap_err();
        assert!(error.is_type_mismatch(), "{error}");
        assert_eq!(error.statement_index(), Some(1));
        assert_eq!(batch.rows(), [&[7_i64][..], &[]]);
    }
    Ok(())
}

#[tokio::test]
async fn a_refused_result_stops_the_rows_and_not_the_statements() -> Result {
    let (_database, mut connection) = table().await?;
    let mut batch = Statements::<i64>::new([insert(1), insert(2), insert(3)]);
    batch.refuses = Some(0);
    let error = batch.run(&mut connection).await.unwrap_err();
    assert_eq!(
        (error.statement_index(), error.sql()),
        (Some(0), Some("INSERT INTO t VALUES ($1) RETURNING a"))
    );
    assert_eq!(batch.rows(), [&[1_i64][..], &[], &[]]);
    assert_eq!(batch.done, [(0, Some(1))]);
    assert_eq!(count(&mut connection).await?, 3);
    Ok(())
}

/// A type that the database may have.
struct Mood;

impl Encode for Mood {
    const TYPE: &'static SqlType = &SqlType::named(None, "mood");

    fn encode(&self, out: &mut Encoder) -> std::result::Result<(), piton::ValueError> {
        out.put(b"happy");
        Ok(())
    }
}

#[tokio::test]
async fn types_are_looked_up_once_for_all_statements() -> Result {
    let (_database, mut connection) = table().await?;
    let mood = || statement_with("SELECT length((", &Mood, ")::text)::int8");
    let error = Statements::<i64>::new([insert(1), mood(), mood()]).run(&mut connection).await.unwrap_err();
    assert!(error.to_string().contains("`mood` does not exist"), "{error}");
    assert_eq!(error.statement_index(), Some(1));
    assert!(error.sql().is_some_and(|sql| sql.contains("length")));
    connection.batch("CREATE TYPE mood AS ENUM ('happy')").await?;
    let before = connection.counters().round_trips;
    let mut batch = Statements::<i64>::new([insert(1), mood(), mood()]);
    batch.run(&mut connection).await?;
    assert_eq!(batch.rows(), [&[1_i64][..], &[5], &[5]]);
    assert_eq!(connection.counters().round_trips, before + 2);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_anything_is() -> Result {
    let (_database, mut connection) = table().await?;
    let mut many = Statement::new();
    many.part(Clause::Raw, |out| {
        out.text("SELECT 1::int8 WHERE 1 IN (1");
        for n in 0..65_536 {
            out.text(", ");
            out.bind(&n);
        }
        out.text(")");
    });
    let before = connection.counters();
    for (bad, text) in [
        (many, "at most 65535 parameters"),
        (statement("SELECT '\0'"), "NUL"),
        (statement("COPY t FROM STDIN"), "COPY from the client"),
        (statement(" copy t from stdin (format binary)"), "COPY from the client"),
    ] {
        let mut batch = Statements::<i64>::new([insert(1), numbered(8), bad, insert(2)]).any(2);
        let error = batch.run(&mut connection).await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(error.statement_index(), Some(2));
        assert_eq!(connection.counters(), before);
    }
    assert_eq!(count(&mut connection).await?, 0);
    // What was about to be prepared was not.
    let mut batch = Statements::<i64>::new([insert(1), numbered(8)]);
    batch.run(&mut connection).await?;
    assert_eq!(batch.rows(), [&[1_i64][..], &[8]]);
    Ok(())
}

#[tokio::test]
async fn copy_to_the_client_is_refused_and_the_connection_lives_on() -> Result {
    let (_database, mut connection) = table().await?;
    connection.batch("INSERT INTO t SELECT generate_series(1, 1000)").await?;
    let mut batch = Statements::<i64>::new([numbered(1), statement("COPY t TO STDOUT"), numbered(2)]).any(1);
    let error = batch.run(&mut connection).await.unwrap_err();
    assert!(error.to_string().contains("COPY"), "{error}");
    assert_eq!(error.statement_index(), Some(1));
    assert_eq!(count(&mut connection).await?, 1000);
    Ok(())
}

#[tokio::test]
async fn both_sides_may_write_megabytes_at_once() -> Result {
    let (_database, mut connection) = table().await?;
    // Each statement sends and gets back a mebibyte; nothing of it fits into the buffers of a socket.
    let long = "x".repeat(1 << 20);
    let echo = || statement_with("SELECT ", &long, "::text");
    let mut batch = Statements::<String>::new((0..32).map(|_| echo()));
    tokio::time::timeout(std::time::Duration::from_secs(60), batch.run(&mut connection)).await??;
    assert!(batch.rows().iter().all(|rows| rows.len() == 1 && rows[0] == long));
    // And many small ones.
    let mut batch = Statements::<String>::new(
        (0..5000).map(|n| statement_with("SELECT repeat('y', 1000) || ", &format!("{n}"), "::text")),
    );
    let before = connection.counters();
    tokio::time::timeout(std::time::Duration::from_secs(60), batch.run(&mut connection)).await??;
    assert!(batch.rows().iter().enumerate().all(|(n, rows)| rows[0].ends_with(&format!("y{n}"))));
    let after = connection.counters();
    assert_eq!((after.round_trips, after.prepared), (before.round_trips + 1, before.prepared + 1));
    Ok(())
}

#[tokio::test]
async fn a_later_statement_sees_what_an_earlier_one_created() -> Result {
    let (_database, mut connection) = table().await?;
    let mut batch = Statements::<i64>::new([
        statement("CREATE TABLE later (n int8)"),
        statement("INSERT INTO later VALUES (4) RETURNING n"),
        statement("SELECT sum(n)::int8 FROM later"),
        statement(""),
    ])
    .any(0)
    .any(3);
    batch.run(&mut connection).await?;
    assert_eq!(batch.rows(), [&[][..], &[4], &[4], &[]]);
    assert_eq!(batch.done, [(0, None), (1, Some(1)), (2, Some(1)), (3, None)]);
    assert!(<i64 as Value>::accepts(20));
    let again = connection.run_all(&mut Statements::<i64>::new([numbered(1)])).await;
    again?;
    Ok(())
}
