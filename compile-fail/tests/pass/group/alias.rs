//! The primary key of a table does not determine its alias.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, max(Manager.name)))
        .join(Manager, Person::manager_id.eq(Manager.id))
        .group_by(Person::id)
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
