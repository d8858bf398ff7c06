//! Every row of an array has its columns given.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert([Person::create().name("Alice").active(true), Person::create().name("Bob").active(true)]).await?;
    Ok(())
}

fn main() {}
