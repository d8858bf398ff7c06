//! An update does nothing until it is awaited.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Tracked<Person>) -> Result<(), piton::Error> {
    #[deny(unused_must_use)]
    {
        db.update(&mut person).await?;
    }
    Ok(())
}

fn main() {}
