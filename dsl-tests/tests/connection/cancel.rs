//! Cancelling a statement from elsewhere.

use std::time::Duration;

use dsl_tests::dropping::transport;
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_statement_is_cancelled_and_the_connection_lives_on() -> Result {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    let token = db.cancel_token();
    for _ in 0..3 {
        let (slept, cancelled) =
            tokio::join!(sql!("SELECT pg_sleep(60)::text").one::<String, _>(&mut db), async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                token.cancel_over(transport(&database, 1000).await?).await?;
                Ok::<_, Box<dyn std::error::Error>>(())
            });
        cancelled?;
        let error = slept.unwrap_err();
        assert!(error.is_cancelled() && !error.is_closed(), "{error}");
        assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut db).await?, 1);
    }
    // A timeout of the server is told from it by nothing but its text.
    db.batch("SET statement_timeout = '50ms'").await?;
    assert!(sql!("SELECT pg_sleep(60)::text").one::<String, _>(&mut db).await.unwrap_err().is_cancelled());
    Ok(())
}

#[tokio::test]
async fn a_request_that_was_awaited_does_not_hit_a_later_statement() -> Result {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    let token = db.cancel_token();
    let mut cancelled = 0;
    for _ in 0..50 {
        let (first, sent) =
            tokio::join!(sql!("SELECT generate_series(1, 20000)").all::<i32, _>(&mut db), async {
                token
                    .cancel_over(transport(&database, 1000).await?)
                    .await
                    .map_err(Into::<Box<dyn std::error::Error>>::into)
            });
        sent?;
        cancelled += usize::from(first.is_err_and(|error| error.is_cancelled()));
        // The server passes the request on before it hangs up, and this round trip comes after that.
        db.batch("").await.or_else(|error| if error.is_cancelled() { Ok(()) } else { Err(error) })?;
        assert_eq!(sql!("SELECT 1").one::<i32, _>(&mut db).await?, 1);
    }
    println!("{cancelled} of 50 were cancelled");
    Ok(())
}

#[tokio::test]
async fn the_secret_is_not_shown() -> Result {
    let database = Database::create()?;
    let db = Connection::connect(database.url()).await?;
    let shown = format!("{:?}", db.cancel_token());
    assert_eq!(shown, format!("CancelToken {{ process_id: {}, .. }}", db.process_id()));
    Ok(())
}
