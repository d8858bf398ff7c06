//! A count is an `i64`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _n: i32 = select(count(Person::id)).one(db).await?;
    Ok(())
}

fn main() {}
