//! `insert` takes complete rows, too.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("Alice").age(30).active(true)).execute(db).await?;
    Ok(())
}

fn main() {}
