//! The first row has none before it.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<Option<i32>> = select(lag(Person::age).over(window().order_by(Person::id))).all(db).await?;
    Ok(())
}

fn main() {}
