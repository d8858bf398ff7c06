//! A connection is lent to a statement.

include!("../../../tables.rs");

async fn program(db: Connection) -> Result<(), piton::Error> {
    select(Person).all(db).await?;
    Ok(())
}

fn main() {}
