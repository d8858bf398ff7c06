//! A column beside an aggregate is grouped by.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count(Person::id))).group_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
