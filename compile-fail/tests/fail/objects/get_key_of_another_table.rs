//! A row is got by a key of its own table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _book = db.get::<Book>(AuthorId(1)).await?;
    Ok(())
}

fn main() {}
