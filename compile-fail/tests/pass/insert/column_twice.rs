//! A column has one value.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("Alice").age(30).active(true)).await?;
    Ok(())
}

fn main() {}
