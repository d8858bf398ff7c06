//! A patch is no row that could be inserted.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::patch(1)).await?;
    Ok(())
}

fn main() {}
