//! A column that may be NULL is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::email).for_each(db, |email: Option<&str>| assert_ne!(email, Some(""))).await?;
    Ok(())
}

fn main() {}
