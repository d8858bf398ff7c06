//! `execute` returns the number of rows.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _n: Vec<Person> = select(Person).execute(db).await?;
    Ok(())
}

fn main() {}
