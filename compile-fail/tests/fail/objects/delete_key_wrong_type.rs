//! A row is deleted by a key of its table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.delete_keys::<Book>([1, 2]).await?;
    Ok(())
}

fn main() {}
