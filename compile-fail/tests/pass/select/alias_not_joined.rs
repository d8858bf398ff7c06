//! An alias is a table of its own.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, Manager.name)).join(Manager, Person::manager_id.eq(Manager.id)).all(db).await?;
    Ok(())
}

fn main() {}
