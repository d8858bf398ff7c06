//! A stream that is inserted yields rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert_stream(0..10).await?;
    Ok(())
}

fn main() {}
