//! RETURNING has no aggregates.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).every_row().returning(Person::id).all(db).await?;
    Ok(())
}

fn main() {}
