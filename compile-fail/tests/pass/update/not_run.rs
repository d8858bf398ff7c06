//! An `UPDATE` does nothing before it is run.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    #[deny(unused_must_use)]
    {
        update(Person).set(Person::age, 1).every_row().execute(db).await?;
    }
    Ok(())
}

fn main() {}
