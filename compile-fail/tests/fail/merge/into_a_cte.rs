//! Rows are merged into a table of the database.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(Adult).using(Person, Adult::id.eq(Person::id)).when_matched().delete().execute(db).await?;
    Ok(())
}

fn main() {}
