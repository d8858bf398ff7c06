//! The transaction around a savepoint waits for its end.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut transaction = db.begin().await?;
    let mut savepoint = transaction.begin().await?;
    select(Person).all(&mut savepoint).await?;
    savepoint.commit().await?;
    transaction.commit().await?;
    Ok(())
}

fn main() {}
