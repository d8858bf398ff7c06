//! A conflict is by columns of the table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).on_conflict(Author::id).ignore().execute(db).await?;
    Ok(())
}

fn main() {}
