//! COALESCE is not NULL where one of its values is not.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<String> = select(coalesce((Person::email, "none"))).all(db).await?;
    Ok(())
}

fn main() {}
