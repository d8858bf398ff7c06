//! The results of a pipeline are in the order of its queries.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_count, _people): (i64, Vec<Person>) =
        db.pipeline((select(Person), select(count(Person::id)).piped().one())).await?;
    Ok(())
}

fn main() {}
