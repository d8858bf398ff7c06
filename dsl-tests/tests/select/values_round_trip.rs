//! Every type of value goes to a server and back: alone, in columns, in arrays, as NULL, and compared.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::type_complexity,
    reason = "a failed step is a failed test; bits are compared"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use dsl_tests::language::{Random, empty, run};
use piton::prelude::*;
use piton::value::{Foreign, ForeignType, Json, Numeric, SqlType};

/// Makes a table with a column, one that may be NULL, an array and one with NULLs of the type; stores the values in it,
/// receives the same, and finds each by comparing.
macro_rules! round_trips {
    ($db:expr, $type:ty, $values:expr) => {{
        #[derive(Table, Debug, Clone, PartialEq)]
        #[table(name = "t")]
        struct Stored {
            #[column(primary_key)]
            id: i32,
            plain: $type,
            maybe: Option<$type>,
            list: Vec<$type>,
            gaps: Option<Vec<Option<$type>>>,
        }
        let (db, values): (&mut Connection, Vec<$type>) = ($db, $values);
        db.batch("DROP TABLE IF EXISTS t").await.unwrap();
        db.create_tables(schema![Stored]).await.unwrap();
        let mut stored = Vec::new();
        for (id, plain) in (0..).zip(&values) {
            let maybe = (id % 2 == 0).then(|| plain.clone());
            let list: Vec<$type> = values.iter().take(usize::try_from(id).unwrap()).cloned().collect();
            let gaps: Option<Vec<Option<$type>>> =
                (id % 3 != 0).then(|| vec![None, Some(plain.clone()), None, maybe.clone()]);
            let sent =
                sql!("INSERT INTO t VALUES ({id}, {plain}, {maybe}, {list}, {gaps})").execute(&mut *db).await;
            assert_eq!(sent.map_err(|error| error.to_string()), Ok(1), "{plain:?}");
            stored.push(Stored { id, plain: plain.clone(), maybe, list, gaps });
        }
        assert_eq!(select(Stored).order_by(Stored::id).all(&mut *db).await.unwrap(), stored);
        for row in &stored {
            let alone: ($type, Option<$type>) = select((value(row.plain.clone()), Stored::maybe))
                .filter(Stored::id.eq(row.id))
                .one(&mut *db)
                .await
                .unwrap();
            assert_eq!(alone, (row.plain.clone(), row.maybe.clone()));
            let raw: Option<$type> = sql!("SELECT {}", row.maybe).one(&mut *db).await.unwrap();
            assert_eq!(raw, row.maybe);
        }
        stored
    }};
}

/// As `round_trips!`, and each value is found by the comparisons that its type has.
macro_rules! compares {
    ($db:expr, $type:ty, $values:expr) => {{
        #[derive(Table, Debug, Clone, PartialEq)]
        #[table(name = "t")]
        struct Compared {
            #[column(primary_key)]
            id: i32,
            plain: $type,
            maybe: Option<$type>,
            list: Vec<$type>,
        }
        let db: &mut Connection = $db;
        let stored = round_trips!(&mut *db, $type, $values);
        for row in stored {
            let id = || select(Compared::id).order_by(Compared::id);
            let equal = id().filter(Compared::plain.eq(row.plain.clone())).all(&mut *db).await.unwrap();
            assert!(equal.contains(&row.id), "{row:?}");
            let by_reference = id().filter(Compared::plain.eq(&row.plain)).all(&mut *db).await.unwrap();
            assert_eq!(by_reference, equal);
            let listed = id().filter(Compared::plain.in_([row.plain.clone()])).all(&mut *db).await.unwrap();
            assert_eq!(listed, equal);
            let others = id().filter(Compared::plain.not_in([&row.plain])).all(&mut *db).await.unwrap();
            assert!(!others.contains(&row.id), "{row:?}");
            let both_ends = id()
                .filter(Compared::plain.between(row.plain.clone(), &row.plain))
                .all(&mut *db)
                .await
                .unwrap();
            assert_eq!(both_ends, equal);
            let same = id()
                .filter(Compared::maybe.is_not_distinct_from(row.maybe.clone()))
                .all(&mut *db)
                .await
                .unwrap();
            assert!(same.contains(&row.id), "{row:?}");
            let arrays = id().filter(Compared::list.eq(row.list.clone())).all(&mut *db).await.unwrap();
            assert!(arrays.contains(&row.id), "{row:?}");
            let columns = id().filter(Compared::plain.eq(Compared::maybe)).all(&mut *db).await.unwrap();
            assert!(columns.contains(&row.id) == row.maybe.is_some(), "{row:?}");
        }
    }};
}

