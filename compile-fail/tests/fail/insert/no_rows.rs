//! What is inserted is a row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(5).await?;
    Ok(())
}

fn main() {}
