//! Types that only the database knows.

use dsl_tests::{all, statement, statement_with};
use piton::ValueError;
use piton::connection::Connection;
use piton::testing::Database;
use piton::value::{Encode, Encoder, SqlType, Value};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

macro_rules! named {
    ($name:ident, $schema:expr, $sql:literal) => {
        #[derive(Debug, Clone, PartialEq)]
        struct $name(String);

        impl Encode for $name {
            const TYPE: &'static SqlType = &SqlType::named($schema, $sql);

            fn encode(&self, out: &mut Encoder) -> std::result::Result<(), ValueError> {
                out.put(self.0.as_bytes());
                Ok(())
            }
        }

        impl Value for $name {
            type Borrowed<'r> = &'r str;
            type Class = Self;

            fn decode(raw: &[u8]) -> std::result::Result<Self, ValueError> {
                Self::decode_borrowed(raw).map(|text| $name(text.into()))
            }

            fn decode_borrowed(raw: &[u8]) -> std::result::Result<&str, ValueError> {
                std::str::from_utf8(raw).map_err(|_| ValueError::new("no UTF-8"))
            }
        }
    };
}

named!(Mood, None, "mo\"od");
named!(Color, Some("Sc.he ma"), "Color");
named!(Nowhere, Some("nowhere"), "nothing");

const SETUP: &str = "CREATE TYPE \"mo\"\"od\" AS ENUM ('happy', 'sad'); CREATE SCHEMA \"Sc.he ma\"; \
    CREATE TYPE \"Sc.he ma\".\"Color\" AS ENUM ('red', 'blue')";

#[tokio::test]
async fn types_are_looked_up_once_and_together() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch(SETUP).await?;
    let before = connection.counters().round_trips;
    let mut both = statement_with("SELECT ", &Mood("sad".into()), ", ");
    both.part(piton::sql::Clause::Raw, |out| out.bind(&Color("red".into())));
    assert_eq!(
        all::<(Mood, Color)>(&mut connection, &both).await?,
        [(Mood("sad".into()), Color("red".into()))]
    );
    assert_eq!(connection.counters().round_trips, before + 2);
    let happy = statement("SELECT 'happy'::\"mo\"\"od\"");
    assert_eq!(all::<Mood>(&mut connection, &happy).await?, [Mood("happy".into())]);
    assert_eq!(connection.counters().round_trips, before + 3);
    Ok(())
}

#[tokio::test]
async fn arrays_of_them_carry_their_element_type() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch(SETUP).await?;
    for moods in [vec![], vec![Mood("sad".into()), Mood("happy".into()), Mood("sad".into())]] {
        let unnest = statement_with("SELECT unnest(", &moods, ")");
        assert_eq!(all::<Mood>(&mut connection, &unnest).await?, moods);
        let whole = statement_with("SELECT ", &moods, "");
        assert_eq!(all::<Vec<Mood>>(&mut connection, &whole).await?, [moods]);
    }
    Ok(())
}

#[derive(piton::prelude::Value, Debug, Clone, PartialEq)]
#[value(sql_type = "amount")]
struct Amount(i32);

#[derive(piton::prelude::Value, Debug, Clone, PartialEq)]
#[value(sql_type = "integer")]
struct Plain(i32);

#[derive(piton::prelude::Table, Debug, PartialEq)]
struct Part {
    #[column(primary_key, sql_type = "amount")]
    id: i32,
    count: Amount,
    counts: Vec<Amount>,
    plain: Plain,
}

