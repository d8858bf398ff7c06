//! The row that was proposed is not there any more in RETURNING.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).returning(Person::age).all(db).await?;
    Ok(())
}

fn main() {}
