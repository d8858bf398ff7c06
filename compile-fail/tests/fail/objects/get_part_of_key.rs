//! A key of two columns is a tuple of two values.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _chapter = db.get::<Chapter>(BookId(1)).await?;
    Ok(())
}

fn main() {}
