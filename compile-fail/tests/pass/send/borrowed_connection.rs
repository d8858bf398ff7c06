//! A spawned task owns its connection.

include!("../../../tables.rs");

fn spawn<F: Future<Output = Result<(), piton::Error>> + Send + 'static>(_: F) {}

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    select(Person).all(&mut db).await?;
    Ok(())
}

fn start(db: Connection) {
    spawn(program(db));
}

fn main() {}
