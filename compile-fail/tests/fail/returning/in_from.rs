//! What changes rows cannot stand in FROM.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    from(Adult.of(delete(Person).filter(Person::id.eq(1)).returning((Person::id, Person::name)))).select(Adult::id).all(db).await?;
    Ok(())
}

fn main() {}
