//! ON CONFLICT says what is to be done.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Person::id).ignore().execute(db).await?;
    Ok(())
}

fn main() {}
