//! A window reads only tables of the query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i32, i64)> = select((Person::id, rank().over(window().order_by(Person::name)))).all(db).await?;
    Ok(())
}

fn main() {}
