//! A comparison with a column that may be NULL is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<bool>> = select(Person::manager_id.gt(1)).all(db).await?;
    Ok(())
}

fn main() {}
