//! A new row has no columns to be read.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("Alice").age(Person::age + 1).active(true)).await?;
    Ok(())
}

fn main() {}
