//! `execute` returns the number of rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _n: u64 = select(Person).execute(db).await?;
    Ok(())
}

fn main() {}
