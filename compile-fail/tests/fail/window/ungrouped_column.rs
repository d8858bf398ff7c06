//! A window of groups reads only what they have one value of.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i64, i64)> = select((count(Person::id), rank().over(window().order_by(Person::name)))).all(db).await?;
    Ok(())
}

fn main() {}
