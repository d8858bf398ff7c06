//! What lives across an await can be sent.

include!("../../../tables.rs");

fn spawn<F: Future<Output = Result<(), piton::Error>> + Send + 'static>(_: F) {}

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    let limit = std::sync::Arc::new(10);
    select(Person).limit(*limit).all(&mut db).await?;
    select(FavoriteColor).limit(*limit).all(&mut db).await?;
    Ok(())
}

fn start(db: Connection) {
    spawn(program(db));
}

fn main() {}
