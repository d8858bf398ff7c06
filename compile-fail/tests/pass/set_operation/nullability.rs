//! A column is an `Option` if it is one in either query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let names: Vec<Option<String>> = select(Person::name).union(select(Person::email)).all(db).await?;
    drop(names);
    Ok(())
}

fn main() {}
