//! A new row has no columns to be read.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("Alice").age(coalesce((select(max(Person::age)).scalar(), 0)) + 1).active(true)).await?;
    Ok(())
}

fn main() {}
