//! A field is selected from an expression.

include!("../../../tables.rs");

#[derive(Row, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Adult::fields().id(value(1)).name(Person::name)).all(db).await?;
    Ok(())
}

fn main() {}
