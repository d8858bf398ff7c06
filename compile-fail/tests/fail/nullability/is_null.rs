//! A test for NULL is no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<bool>> = select(Person::email.is_null()).all(db).await?;
    Ok(())
}

fn main() {}
