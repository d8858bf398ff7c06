//! A maximum of no rows is NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _oldest: i32 = select(max(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
