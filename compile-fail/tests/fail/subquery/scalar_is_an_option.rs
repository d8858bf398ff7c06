//! A subquery has perhaps no row.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let ids: Vec<i32> = select(select(Person::id).limit(1).scalar()).all(db).await?;
    drop(ids);
    Ok(())
}

fn main() {}
