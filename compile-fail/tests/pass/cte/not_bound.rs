//! A CTE is bound before it is read.

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
    with(Adult.of(select((Person::id, Person::name))), select(Adult)).all(db).await?;
    Ok(())
}

fn main() {}
