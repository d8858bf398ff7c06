//! Objects are inserted into a table of the database.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    db.insert(Person::create().name("A").age(1).active(true)).await?;
    Ok(())
}

fn main() {}
