//! Rows are made by `create`, not of tuples.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(("Alice", 30)).await?;
    Ok(())
}

fn main() {}
