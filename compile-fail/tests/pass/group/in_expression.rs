//! A column in an expression is grouped by.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, max(Person::age) + 1)).group_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
