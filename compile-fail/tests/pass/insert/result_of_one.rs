//! One row comes back for one.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let person: Person = db.insert(Person::create().name("Alice").age(30).active(true)).await?;
    Ok(())
}

fn main() {}
