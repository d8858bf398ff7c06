//! COALESCE is NULL where all its values are.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<String>> = select(coalesce((Person::email, None::<String>))).all(db).await?;
    Ok(())
}

fn main() {}
