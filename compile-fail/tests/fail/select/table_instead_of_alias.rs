//! The columns of a table are not those of its alias.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Manager.name).filter(Person::age.gt(60)).all(db).await?;
    Ok(())
}

fn main() {}
