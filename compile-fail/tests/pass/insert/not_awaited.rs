//! An insert that is not awaited does nothing.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    #[deny(unused_must_use)]
    {
        db.insert(Person::create().name("Alice").age(30).active(true)).await?;
    }
    Ok(())
}

fn main() {}
