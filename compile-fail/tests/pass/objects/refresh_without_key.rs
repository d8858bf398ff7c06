//! Rows of a table without a primary key cannot be refreshed.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Person) -> Result<(), piton::Error> {
    db.refresh(&mut person).await?;
    Ok(())
}

fn main() {}
