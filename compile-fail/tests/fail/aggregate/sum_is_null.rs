//! A sum of no rows is NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _sum: i64 = select(sum(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
