//! The texts of `for_each` are borrowed.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::name).for_each(db, |name: String| assert!(!name.is_empty())).await?;
    Ok(())
}

fn main() {}
