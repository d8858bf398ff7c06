//! The results of a pipeline are in the order of its queries.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_people, _count): (Vec<Person>, i64) =
        db.pipeline((select(Person), select(count(Person::id)).piped().one())).await?;
    Ok(())
}

fn main() {}
