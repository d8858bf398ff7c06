//! Keys have the type of the primary key.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let ids: Vec<i32> = db.insert([Person::create().name("Alice").age(30).active(true)]).keys().await?;
    Ok(())
}

fn main() {}
