//! The items of a row are in the order of the selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(String, i32)> = select((Person::id, Person::name)).all(db).await?;
    Ok(())
}

fn main() {}
