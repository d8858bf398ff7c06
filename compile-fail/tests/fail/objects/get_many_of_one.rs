//! Many rows are got by many keys.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = db.get_many::<Person>(1).await?;
    Ok(())
}

fn main() {}
