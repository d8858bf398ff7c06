//! A query does nothing until a verb runs it.
#![deny(unused_must_use)]

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person).filter(Person::age.gt(25)).all(db).await?;
    let _ = db;
    Ok(())
}

fn main() {}
