//! The sum of `i32` is an `Option<i64>`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _sum: Option<i32> = select(sum(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
