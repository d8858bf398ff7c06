//! A set operation that reads an outer query cannot be run by itself.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let titles = select(Book::title).union(select(Author::name).filter(Author::name.eq(outer(Person::name))));
    select(Person::id).filter(exists(titles)).all(db).await?;
    Ok(())
}

fn main() {}
