//! Raw SQL in a pipeline says what becomes of its rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let (_people, _ids) =
        db.pipeline((select(Person), sql!("SELECT id FROM person").piped().all::<i32>())).await?;
    Ok(())
}

fn main() {}
