//! The cast of NULL is NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<i64> = select(Person::manager_id.cast::<i64>()).all(db).await?;
    Ok(())
}

fn main() {}
