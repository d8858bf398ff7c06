//! NULLIF can be NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<String> = select(nullif(Person::name, "")).all(db).await?;
    Ok(())
}

fn main() {}
