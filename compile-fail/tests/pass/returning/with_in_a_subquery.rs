//! What changes rows is bound at the top level, not in a subquery.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(delete(Person).filter(Person::id.eq(1)).returning((Person::id, Person::name))), select(Book::title).filter(exists(select(Adult)))).all(db).await?;
    Ok(())
}

fn main() {}
