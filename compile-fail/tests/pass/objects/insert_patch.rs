//! A patch is no row that could be inserted.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().id(1).name("Ann").age(1).active(true)).await?;
    Ok(())
}

fn main() {}
