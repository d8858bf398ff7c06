//! Each of many keys has the type of the key's column.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = db.get_many::<Person>([1]).await?;
    Ok(())
}

fn main() {}
