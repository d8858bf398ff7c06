//! ORDER BY of a grouped query reads grouped columns.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count_all())).group_by(Person::name).order_by(Person::name).all(db).await?;
    Ok(())
}

fn main() {}
