//! A connection is lent to a statement.

include!("../../../tables.rs");

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    select(Person).all(&mut db).await?;
    Ok(())
}

fn main() {}
