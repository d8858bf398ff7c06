//! An object must be tracked before it is changed, so that it can be updated.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Person) -> Result<(), piton::Error> {
    person.age = 31;
    db.update(&mut person).await?;
    Ok(())
}

fn main() {}
