//! A new row is inserted, not updated.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Person::create().name("Ann").age(1).active(true)).await?;
    Ok(())
}

fn main() {}
