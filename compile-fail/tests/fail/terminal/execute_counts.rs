//! `execute` returns the number of rows.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _n: Vec<Person> = select(Person).execute(db).await?;
    Ok(())
}

fn main() {}
