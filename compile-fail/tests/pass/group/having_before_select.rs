//! HAVING makes groups, before SELECT, too.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    from(Person).having(count_all().gt(1)).select(max(Person::name)).all(db).await?;
    Ok(())
}

fn main() {}
