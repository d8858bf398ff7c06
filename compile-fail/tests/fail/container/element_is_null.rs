//! There may be no such element.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<String> = select(piton::functions::string_to_array(Person::name, ",").at(1)).all(db).await?;
    Ok(())
}

fn main() {}
