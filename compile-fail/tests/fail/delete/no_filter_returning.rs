//! A `DELETE` that returns rows says which ones.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).returning(Person::id).all(db).await?;
    Ok(())
}

fn main() {}
