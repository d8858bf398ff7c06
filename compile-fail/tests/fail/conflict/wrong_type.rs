//! DO UPDATE sets a column to a value of its type.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Person::id).update(Person::age.set("x")).execute(db).await?;
    Ok(())
}

fn main() {}
