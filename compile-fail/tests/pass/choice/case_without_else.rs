//! A CASE without ELSE can be NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<i32>> = select(case_when(Person::age.lt(18), 1)).all(db).await?;
    Ok(())
}

fn main() {}
