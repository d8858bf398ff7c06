//! An array of no rows is NULL, and its values can be.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<Vec<Option<String>>>> = select(array_agg(Person::name)).all(db).await?;
    Ok(())
}

fn main() {}
