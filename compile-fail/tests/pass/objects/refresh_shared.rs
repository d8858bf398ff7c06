//! An object that is refreshed is borrowed mutably.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Person) -> Result<(), piton::Error> {
    db.refresh(&mut person).await?;
    Ok(())
}

fn main() {}
