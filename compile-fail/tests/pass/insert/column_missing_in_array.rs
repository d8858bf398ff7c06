//! Every row of an array has its columns given.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert([Person::create().name("Alice").age(1).active(true), Person::create().name("Bob").age(2).active(true)]).await?;
    Ok(())
}

fn main() {}
