//! `all` returns what is selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people: Vec<Person> = select(Person).all(db).await?;
    Ok(())
}

fn main() {}
