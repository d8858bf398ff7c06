//! An alias is a table of its own.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, Manager.name)).join(Manager, Person::manager_id.eq(Manager.id)).all(db).await?;
    Ok(())
}

fn main() {}
