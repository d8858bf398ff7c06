//! What is returned has the columns of the CTE.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    with(Adult.of(delete(Person).every_row().returning(Person::id)), select(Adult)).all(db).await?;
    Ok(())
}

fn main() {}
