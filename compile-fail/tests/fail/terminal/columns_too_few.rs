//! A row has as many items as are selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i32, String)> = select((Person::id, Person::name, Person::age)).all(db).await?;
    Ok(())
}

fn main() {}
