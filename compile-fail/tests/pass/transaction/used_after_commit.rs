//! A transaction is over when it is committed.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut transaction = db.begin().await?;
    select(Person).all(&mut transaction).await?;
    select(Person).all(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}

fn main() {}
