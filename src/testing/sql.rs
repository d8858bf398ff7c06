//! Speaks SQL from code that is not async, also inside of an async test.

use std::time::Duration;

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::error::{Context, Error};

/// Runs the work on a connection of its own, in a thread of its own: a runtime must not be started within another.
pub(super) fn run<T: Send>(
    config: &Config,
    work: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error> + Send,
) -> Result<T, Error> {
    let mut config = config.clone();
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    let thread = || -> Result<T, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.context(|| "cannot start a runtime".into())?;
        runtime.block_on(async {
            let (client, connection) =
                config.connect(NoTls).await.context(|| "cannot connect to the server".into())?;
            let connection = tokio::spawn(connection);
            let result = work(&client).await;
            // The end of the client ends the connection, with a farewell to the server.
            drop(client);
            drop(connection.await);
            result.map_err(explain)
        })
    };
    let result = std::thread::scope(|scope| scope.spawn(thread).join());
    result.unwrap_or_else(|_| Err(Error::new("the thread that speaks to the server panicked")))
}

/// The driver's own text says only that the database answered with an error.
fn explain(error: tokio_postgres::Error) -> Error {
    let Some(answer) = error.as_db_error() else { return Error::caused("the server did not answer", error) };
    let advice = if *answer.code() == SqlState::INSUFFICIENT_PRIVILEGE {
        "; let the user of DATABASE_URL create databases (ALTER ROLE .. CREATEDB), or unset DATABASE_URL to use a \
         throwaway server"
    } else {
        ""
    };
    Error::new(format!("the server refused: {} ({}){advice}", answer.message(), answer.code().code()))
}

/// The first column of all rows.
pub(super) async fn texts(client: &Client, query: &str) -> Result<Vec<String>, tokio_postgres::Error> {
    let messages = client.simple_query(query).await?;
    let rows = messages.iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0).map(String::from),
        _ => None,
    });
    Ok(rows.collect())
}
