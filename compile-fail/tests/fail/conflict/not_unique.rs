//! A conflict is by columns that are unique.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Person::name).ignore().execute(db).await?;
    Ok(())
}

fn main() {}
