//! Rows of several tables have their columns given.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert((Person::create().name("Alice").age(30).active(true), Author::create().id(AuthorId(1)).name("B"))).await?;
    Ok(())
}

fn main() {}
