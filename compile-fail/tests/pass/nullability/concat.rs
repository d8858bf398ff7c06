//! Text joined to a text that may be NULL is an `Option`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<String>> = select(Person::name.concat(Person::email)).all(db).await?;
    Ok(())
}

fn main() {}
