//! A spawned task owns its connection.

include!("../../../tables.rs");

fn spawn<F: Future<Output = Result<(), piton::Error>> + Send + 'static>(_: F) {}

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    select(Person).all(&mut db).await?;
    Ok(())
}

fn start(db: &mut Connection) {
    spawn(async move { select(Person).all(db).await.map(drop) });
}

fn main() {}
