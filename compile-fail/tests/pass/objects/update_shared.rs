//! An object that is updated is borrowed mutably.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Tracked<Person>) -> Result<(), piton::Error> {
    db.update(&mut person).await?;
    Ok(())
}

fn main() {}
