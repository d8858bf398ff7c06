//! A test for NULL is no `Option`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<bool>> = select(Person::email.is_null()).all(db).await?;
    Ok(())
}

fn main() {}
