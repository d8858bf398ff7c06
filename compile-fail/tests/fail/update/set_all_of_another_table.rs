//! Assignments are of columns of the table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set_all((Person::age.set(1), Author::name.set("x"))).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
