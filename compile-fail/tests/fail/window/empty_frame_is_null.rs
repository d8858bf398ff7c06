//! A frame that can be empty has no first value at times.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<i32> = select(first_value(Person::age).over(window().order_by(Person::id).rows_between(preceding(2), preceding(1)))).all(db).await?;
    Ok(())
}

fn main() {}
