//! The primary key of a table does not determine its alias.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, max(Manager.name)))
        .join(Manager, Person::manager_id.eq(Manager.id))
        .group_by(Person::id)
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
