//! DO UPDATE reads the table and the row that was proposed.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Person::id).update(Person::name.set(Author::name)).execute(db).await?;
    Ok(())
}

fn main() {}