#[tokio::test]
async fn a_domain_is_the_type_below_it() -> Result {
    use piton::prelude::*;

    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch("CREATE DOMAIN amount AS int4 CHECK (value >= 0)").await?;
    connection.create_tables(schema![Part]).await?;
    connection.batch("INSERT INTO part VALUES (1, 2, '{3,4}', 5)").await?;
    let part = Part { id: 1, count: Amount(2), counts: vec![Amount(3), Amount(4)], plain: Plain(5) };
    let query = select(Part)
        .filter(Part::id.in_([1]))
        .filter(Part::count.eq(Amount(2)))
        .filter(Part::counts.eq([Amount(3), Amount(4)]))
        .filter(Part::plain.eq(Plain(5)));
    assert_eq!(query.all(&mut connection).await?, [part]);
    assert_eq!(
        select((max(Part::id), max(Part::count))).one(&mut connection).await?,
        (Some(1), Some(Amount(2)))
    );
    Ok(())
}

#[tokio::test]
async fn a_type_that_does_not_exist_is_named() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    for _ in 0..2 {
        let bound = statement_with("SELECT ", &Nowhere("x".into()), "::text");
        let error = all::<String>(&mut connection, &bound).await.unwrap_err();
        let text = "the type `nowhere.nothing` does not exist in this database";
        assert_eq!(error.to_string(), text);
        let error = all::<Nowhere>(&mut connection, &statement("SELECT 1")).await.unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    connection.batch("CREATE SCHEMA nowhere; CREATE TYPE nowhere.nothing AS ENUM ('x')").await?;
    let bound = statement_with("SELECT ", &Nowhere("x".into()), "::text");
    assert_eq!(all::<String>(&mut connection, &bound).await?, ["x"]);
    Ok(())
}

#[tokio::test]
async fn a_type_that_was_made_again_has_another_oid() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch(SETUP).await?;
    let happy = || statement_with("SELECT ", &Mood("happy".into()), "");
    assert_eq!(all::<Mood>(&mut connection, &happy()).await?, [Mood("happy".into())]);
    connection.batch("DROP TYPE \"mo\"\"od\"; CREATE TYPE \"mo\"\"od\" AS ENUM ('happy')").await?;
    assert_eq!(all::<Mood>(&mut connection, &happy()).await?, [Mood("happy".into())]);
    Ok(())
}

#[tokio::test]
async fn another_type_is_refused_by_name() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch(SETUP).await?;
    let error = all::<Mood>(&mut connection, &statement("SELECT 'x'::text AS mood")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "column 1 (`mood`) of the result is `text` in the database, and its Rust type is `Mood` (`mo\"od`)"
    );
    Ok(())
}

#[tokio::test]
async fn a_type_that_was_made_again_is_known_to_new_statements_from_the_second_on() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection.batch(&format!("BEGIN; {SETUP}")).await?;
    let happy = statement("SELECT 'happy'::\"mo\"\"od\"");
    assert_eq!(all::<Mood>(&mut connection, &happy).await?, [Mood("happy".into())]);
    connection.batch("ROLLBACK").await?;
    connection.batch(SETUP).await?;
    // A result's type is compared when the statement has been executed already, so that it cannot be sent once more.
    let sad = statement("SELECT 'sad'::\"mo\"\"od\"");
    assert!(all::<Mood>(&mut connection, &sad).await.unwrap_err().is_type_mismatch());
    assert_eq!(all::<Mood>(&mut connection, &sad).await?, [Mood("sad".into())]);
    Ok(())
}

#[derive(Value, Debug, PartialEq)]
#[value(sql_type = "email")]
struct Email(String);

#[tokio::test]
async fn a_domain_is_a_type_like_others() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    connection
        .batch("CREATE DOMAIN address AS text; CREATE DOMAIN email AS address CHECK (value LIKE '%@%')")
        .await?;
    let email = || Email("a@b".to_owned());
    assert_eq!(all::<Email>(&mut connection, &statement_with("SELECT ", &email(), "")).await?, [email()]);
    let many = vec![email(), email()];
    assert_eq!(all::<Vec<Email>>(&mut connection, &statement_with("SELECT ", &many, "")).await?, [many]);
    assert!(all::<Email>(&mut connection, &statement("SELECT 1")).await.unwrap_err().is_type_mismatch());
    Ok(())
}
