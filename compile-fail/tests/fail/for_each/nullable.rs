//! A column that may be NULL is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::email).for_each(db, |email: &str| assert_ne!(email, "")).await?;
    Ok(())
}

fn main() {}
