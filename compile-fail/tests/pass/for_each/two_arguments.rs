//! The closure takes a tuple.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::name))
        .for_each(db, |(id, name): (i32, &str)| assert!(id > 0 && !name.is_empty()))
        .await?;
    Ok(())
}

fn main() {}
