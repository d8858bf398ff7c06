//! A condition says which rows DO UPDATE updates.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Person::id).ignore().filter(Person::age.gt(1)).execute(db).await?;
    Ok(())
}

fn main() {}
