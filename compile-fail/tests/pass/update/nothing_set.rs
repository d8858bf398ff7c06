//! An `UPDATE` sets a column.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, 1).filter(Person::id.eq(1)).execute(db).await?;
    Ok(())
}

fn main() {}
