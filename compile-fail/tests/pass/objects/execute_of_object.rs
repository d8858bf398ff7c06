//! An update of an object returns no row that could be left out.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.update(Person::patch(1).age(2)).execute().await?;
    Ok(())
}

fn main() {}
