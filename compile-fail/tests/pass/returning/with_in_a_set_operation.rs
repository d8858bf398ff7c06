//! What changes rows is bound around a set operation, not in it.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(delete(Person).filter(Person::id.eq(1)).returning((Person::id, Person::name))), select(Person::name).union(select(Adult::name))).all(db).await?;
    Ok(())
}

fn main() {}
