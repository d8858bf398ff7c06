//! The mean of integers is a `Numeric`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _mean: Option<f64> = select(avg(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
