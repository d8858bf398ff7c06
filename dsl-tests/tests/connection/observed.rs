//! What can be seen of statements: spans, slow statements, tags, counters.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dsl_tests::language::{Person, empty, people, run};
use piton::connection::Counters;
use piton::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The fields of a span or an event, by their names.
type Fields = BTreeMap<&'static str, String>;

/// Remembers all spans and events of piton.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Told>>>);

#[derive(Clone, Debug, Default)]
struct Told {
    target: &'static str,
    fields: Fields,
    closed: bool,
}

struct Reader<'f>(&'f mut Fields);

impl Visit for Reader<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Seen {
    fn all(&self) -> std::sync::MutexGuard<'_, Vec<Told>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The queries that were seen since this was asked for last.
    fn take(&self, target: &str) -> Vec<Told> {
        let taken = std::mem::take(&mut *self.all());
        taken.into_iter().filter(|told| told.target == target).collect()
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("piton")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut told = Told { target: attributes.metadata().target(), ..Told::default() };
        attributes.record(&mut Reader(&mut told.fields));
        self.all().push(told);
        Id::from_u64(self.all().len() as u64)
    }

    fn record(&self, id: &Id, record: &Record<'_>) {
        if let Some(told) = self.all().get_mut(id.into_u64() as usize - 1) {
            record.record(&mut Reader(&mut told.fields));
        }
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = Told { target: event.metadata().target(), ..Told::default() };
        event.record(&mut Reader(&mut told.fields));
        self.all().push(told);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}

    fn try_close(&self, id: Id) -> bool {
        if let Some(told) = self.all().get_mut(id.into_u64() as usize - 1) {
            told.closed = true;
        }
        true
    }
}

fn field<'t>(told: &'t Told, name: &str) -> Option<&'t str> {
    told.fields.get(name).map(String::as_str)
}

