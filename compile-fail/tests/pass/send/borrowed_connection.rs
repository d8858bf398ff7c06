//! A spawned task owns its connection.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn spawn<F: Future<Output = Result<(), piton::Error>> + Send + 'static>(_: F) {}

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    select(Person).all(&mut db).await?;
    Ok(())
}

fn start(db: Connection) {
    spawn(program(db));
}

fn main() {}
