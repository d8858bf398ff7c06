//! A key has the type of its column.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _person = db.get::<Person>(1).await?;
    Ok(())
}

fn main() {}
