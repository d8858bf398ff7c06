//! An object that is updated is borrowed mutably.

include!("../../../tables.rs");

async fn program(db: &mut Connection, person: Tracked<Person>) -> Result<(), piton::Error> {
    db.update(&person).await?;
    Ok(())
}

fn main() {}
