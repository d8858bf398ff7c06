//! A statement runs on a connection.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut connection = Connection::connect("postgres://localhost/app").await?;
    select(Person).all(&mut connection).await?;
    let _ = db;
    Ok(())
}

fn main() {}
