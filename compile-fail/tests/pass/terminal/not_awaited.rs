//! What is not awaited does nothing.
#![deny(unused_must_use)]

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person).all(db).await?;
    Ok(())
}

fn main() {}
