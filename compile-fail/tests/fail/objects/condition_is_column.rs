//! A condition is a comparison.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.delete_key::<Person>(1).only_if(Person::age).await?;
    Ok(())
}

fn main() {}
