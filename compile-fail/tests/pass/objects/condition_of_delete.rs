//! A condition of a deletion is about the row that is deleted.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.delete_key::<Person>(1).only_if(Person::age.gt(1)).await?;
    Ok(())
}

fn main() {}
