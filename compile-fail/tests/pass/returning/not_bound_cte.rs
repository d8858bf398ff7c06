//! What changes rows reads CTEs that are bound.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(select((Person::id, Person::name))), delete(Person).using(Adult).filter(Person::id.eq(Adult::id)).returning(Adult::id)).all(db).await?;
    Ok(())
}

fn main() {}
