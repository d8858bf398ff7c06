//! Every field of a row is selected.

include!("../../../tables.rs");

#[derive(Row, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Adult::fields().id(Person::id).name(Person::name)).all(db).await?;
    Ok(())
}

fn main() {}
