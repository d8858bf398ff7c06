//! A verb consumes the query.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let query = select(Person);
    let first = query.clone().one(&mut *db).await?;
    let all = query.all(db).await?;
    assert_eq!(all.len(), first.id as usize);
    Ok(())
}

fn main() {}
