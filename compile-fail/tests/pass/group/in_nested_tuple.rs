//! A column in a nested tuple is grouped by.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, (max(Person::age), count_all()))).group_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
