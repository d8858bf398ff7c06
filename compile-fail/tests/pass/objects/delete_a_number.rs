//! An object is deleted; a key has a verb of its own.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.delete_key::<Person>(1).await?;
    Ok(())
}

fn main() {}
