//! An update of an object returns no row that could be left out.

include!("../../../tables.rs");

async fn program(db: &mut Connection, mut person: Tracked<Person>) -> Result<(), piton::Error> {
    db.update(&mut person).execute().await?;
    Ok(())
}

fn main() {}
