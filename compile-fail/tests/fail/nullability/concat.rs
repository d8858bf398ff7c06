//! Text joined to a text that may be NULL is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<String> = select(Person::name.concat(Person::email)).all(db).await?;
    Ok(())
}

fn main() {}
