//! A column that is rolled up is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let rows: Vec<String> = select(Person::name).group_by(piton::expr::rollup(Person::name)).all(db).await?;
    drop(rows);
    Ok(())
}

fn main() {}
