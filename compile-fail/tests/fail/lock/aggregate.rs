//! Rows of groups are not locked.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    from(Person).select(count_all()).for_update().all(db).await?;
    Ok(())
}

fn main() {}
