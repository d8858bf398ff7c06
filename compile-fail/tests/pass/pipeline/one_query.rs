//! One query is no pipeline.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_people,) = db.pipeline((select(Person),)).await?;
    Ok(())
}

fn main() {}
