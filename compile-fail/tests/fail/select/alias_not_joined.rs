//! An alias is a table of its own.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, Manager.name)).all(db).await?;
    Ok(())
}

fn main() {}
