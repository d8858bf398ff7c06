//! A column is grouped by, or the primary key of its table is.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, max(Person::age))).group_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
