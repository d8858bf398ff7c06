//! A pool is lent to a statement.

include!("../../../tables.rs");

async fn program(pool: Pool) -> Result<(), piton::Error> {
    select(Person).all(&pool).await?;
    Ok(())
}

fn main() {}
