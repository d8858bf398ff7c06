//! Without GROUP BY, HAVING reads aggregates.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(count(Person::id)).having(max(Person::age).gt(25)).all(db).await?;
    Ok(())
}

fn main() {}
