//! An object that is refreshed is borrowed mutably.

include!("../../../tables.rs");

async fn program(db: &mut Connection, person: Person) -> Result<(), piton::Error> {
    db.refresh(&person).await?;
    Ok(())
}

fn main() {}
