//! TRUNCATE removes all rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).filter(Person::id.eq(1)).execute(db).await?;
    Ok(())
}

fn main() {}
