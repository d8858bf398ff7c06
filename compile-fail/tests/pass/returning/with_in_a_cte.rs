//! What changes rows is bound at the top level, not inside of a CTE.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

#[derive(Cte, Debug)]
struct Other {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with((Adult.of(delete(Person).filter(Person::id.eq(1)).returning((Person::id, Person::name))), Other.of(select(Adult))), select(Other)).all(db).await?;
    Ok(())
}

fn main() {}
