//! A CTE is bound before a subquery reads it.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

#[derive(Cte, Debug)]
struct Tick {
    n: i32,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(select((Person::id, Person::name))), select(Person::id).filter(exists(from(Adult)))).all(db).await?;
    Ok(())
}

fn main() {}
