//! A statement needs a connection of its own.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person).all(db).await?;
    Ok(())
}

fn main() {}
