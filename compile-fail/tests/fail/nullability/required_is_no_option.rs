//! A value that is required is no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let emails: Vec<Option<String>> = select(Person::email.required()).all(db).await?;
    drop(emails);
    Ok(())
}

fn main() {}