fn numeric(text: &str) -> Numeric {
    text.parse().unwrap()
}

#[tokio::test]
async fn integers_and_booleans() {
    let (_database, mut db) = empty().await;
    compares!(&mut db, i16, vec![i16::MIN, -1, 0, 1, i16::MAX]);
    compares!(&mut db, i32, vec![i32::MIN, -1, 0, 1, i32::MAX]);
    compares!(&mut db, i64, vec![i64::MIN, -1, 0, 1, i64::MAX]);
    compares!(&mut db, bool, vec![true, false]);
}

#[tokio::test]
async fn floats_keep_their_bits() {
    let (_database, mut db) = empty().await;
    compares!(
        &mut db,
        f32,
        vec![0.0, -0.0, 1.5, f32::MIN, f32::MAX, f32::MIN_POSITIVE, 1e-45, f32::INFINITY, f32::NEG_INFINITY]
    );
    compares!(
        &mut db,
        f64,
        vec![0.0, -0.0, 0.1, f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, f64::NEG_INFINITY]
    );
    let mut random = Random::new(3);
    let doubles: Vec<f64> = (0..2000).map(|_| f64::from_bits(random.number())).collect();
    let floats: Vec<f32> =
        (0..2000).map(|_| f32::from_bits(u32::try_from(random.below(1 << 32)).unwrap())).collect();
    let back: (Vec<f64>, Vec<f32>) = sql!("SELECT {doubles}, {floats}").one(&mut db).await.unwrap();
    assert!(back.0.iter().zip(&doubles).all(|(a, b)| a.to_bits() == b.to_bits()));
    assert!(back.1.iter().zip(&floats).all(|(a, b)| a.to_bits() == b.to_bits()));
    let nan: (bool, f64, f32) =
        select((value(f64::NAN).eq(f64::NAN), value(-f64::NAN), value(f32::NAN))).one(&mut db).await.unwrap();
    assert!(nan.0 && nan.1.is_nan() && nan.1.is_sign_negative() && nan.2.is_nan());
}

