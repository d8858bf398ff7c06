//! A table without a primary key has no row to get by it.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _person = db.get::<Person>(1).await?;
    Ok(())
}

fn main() {}
