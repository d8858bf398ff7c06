//! The sum of `i32` is an `Option<i64>`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _sum: Option<i32> = select(sum(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