#[tokio::test]
async fn texts_in_every_rust_form() {
    let (_database, mut db) = empty().await;
    let words =
        ["", " ", "plain", "it's \"quoted\" \\ %_", "ß🦀\u{10ffff}", "\u{1}\n\r\t\u{7f}", "NULL", "{a,b}"];
    let long = "long ".repeat(50_000);
    let texts = || words.into_iter().chain([&*long]);
    compares!(&mut db, String, texts().map(String::from).collect());
    compares!(&mut db, Box<str>, texts().map(Box::from).collect());
    compares!(&mut db, Arc<str>, texts().map(Arc::from).collect());
    compares!(&mut db, Cow<'static, str>, words.into_iter().map(Cow::from).collect());
    let error = select(value("nul \0".to_owned())).one(&mut db).await.unwrap_err();
    assert!(error.to_string().contains("U+0000") && !error.to_string().contains("nul "), "{error}");
}

#[tokio::test]
async fn bytes_in_every_rust_form() {
    let (_database, mut db) = empty().await;
    let all: Vec<u8> = (0..=255).collect();
    let values = || [&b""[..], b"\0", b"\\x00", &all];
    compares!(&mut db, Vec<u8>, values().map(<[u8]>::to_vec).to_vec());
    compares!(&mut db, bytes::Bytes, values().map(bytes::Bytes::copy_from_slice).to_vec());
    let boxed: Box<[u8]> = sql!("SELECT {}", b"abc").one(&mut db).await.unwrap();
    assert_eq!(&*boxed, b"abc");
}

#[tokio::test]
async fn numerics_of_any_size() {
    let (_database, mut db) = empty().await;
    let texts = [
        "0",
        "0.000",
        "-1",
        "1.50",
        "10000",
        "0.0001",
        "-0.00010",
        "99999999999999999999.99999999999999999999",
        "123456789012345678901234567890123456789012345678901234567890",
        "NaN",
    ];
    let mut values: Vec<Numeric> = texts.map(numeric).to_vec();
    values.extend([Numeric::INFINITY, Numeric::NEG_INFINITY]);
    values.push(numeric(&format!("{}.{}", "9".repeat(1000), "1".repeat(1000))));
    compares!(&mut db, Numeric, values.clone());
    for value in &values {
        let text: String = sql!("SELECT {}::text", value).one(&mut db).await.unwrap();
        assert_eq!(text, value.to_string());
    }
    let decimals = ["0", "1.50", "-79228162514264337593543950335", "0.0000000000000000000000000001", "-0.1"];
    compares!(&mut db, rust_decimal::Decimal, decimals.map(|text| text.parse().unwrap()).to_vec());
    for (sql, message) in [
        ("SELECT 'NaN'::numeric", "NaN"),
        ("SELECT 1e30::numeric", "79228162514264337593543950335"),
        ("SELECT 1e-29::numeric", "28"),
    ] {
        let error = db.batch(sql).await.map(|()| sql);
        assert!(error.is_ok());
        let error = sql!("{}", trusted(sql)).one::<rust_decimal::Decimal, _>(&mut db).await.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[tokio::test]
async fn uuids_and_json() {
    let (_database, mut db) = empty().await;
    compares!(&mut db, uuid::Uuid, vec![uuid::Uuid::nil(), uuid::Uuid::max(), uuid::Uuid::from_u128(7)]);
    let any = serde_json::json!({"a": [1, null, "ß\\\"'", 1.5, true, {}], "": 9_007_199_254_740_993_i64});
    compares!(
        &mut db,
        serde_json::Value,
        vec![any.clone(), serde_json::json!(null), serde_json::json!("x"), serde_json::json!([])]
    );
    compares!(
        &mut db,
        Json<BTreeMap<String, Vec<i32>>>,
        vec![Json(BTreeMap::new()), Json(BTreeMap::from([("k".into(), vec![1, 2])]))]
    );
    let json: serde_json::Value = sql!("SELECT '{{\"a\": 1}}'::json").one(&mut db).await.unwrap();
    assert_eq!(json, serde_json::json!({"a": 1}));
    let error = sql!("SELECT '[\"secret\"]'::jsonb").one::<Json<Vec<i32>>, _>(&mut db).await.unwrap_err();
    assert!(error.to_string().contains("shape of") && !error.to_string().contains("secret"), "{error}");
}

#[tokio::test]
async fn dates_and_times_of_chrono() {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
    let (_database, mut db) = empty().await;
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let time = |s: u32, us: u32| NaiveTime::from_num_seconds_from_midnight_opt(s, us * 1000).unwrap();
    let dates =
        vec![date(-4712, 1, 1), date(0, 1, 1), date(1999, 12, 31), date(2000, 2, 29), date(262_142, 12, 31)];
    let times = vec![time(0, 0), time(43_200, 1), time(86_399, 999_999)];
    let moments: Vec<NaiveDateTime> =
        dates.iter().flat_map(|date| times.iter().map(|time| date.and_time(*time))).collect();
    compares!(&mut db, NaiveDate, dates.clone());
    compares!(&mut db, NaiveTime, times);
    compares!(&mut db, NaiveDateTime, moments.clone());
    compares!(&mut db, DateTime<Utc>, moments.iter().map(NaiveDateTime::and_utc).collect());
    compares!(
        &mut db,
        DateTime<FixedOffset>,
        moments.iter().map(|moment| moment.and_utc().fixed_offset()).collect()
    );
    limits::<NaiveDate>(&mut db, "date", "262142").await;
    limits::<NaiveDateTime>(&mut db, "timestamp", "262142").await;
    limits::<DateTime<Utc>>(&mut db, "timestamptz", "262142").await;
    midnight::<NaiveTime>(&mut db).await;
    let zoned: DateTime<Utc> =
        sql!("SELECT {}", "2024-06-01T12:00:00+02:00".parse::<DateTime<FixedOffset>>().unwrap())
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(zoned.to_rfc3339(), "2024-06-01T10:00:00+00:00");
}

#[tokio::test]
async fn dates_and_times_of_jiff() {
    use jiff::Timestamp;
    use jiff::civil::{Date, DateTime, Time};
    let (_database, mut db) = empty().await;
    let dates =
        vec![Date::constant(-4712, 1, 1), Date::constant(1, 1, 1), Date::constant(2000, 2, 29), Date::MAX];
    let times = vec![Time::MIN, Time::constant(12, 0, 0, 1000), Time::constant(23, 59, 59, 999_999_000)];
    let moments: Vec<DateTime> =
        dates.iter().flat_map(|date| times.iter().map(|time| date.to_datetime(*time))).collect();
    compares!(&mut db, Date, dates);
    compares!(&mut db, Time, times);
    compares!(&mut db, DateTime, moments);
    let instants = [
        "-004712-01-02T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "2024-06-01T12:00:00Z",
        "9999-12-30T00:00:00Z",
    ];
    compares!(&mut db, Timestamp, instants.map(|text| text.parse().unwrap()).to_vec());
    limits::<Date>(&mut db, "date", "9999").await;
    limits::<DateTime>(&mut db, "timestamp", "9999").await;
    limits::<Timestamp>(&mut db, "timestamptz", "9999").await;
    midnight::<Time>(&mut db).await;
}

#[tokio::test]
async fn dates_and_times_of_time() {
    use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};
    let (_database, mut db) = empty().await;
    let date = |y, m, d| Date::from_calendar_date(y, m, d).unwrap();
    let dates = vec![date(-4712, Month::January, 1), date(2000, Month::February, 29), Date::MAX];
    let times = vec![
        Time::MIDNIGHT,
        Time::from_hms_micro(12, 0, 0, 1).unwrap(),
        Time::from_hms_micro(23, 59, 59, 999_999).unwrap(),
    ];
    let moments: Vec<PrimitiveDateTime> =
        dates.iter().flat_map(|date| times.iter().map(|time| date.with_time(*time))).collect();
    compares!(&mut db, Date, dates);
    compares!(&mut db, Time, times);
    compares!(&mut db, PrimitiveDateTime, moments.clone());
    compares!(&mut db, OffsetDateTime, moments.into_iter().map(PrimitiveDateTime::assume_utc).collect());
    limits::<Date>(&mut db, "date", "9999").await;
    limits::<PrimitiveDateTime>(&mut db, "timestamp", "9999").await;
    limits::<OffsetDateTime>(&mut db, "timestamptz", "9999").await;
    midnight::<Time>(&mut db).await;
}

/// What PostgreSQL can hold and the Rust type cannot is an error that says so.
async fn limits<T: piton::value::Value + std::fmt::Debug>(db: &mut Connection, ty: &str, last: &str) {
    for infinite in ["infinity", "-infinity"] {
        let error = sql!("SELECT {}", trusted(format!("'{infinite}'::{ty}")))
            .one::<T, _>(&mut *db)
            .await
            .unwrap_err();
        assert!(error.to_string().contains(&format!("is `{infinite}`")), "{error}");
    }
    let query = sql!("SELECT {}", trusted(format!("'{}-01-01'::{ty}", last.parse::<i32>().unwrap() + 1)));
    let error = query.one::<T, _>(db).await.unwrap_err().to_string();
    assert!(error.contains(&format!("ends with the year {last}")), "{error}");
}

async fn midnight<T: piton::value::Value + std::fmt::Debug>(db: &mut Connection) {
    let error = sql!("SELECT '24:00'::time").one::<T, _>(db).await.unwrap_err().to_string();
    assert!(error.contains("24:00:00"), "{error}");
}

#[tokio::test]
async fn parameters_beyond_the_range_of_the_database_are_errors_that_name_it() {
    let (_database, mut db) = empty().await;
    let first = chrono::NaiveDate::MIN;
    let error = select(value(first)).one(&mut db).await.unwrap_err().to_string();
    assert!(error.starts_with("parameter $1 cannot be sent: ") && error.contains("4713 BC"), "{error}");
    let error =
        select(value(first.and_hms_opt(0, 0, 0).unwrap())).one(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("4713 BC to the year 294276"), "{error}");
    let leap = chrono::NaiveTime::from_num_seconds_from_midnight_opt(86_399, 1_500_000_000).unwrap();
    let error = select(value(leap)).one(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("leap second"), "{error}");
    assert_eq!(select(value(1)).one(&mut db).await.unwrap(), 1);
}

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
#[pg_enum(schema = "App", name = "mo\"od", rename_all = "kebab-case")]
enum Mood {
    SoSo,
    #[pg_enum(rename = "très ' content")]
    Glad,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct UserId(i64);

#[derive(Value, Debug, Clone, PartialEq)]
#[value(sql_type = "citext")]
struct Email(String);

#[derive(Value, Debug, Clone, PartialEq)]
#[value(sql_type = "positive")]
struct Positive(i32);

#[derive(Debug, Clone, Copy)]
enum Inet {}

impl ForeignType for Inet {
    const TYPE: &'static SqlType = &SqlType::builtin("inet", 869, 1041);
}

#[tokio::test]
async fn types_of_the_user() {
    let (_database, mut db) = empty().await;
    compares!(&mut db, UserId, vec![UserId(i64::MIN), UserId(0), UserId(7)]);
    compares!(&mut db, Mood, vec![Mood::SoSo, Mood::Glad]);
    run(&mut db, "CREATE EXTENSION citext").await;
    compares!(&mut db, Email, vec![Email("A@b".into()), Email(String::new())]);
    let found: Vec<i32> = {
        #[derive(Table)]
        #[table(name = "t")]
        struct Mail {
            #[column(primary_key)]
            id: i32,
            plain: Email,
        }
        let row = select(Mail).filter(Mail::plain.eq(Email("a@B".into()))).one(&mut db).await.unwrap();
        vec![row.id, i32::try_from(row.plain.0.len()).unwrap()]
    };
    assert_eq!(found, [0, 3], "compared by the rules of citext");
    let addresses: [IpAddr; 3] = ["127.0.0.1", "::1", "10.255.0.1"].map(|text| text.parse().unwrap());
    compares!(&mut db, Foreign<IpAddr, Inet>, addresses.map(Foreign::new).to_vec());
}

#[tokio::test]
async fn a_domain_is_received_as_the_type_under_it() {
    let (_database, mut db) = empty().await;
    run(
        &mut db,
        "CREATE DOMAIN positive AS int4 CHECK (VALUE > 0); CREATE DOMAIN great AS positive CHECK (VALUE > 9)",
    )
    .await;
    compares!(&mut db, Positive, vec![Positive(1), Positive(i32::MAX)]);
    let great: Positive = sql!("SELECT 10::great").one(&mut db).await.unwrap();
    assert_eq!(great, Positive(10));
    let error = sql!("SELECT {}", Positive(0)).one::<Positive, _>(&mut db).await.unwrap_err();
    assert!(error.is_check_violation(), "{error}");
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Overridden {
    #[column(primary_key, sql_type = "int4")]
    id: i32,
    #[column(sql_type = "varchar(50)")]
    short: String,
    #[column(sql_type = "char(5)")]
    padded: String,
    #[column(sql_type = "name")]
    name: String,
    #[column(sql_type = "citext")]
    folded: String,
    #[column(sql_type = "json")]
    json: serde_json::Value,
    #[column(sql_type = "jsonb")]
    jsonb: Json<Vec<i32>>,
    #[column(sql_type = "numeric(10, 2)")]
    price: Numeric,
    #[column(sql_type = "timestamp(3) with time zone")]
    at: chrono::DateTime<chrono::Utc>,
    #[column(sql_type = "varchar(5)[]")]
    tags: Vec<Option<String>>,
    #[column(sql_type = "positive")]
    positive: Option<i32>,
    #[column(sql_type = "mood")]
    mood: Option<String>,
}

#[tokio::test]
async fn overridden_types_are_received_and_most_are_compared() {
    let (_database, mut db) = empty().await;
    run(
        &mut db,
        "CREATE EXTENSION citext; CREATE DOMAIN positive AS int4 CHECK (VALUE > 0); CREATE TYPE mood AS ENUM ('sad', 'glad')",
    )
    .await;
    db.create_tables(schema![Overridden]).await.unwrap();
    let row = Overridden {
        id: 1,
        short: "it's".into(),
        padded: "ab   ".into(),
        name: "n".into(),
        folded: "AbC".into(),
        json: serde_json::json!({"a": 1}),
        jsonb: Json(vec![1, 2]),
        price: numeric("12.50"),
        at: "2024-06-01T10:00:00.123Z".parse().unwrap(),
        tags: vec![Some("x".into()), None],
        positive: Some(7),
        mood: Some("glad".into()),
    };
    let Overridden { id, short, padded, name, folded, json, jsonb, price, at, tags, positive, mood } = &row;
    let insert = sql!(
        "INSERT INTO overridden VALUES ({id}, {short}, {padded}, {name}, {folded}, {json}, {jsonb}, {price}, {at}, {tags}, {positive}, {mood}::text::mood)"
    );
    insert.execute(&mut db).await.unwrap();
    assert_eq!(select(Overridden).one(&mut db).await.unwrap(), row);
    let found = select(Overridden)
        .filter(Overridden::short.eq("it's"))
        .filter(Overridden::short.in_(["it's"]))
        .filter(Overridden::short.starts_with("it'"))
        .filter(Overridden::padded.eq("ab"))
        .filter(Overridden::name.eq("n"))
        .filter(Overridden::folded.eq("AbC"))
        .filter(Overridden::folded.contains("b"))
        .filter(Overridden::jsonb.eq(Json([1, 2])))
        .filter(Overridden::price.eq(numeric("12.5")))
        .filter(Overridden::at.eq(*at))
        .filter(Overridden::positive.eq(7))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(found, row);
    let ends: (Option<String>, Option<String>, Option<String>, Option<i32>, Option<String>) = select((
        max(Overridden::short),
        min(Overridden::padded),
        max(Overridden::folded),
        max(Overridden::positive),
        max(Overridden::mood),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(
        ends,
        (Some("it's".into()), Some("ab   ".into()), Some("AbC".into()), Some(7), Some("glad".into()))
    );
}

#[tokio::test]
async fn arrays_that_do_not_fit_a_vec_say_why() {
    let (_database, mut db) = empty().await;
    let empty: Vec<i32> = sql!("SELECT '{{}}'::int4[]").one(&mut db).await.unwrap();
    assert_eq!(empty, [0; 0]);
    let shifted: Vec<i32> = sql!("SELECT '[0:1]={{7,8}}'::int4[]").one(&mut db).await.unwrap();
    assert_eq!(shifted, [7, 8]);
    let error = sql!("SELECT ARRAY[1, NULL]").one::<Vec<i32>, _>(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("element 2 of the array: it is NULL"), "{error}");
    let error =
        sql!("SELECT ARRAY[[1, 2], [3, 4]]").one::<Vec<i32>, _>(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("2 dimensions"), "{error}");
    let many: Vec<i32> = (0..100_000).collect();
    let back: Vec<i32> = sql!("SELECT {many}").one(&mut db).await.unwrap();
    assert_eq!(back, many);
}
