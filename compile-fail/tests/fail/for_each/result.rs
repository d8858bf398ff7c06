//! The closure returns nothing.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::age).for_each(db, |age: i32| age > 25).await?;
    Ok(())
}

fn main() {}
