//! TRUNCATE takes tables of the database.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    truncate((Person, Author)).execute(db).await?;
    Ok(())
}

fn main() {}
