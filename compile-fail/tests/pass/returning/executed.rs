//! What returns rows is run by a verb that gives them.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).execute(db).await?;
    Ok(())
}

fn main() {}
