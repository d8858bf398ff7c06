//! The mean of integers is a `Numeric`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _mean: Option<piton::value::Numeric> = select(avg(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
