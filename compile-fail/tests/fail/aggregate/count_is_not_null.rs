//! A count is no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _n: Option<i64> = select(count(Person::id)).one(db).await?;
    Ok(())
}

fn main() {}
