//! Inside of a transaction nothing runs beside it.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let transaction = db.begin().await?;
    select(Person).all(&mut *db).await?;
    transaction.commit().await?;
    Ok(())
}

fn main() {}
