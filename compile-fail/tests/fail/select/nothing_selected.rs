//! A query that begins with FROM says what it returns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    from(Person).filter(Person::age.gt(25)).all(db).await?;
    Ok(())
}

fn main() {}