#[tokio::test]
async fn a_query_is_a_span_with_the_names_of_opentelemetry() -> Result {
    let (database, mut db) = people().await;
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    let rows = select(Person::name).filter(Person::name.ne("a secret")).all(&mut db).await?;
    let [told] = &*seen.take("piton::query") else { return Err("not one span".into()) };
    let config = database.config();
    let expected = [
        ("otel.kind", "client".to_owned()),
        ("otel.name", "SELECT".to_owned()),
        ("db.system.name", "postgresql".to_owned()),
        ("db.namespace", config.get_dbname().unwrap_or_default().to_owned()),
        ("db.operation.name", "SELECT".to_owned()),
        ("db.query.text", r#"SELECT "person"."name" FROM "person" WHERE "person"."name" <> $1"#.to_owned()),
        ("db.response.returned_rows", rows.len().to_string()),
        ("server.port", config.get_ports().first().copied().unwrap_or(5432).to_string()),
    ];
    for (name, value) in expected {
        assert_eq!(field(told, name), Some(&*value), "{name}");
    }
    assert!(field(told, "server.address").is_some() && told.closed);
    for name in ["error.type", "otel.status_code", "db.response.status_code", "db.operation.batch.size"] {
        assert_eq!(field(told, name), None);
    }
    assert!(!format!("{told:?}").contains("a secret"));
    Ok(())
}

#[tokio::test]
async fn what_fails_says_how() -> Result {
    let (_database, mut db) = people().await;
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    assert!(sql!("SELECT 1 / {}", 0).execute(&mut db).await.is_err());
    assert!(sql!("INSERT INTO person SELECT * FROM person").execute(&mut db).await.is_err());
    assert!(sql!("SELECT pg_terminate_backend(pg_backend_pid())").execute(&mut db).await.is_err());
    let told = seen.take("piton::query");
    let states: Vec<_> = told.iter().map(|told| field(told, "db.response.status_code")).collect();
    assert_eq!(states, [Some("22012"), Some("23505"), Some("57P01")]);
    for told in told {
        assert_eq!(field(&told, "error.type"), field(&told, "db.response.status_code"));
        assert_eq!(field(&told, "otel.status_code"), Some("ERROR"));
        assert_eq!(field(&told, "db.response.returned_rows"), None);
    }
    Ok(())
}

#[tokio::test]
async fn every_way_to_execute_is_seen() -> Result {
    let (database, mut db) = people().await;
    let pool = Pool::builder().max_size(1).connect(database.url()).await?;
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    let names = || select(Person::name);
    let operations = |told: Vec<Told>| -> Vec<String> {
        assert!(told.iter().all(|told| told.closed), "{told:?}");
        told.iter().map(|told| field(told, "db.operation.name").unwrap_or_default().to_owned()).collect()
    };
    let mut transaction = db.begin().await?;
    transaction.batch("SELECT 1; SELECT 2").await?;
    transaction.commit().await?;
    assert_eq!(operations(seen.take("piton::query")), ["BEGIN", "SELECT", "COMMIT"]);
    let mut rows = names().stream(&mut db);
    while rows.try_next().await?.is_some() {}
    drop(rows);
    db.pipeline((names(), names())).await?;
    db.pipeline((names(), sql!("UPDATE person SET age = 1").piped().execute())).await?;
    let told = seen.take("piton::query");
    assert_eq!(field(&told[1], "db.operation.batch.size"), Some("2"));
    assert!(field(&told[1], "db.query.text").is_some_and(|text| text.contains("; SELECT")));
    assert_eq!(operations(told), ["SELECT", "BATCH SELECT", "BATCH"]);
    let (a, b) = tokio::join!(names().all(&pool), names().all(&pool));
    assert_eq!((a?.len(), b?.len()), (3, 3));
    assert_eq!(operations(seen.take("piton::query")), ["SELECT", "SELECT"]);
    Ok(())
}

#[tokio::test]
async fn what_is_slow_is_told_and_nothing_else() -> Result {
    let (_database, mut db) = people().await;
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(seen.clone());
    sql!("SELECT pg_sleep(0.05)").execute(&mut db).await?;
    assert!(seen.take("piton::slow").is_empty(), "nobody has asked for it");
    db.set_slow_limit(Duration::from_millis(40));
    sql!("SELECT 1").execute(&mut db).await?;
    sql!("SELECT pg_sleep({})", 0.05).execute(&mut db).await?;
    db.batch("SELECT pg_sleep(0.05)").await?;
    // Who waits behind it is not slow.
    let each = db.pipeline_each((sql!("SELECT pg_sleep({})", 0.05).piped().execute(), select(Person::name)));
    let (first, second) = each.await;
    assert_eq!((first?, second?.len()), (1, 3));
    let told = seen.take("piton::slow");
    let texts: Vec<_> = told.iter().filter_map(|told| field(told, "db.query.text")).collect();
    assert_eq!(texts, ["SELECT pg_sleep($1)", "SELECT pg_sleep(0.05)", "SELECT pg_sleep($1)"]);
    assert!(told.iter().all(|told| told.fields.contains_key("elapsed")));
    db.set_slow_limit(None);
    sql!("SELECT pg_sleep(0.05)").execute(&mut db).await?;
    assert!(seen.take("piton::slow").is_empty());
    Ok(())
}

async fn own_query(db: &mut Connection) -> Result<String> {
    Ok(sql!("SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()").one(db).await?)
}

#[tokio::test]
async fn tags_are_in_the_text_that_the_server_sees() -> Result {
    let (_database, mut db) = empty().await;
    let plain = "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    assert_eq!(own_query(&mut db).await?, plain);
    db.set_tags([("route", "/users/{id}"), ("app", "it's */ $1")]);
    let tagged = format!("{plain} /*app='it%27s%20%2A%2F%20%241',route='%2Fusers%2F%7Bid%7D'*/");
    for _ in 0..3 {
        assert_eq!(own_query(&mut db).await?, tagged);
    }
    // Prepared once without and once with them; what was prepared without is closed.
    assert_eq!(db.counters().prepared, 2);
    db.set_tags([("app", "it's */ $1"), ("route", "/users/{id}")]);
    own_query(&mut db).await?;
    assert_eq!(db.counters().prepared, 2, "the same tags in another order");
    let prepared = sql!("SELECT count(*) FROM pg_prepared_statements").one::<i64, _>(&mut db).await?;
    assert_eq!(prepared, 2, "this and the one before");
    // An error names the statement as it was written.
    let error = sql!("SELECT nowhere").execute(&mut db).await.unwrap_err();
    assert_eq!(error.sql(), Some("SELECT nowhere"));
    run(&mut db, "CREATE TABLE seen AS SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        .await;
    let script: String = sql!("SELECT query FROM seen").one(&mut db).await?;
    assert!(script.ends_with("route='%2Fusers%2F%7Bid%7D'*/"), "{script}");
    db.set_tags::<&str, &str>([]);
    assert_eq!(own_query(&mut db).await?, plain);
    Ok(())
}

#[tokio::test]
async fn statements_bytes_and_round_trips_are_counted() -> Result {
    let (_database, mut db) = people().await;
    let difference = |before: Counters, after: Counters| {
        assert!(after.bytes_sent > before.bytes_sent && after.bytes_received > before.bytes_received);
        (after.statements - before.statements, after.round_trips - before.round_trips)
    };
    let before = db.counters();
    select(Person::name).all(&mut db).await?;
    assert_eq!(difference(before, db.counters()), (1, 1));
    let before = db.counters();
    db.pipeline((select(Person::name), select(Person::id), select(Person::age))).await?;
    assert_eq!(difference(before, db.counters()), (3, 1));
    let before = db.counters();
    let each = db.pipeline_each((select(Person::name), select(Person::id))).await;
    assert!(each.0.is_ok() && each.1.is_ok());
    assert_eq!(difference(before, db.counters()), (2, 1));
    let before = db.counters();
    db.batch("SELECT 1; SELECT 2").await?;
    assert_eq!(difference(before, db.counters()), (1, 1));
    Ok(())
}
