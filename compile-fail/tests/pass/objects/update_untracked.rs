//! An object must be tracked before it is changed, so that it can be updated.

include!("../../../tables.rs");

async fn program(db: &mut Connection, person: Person) -> Result<(), piton::Error> {
    let mut person = person.track();
    person.age = 31;
    db.update(&mut person).await?;
    Ok(())
}

fn main() {}
