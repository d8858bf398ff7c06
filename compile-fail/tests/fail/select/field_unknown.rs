//! Only fields of the row are selected.

include!("../../../tables.rs");

#[derive(Row, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Adult::fields().id(Person::id).name(Person::name).age(Person::age)).all(db).await?;
    Ok(())
}

fn main() {}
