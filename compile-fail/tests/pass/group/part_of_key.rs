//! A part of a primary key determines nothing.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Chapter::title, count_all())).group_by((Chapter::book_id, Chapter::number)).all(db).await?;
    Ok(())
}

fn main() {}
