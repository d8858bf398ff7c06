//! Dates, times and intervals.

use std::time::Duration;

use dsl_tests::holds;
use dsl_tests::language::empty;
use piton::functions as f;
use piton::functions::{MakeDate, MakeTime, MakeTimestamp, MakeTimestampTz};
use piton::prelude::*;
use piton::value::Interval;

/// Each is selected beside the key, and its rows are decoded.
macro_rules! selects {
    ($db:expr; $($list:expr => $sql:expr;)+) => {$(
        let query = select((Event::id, $list));
        holds! { $db; query.clone() => concat!(r#"SELECT "event"."id", "#, $sql, r#" FROM "event""#); }
        let rows = query.all(&mut $db).await;
        assert_eq!(rows.map(|rows| rows.len()).map_err(|error| error.to_string()), Ok(2));
    )+};
}

/// The same for the types of one crate.
macro_rules! with {
    ($name:ident $date:ty, $time:ty, $timestamp:ty, $timestamptz:ty) => {
        mod $name {
            use super::*;

            type D = $date;
            type T = $time;
            type S = $timestamp;
            type Z = $timestamptz;

            #[derive(Table, Debug)]
            struct Event {
                #[column(primary_key)]
                id: i32,
                d: $date,
                t: $time,
                s: $timestamp,
                z: $timestamptz,
                i: Interval,
            }

            #[tokio::test]
            async fn times_are_calculated_with() {
                let (_database, mut db) = empty().await;
                db.create_tables(schema![Event]).await.unwrap();
                db.batch(
                    "INSERT INTO event VALUES (1, '2024-02-29', '12:30', '2024-02-29 12:30', '2024-02-29 12:30Z', '1 day'),
                        (2, '1999-12-31', '00:00', '1999-12-31 23:59:59.999999', '1970-01-01', '1 month -2 days 3 hours')",
                )
                .await
                .unwrap();
                selects! { db;
                        Event::d + 1 => r#""event"."d" + $1"#;
                        Event::d - 1 => r#""event"."d" - $1"#;
                        Event::d - Event::d => r#""event"."d" - "event"."d""#;
                        Event::d + Event::i => r#""event"."d" + "event"."i""#;
                        Event::d - Interval::days(1) => r#""event"."d" - $1"#;
                        Event::d + Event::t => r#""event"."d" + "event"."t""#;
                        Event::t + Event::d => r#""event"."t" + "event"."d""#;
                        Event::t + Event::i => r#""event"."t" + "event"."i""#;
                        Event::t - Duration::from_secs(1) => r#""event"."t" - $1"#;
                        Event::t - Event::t => r#""event"."t" - "event"."t""#;
                        Event::s + Event::i => r#""event"."s" + "event"."i""#;
                        Event::s - Duration::from_secs(1) => r#""event"."s" - $1"#;
                        Event::s - Event::s => r#""event"."s" - "event"."s""#;
                        Event::z + Event::i => r#""event"."z" + "event"."i""#;
                        Event::z - Duration::from_secs(1) => r#""event"."z" - $1"#;
                        Event::z - Event::z => r#""event"."z" - "event"."z""#;
                        Event::i + Event::i - Interval::months(1) => r#""event"."i" + "event"."i" - $1"#;
                        Event::i + Event::d => r#""event"."i" + "event"."d""#;
Event::i + Event::t => r#""event"."i" + "event"."t""#;
Event::i + Event::s => r#""event"."i" + "event"."s""#;
Event::i + Event::z => r#""event"."i" + "event"."z""#;
Event::i * 2.5 => r#""event"."i" * $1"#;
                        Event::i * Event::id => r#""event"."i" * "event"."id""#;
                        Event::i / 2 => r#""event"."i" / $1"#;
                        -Event::i => r#"-"event"."i""#;
                        (Event::d + 1) + Event::i * 2 => r#""event"."d" + $1 + "event"."i" * $2"#;
                        Event::s - (Event::i - Event::i) => r#""event"."s" - ("event"."i" - "event"."i")"#;
                        (Event::s - Event::s) * 2 => r#"("event"."s" - "event"."s") * $1"#;
                        (Event::d - Event::d) * 2 => r#"("event"."d" - "event"."d") * $1"#;
                        Event::s.at_time_zone("UTC") => r#""event"."s" AT TIME ZONE $1"#;
                        Event::z.at_time_zone("UTC") + Event::i => r#""event"."z" AT TIME ZONE $1 + "event"."i""#;
                        (Event::z + Event::i).at_time_zone("UTC").at_time_zone("CET") => r#"(("event"."z" + "event"."i") AT TIME ZONE $1) AT TIME ZONE $2"#;
                        f::date_trunc("month", Event::s) => r#"date_trunc($1, "event"."s")"#;
                        f::date_trunc("month", Event::z) => r#"date_trunc($1, "event"."z")"#;
                        f::date_trunc("month", Event::i) => r#"date_trunc($1, "event"."i")"#;
                        f::date_trunc_in("day", Event::z, "UTC") => r#"date_trunc($1, "event"."z", $2)"#;
                        f::date_bin(Interval::minutes(15), Event::s, Event::s) => r#"date_bin($1, "event"."s", "event"."s")"#;
                        f::date_bin(Interval::days(1), Event::z, Event::z) => r#"date_bin($1, "event"."z", "event"."z")"#;
                        f::date_part("epoch", Event::d) => r#"date_part($1, "event"."d")"#;
                        f::date_part("epoch", Event::t) => r#"date_part($1, "event"."t")"#;
                        f::date_part("epoch", Event::s) => r#"date_part($1, "event"."s")"#;
                        f::date_part("epoch", Event::z) => r#"date_part($1, "event"."z")"#;
                        f::date_part("epoch", Event::i) => r#"date_part($1, "event"."i")"#;
                        f::age(Event::s, Event::s) => r#"age("event"."s", "event"."s")"#;
                        f::age_today(Event::s) => r#"age("event"."s")"#;
                        f::age(Event::z, Event::z) => r#"age("event"."z", "event"."z")"#;
                        f::age_today(Event::z) => r#"age("event"."z")"#;
                        f::isfinite(Event::d) => r#"isfinite("event"."d")"#;
                        f::isfinite(Event::s) => r#"isfinite("event"."s")"#;
                        f::isfinite(Event::z) => r#"isfinite("event"."z")"#;
                        f::isfinite(Event::i) => r#"isfinite("event"."i")"#;
                        f::justify_days(Event::i) => r#"justify_days("event"."i")"#;
                        f::justify_hours(Event::i) => r#"justify_hours("event"."i")"#;
                        f::justify_interval(Event::i) => r#"justify_interval("event"."i")"#;
                        f::make_interval(1, 2, 3, 4, 5, 6, 7.5) => r#"make_interval($1, $2, $3, $4, $5, $6, $7)"#;
                        f::to_char(Event::d, "MI") => r#"to_char("event"."d", $1)"#;
                        f::to_char(Event::t, "MI") => r#"to_char("event"."t", $1)"#;
                        f::to_char(Event::s, "MI") => r#"to_char("event"."s", $1)"#;
                        f::to_char(Event::z, "MI") => r#"to_char("event"."z", $1)"#;
                        f::to_char(Event::i, "MI") => r#"to_char("event"."i", $1)"#;
                        f::extract(f::field::Century, Event::d) => r#"EXTRACT(century FROM "event"."d")"#;
                        f::extract(f::field::Century, Event::s) => r#"EXTRACT(century FROM "event"."s")"#;
                        f::extract(f::field::Century, Event::z) => r#"EXTRACT(century FROM "event"."z")"#;
                        f::extract(f::field::Century, Event::i) => r#"EXTRACT(century FROM "event"."i")"#;
                        f::extract(f::field::Day, Event::d) => r#"EXTRACT(day FROM "event"."d")"#;
                        f::extract(f::field::Day, Event::s) => r#"EXTRACT(day FROM "event"."s")"#;
                        f::extract(f::field::Day, Event::z) => r#"EXTRACT(day FROM "event"."z")"#;
                        f::extract(f::field::Day, Event::i) => r#"EXTRACT(day FROM "event"."i")"#;
                        f::extract(f::field::Decade, Event::d) => r#"EXTRACT(decade FROM "event"."d")"#;
                        f::extract(f::field::Decade, Event::s) => r#"EXTRACT(decade FROM "event"."s")"#;
                        f::extract(f::field::Decade, Event::z) => r#"EXTRACT(decade FROM "event"."z")"#;
                        f::extract(f::field::Decade, Event::i) => r#"EXTRACT(decade FROM "event"."i")"#;
                        f::extract(f::field::DayOfWeek, Event::d) => r#"EXTRACT(dow FROM "event"."d")"#;
                        f::extract(f::field::DayOfWeek, Event::s) => r#"EXTRACT(dow FROM "event"."s")"#;
                        f::extract(f::field::DayOfWeek, Event::z) => r#"EXTRACT(dow FROM "event"."z")"#;
                        f::extract(f::field::DayOfYear, Event::d) => r#"EXTRACT(doy FROM "event"."d")"#;
                        f::extract(f::field::DayOfYear, Event::s) => r#"EXTRACT(doy FROM "event"."s")"#;
                        f::extract(f::field::DayOfYear, Event::z) => r#"EXTRACT(doy FROM "event"."z")"#;
                        f::extract(f::field::Epoch, Event::d) => r#"EXTRACT(epoch FROM "event"."d")"#;
                        f::extract(f::field::Epoch, Event::t) => r#"EXTRACT(epoch FROM "event"."t")"#;
                        f::extract(f::field::Epoch, Event::s) => r#"EXTRACT(epoch FROM "event"."s")"#;
                        f::extract(f::field::Epoch, Event::z) => r#"EXTRACT(epoch FROM "event"."z")"#;
                        f::extract(f::field::Epoch, Event::i) => r#"EXTRACT(epoch FROM "event"."i")"#;
                        f::extract(f::field::Hour, Event::t) => r#"EXTRACT(hour FROM "event"."t")"#;
                        f::extract(f::field::Hour, Event::s) => r#"EXTRACT(hour FROM "event"."s")"#;
                        f::extract(f::field::Hour, Event::z) => r#"EXTRACT(hour FROM "event"."z")"#;
                        f::extract(f::field::Hour, Event::i) => r#"EXTRACT(hour FROM "event"."i")"#;
                        f::extract(f::field::IsoDayOfWeek, Event::d) => r#"EXTRACT(isodow FROM "event"."d")"#;
                        f::extract(f::field::IsoDayOfWeek, Event::s) => r#"EXTRACT(isodow FROM "event"."s")"#;
                        f::extract(f::field::IsoDayOfWeek, Event::z) => r#"EXTRACT(isodow FROM "event"."z")"#;
                        f::extract(f::field::IsoYear, Event::d) => r#"EXTRACT(isoyear FROM "event"."d")"#;
                        f::extract(f::field::IsoYear, Event::s) => r#"EXTRACT(isoyear FROM "event"."s")"#;
                        f::extract(f::field::IsoYear, Event::z) => r#"EXTRACT(isoyear FROM "event"."z")"#;
                        f::extract(f::field::Julian, Event::d) => r#"EXTRACT(julian FROM "event"."d")"#;
                        f::extract(f::field::Julian, Event::s) => r#"EXTRACT(julian FROM "event"."s")"#;
                        f::extract(f::field::Julian, Event::z) => r#"EXTRACT(julian FROM "event"."z")"#;
                        f::extract(f::field::Microseconds, Event::t) => r#"EXTRACT(microseconds FROM "event"."t")"#;
                        f::extract(f::field::Microseconds, Event::s) => r#"EXTRACT(microseconds FROM "event"."s")"#;
                        f::extract(f::field::Microseconds, Event::z) => r#"EXTRACT(microseconds FROM "event"."z")"#;
                        f::extract(f::field::Microseconds, Event::i) => r#"EXTRACT(microseconds FROM "event"."i")"#;
                        f::extract(f::field::Millennium, Event::d) => r#"EXTRACT(millennium FROM "event"."d")"#;
                        f::extract(f::field::Millennium, Event::s) => r#"EXTRACT(millennium FROM "event"."s")"#;
                        f::extract(f::field::Millennium, Event::z) => r#"EXTRACT(millennium FROM "event"."z")"#;
                        f::extract(f::field::Millennium, Event::i) => r#"EXTRACT(millennium FROM "event"."i")"#;
                        f::extract(f::field::Milliseconds, Event::t) => r#"EXTRACT(milliseconds FROM "event"."t")"#;
                        f::extract(f::field::Milliseconds, Event::s) => r#"EXTRACT(milliseconds FROM "event"."s")"#;
                        f::extract(f::field::Milliseconds, Event::z) => r#"EXTRACT(milliseconds FROM "event"."z")"#;
                        f::extract(f::field::Milliseconds, Event::i) => r#"EXTRACT(milliseconds FROM "event"."i")"#;
                        f::extract(f::field::Minute, Event::t) => r#"EXTRACT(minute FROM "event"."t")"#;
                        f::extract(f::field::Minute, Event::s) => r#"EXTRACT(minute FROM "event"."s")"#;
                        f::extract(f::field::Minute, Event::z) => r#"EXTRACT(minute FROM "event"."z")"#;
                        f::extract(f::field::Minute, Event::i) => r#"EXTRACT(minute FROM "event"."i")"#;
                        f::extract(f::field::Month, Event::d) => r#"EXTRACT(month FROM "event"."d")"#;
                        f::extract(f::field::Month, Event::s) => r#"EXTRACT(month FROM "event"."s")"#;
                        f::extract(f::field::Month, Event::z) => r#"EXTRACT(month FROM "event"."z")"#;
                        f::extract(f::field::Month, Event::i) => r#"EXTRACT(month FROM "event"."i")"#;
                        f::extract(f::field::Quarter, Event::d) => r#"EXTRACT(quarter FROM "event"."d")"#;
                        f::extract(f::field::Quarter, Event::s) => r#"EXTRACT(quarter FROM "event"."s")"#;
                        f::extract(f::field::Quarter, Event::z) => r#"EXTRACT(quarter FROM "event"."z")"#;
                        f::extract(f::field::Quarter, Event::i) => r#"EXTRACT(quarter FROM "event"."i")"#;
                        f::extract(f::field::Second, Event::t) => r#"EXTRACT(second FROM "event"."t")"#;
                        f::extract(f::field::Second, Event::s) => r#"EXTRACT(second FROM "event"."s")"#;
                        f::extract(f::field::Second, Event::z) => r#"EXTRACT(second FROM "event"."z")"#;
                        f::extract(f::field::Second, Event::i) => r#"EXTRACT(second FROM "event"."i")"#;
                        f::extract(f::field::Timezone, Event::z) => r#"EXTRACT(timezone FROM "event"."z")"#;
                        f::extract(f::field::TimezoneHour, Event::z) => r#"EXTRACT(timezone_hour FROM "event"."z")"#;
                        f::extract(f::field::TimezoneMinute, Event::z) => r#"EXTRACT(timezone_minute FROM "event"."z")"#;
                        f::extract(f::field::Week, Event::d) => r#"EXTRACT(week FROM "event"."d")"#;
                        f::extract(f::field::Week, Event::s) => r#"EXTRACT(week FROM "event"."s")"#;
                        f::extract(f::field::Week, Event::z) => r#"EXTRACT(week FROM "event"."z")"#;
                        f::extract(f::field::Year, Event::d) => r#"EXTRACT(year FROM "event"."d")"#;
                        f::extract(f::field::Year, Event::s) => r#"EXTRACT(year FROM "event"."s")"#;
                        f::extract(f::field::Year, Event::z) => r#"EXTRACT(year FROM "event"."z")"#;
                        f::extract(f::field::Year, Event::i) => r#"EXTRACT(year FROM "event"."i")"#;
                        f::now::<Z>() => r#"now()"#;
                        f::statement_timestamp::<Z>() => r#"statement_timestamp()"#;
                        f::clock_timestamp::<Z>() => r#"clock_timestamp()"#;
                        f::current_date::<D>() => r#"CURRENT_DATE"#;
                        f::localtime::<T>() => r#"LOCALTIME"#;
                        f::localtimestamp::<S>() => r#"LOCALTIMESTAMP"#;
                        D::make_date(2024, 2, 29) => r#"make_date($1, $2, $3)"#;
                        D::to_date("2024", "YYYY") => r#"to_date($1, $2)"#;
                        T::make_time(1, 2, 3.5) => r#"make_time($1, $2, $3)"#;
                        S::make_timestamp(2024, 2, 29, 1, 2, 3.5) => r#"make_timestamp($1, $2, $3, $4, $5, $6)"#;
                        Z::make_timestamptz(2024, 2, 29, 1, 2, 3.5) => r#"make_timestamptz($1, $2, $3, $4, $5, $6)"#;
                        Z::make_timestamptz_in(2024, 2, 29, 1, 2, 3.5, "UTC") => r#"make_timestamptz($1, $2, $3, $4, $5, $6, $7)"#;
                        Z::to_timestamp("2024", "YYYY") => r#"to_timestamp($1, $2)"#;
                        Z::from_epoch(1.5) => r#"to_timestamp($1)"#;
                        Event::d.cast::<S>() => r#"CAST("event"."d" AS timestamp)"#;
                        Event::d.cast::<Z>() => r#"CAST("event"."d" AS timestamptz)"#;
                        Event::d.cast::<String>() => r#"CAST("event"."d" AS text)"#;
                        Event::t.cast::<Interval>() => r#"CAST("event"."t" AS interval)"#;
                        Event::t.cast::<String>() => r#"CAST("event"."t" AS text)"#;
                        Event::s.cast::<Z>() => r#"CAST("event"."s" AS timestamptz)"#;
                        Event::s.cast::<D>() => r#"CAST("event"."s" AS date)"#;
                        Event::s.cast::<T>() => r#"CAST("event"."s" AS time)"#;
                        Event::s.cast::<String>() => r#"CAST("event"."s" AS text)"#;
                        Event::z.cast::<S>() => r#"CAST("event"."z" AS timestamp)"#;
                        Event::z.cast::<D>() => r#"CAST("event"."z" AS date)"#;
                        Event::z.cast::<T>() => r#"CAST("event"."z" AS time)"#;
                        Event::z.cast::<String>() => r#"CAST("event"."z" AS text)"#;
                        Event::i.cast::<T>() => r#"CAST("event"."i" AS time)"#;
                        Event::i.cast::<String>() => r#"CAST("event"."i" AS text)"#;
                }
                let Event { id, d, t, s, z, i } =
                    select(Event).filter(Event::id.eq(1)).one(&mut db).await.unwrap();
                assert_eq!((id, i), (1, Interval::days(1)));
                let row: (S, D, i32, Interval, Z, S) = select((
                    value(d) + t,
                    value(d) + (Event::d - d),
                    Event::d - d,
                    Event::s - s,
                    value(z) + (Event::z - z),
                    Event::z.at_time_zone("UTC"),
                ))
                .filter(Event::id.eq(1))
                .one(&mut db)
                .await
                .unwrap();
                assert_eq!(row, (s, d, 0, Interval::ZERO, z, s));
            }
        }
    };
}

with!(of_chrono chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime, chrono::DateTime<chrono::Utc>);
with!(of_jiff jiff::civil::Date, jiff::civil::Time, jiff::civil::DateTime, jiff::Timestamp);
with!(of_time time::Date, time::Time, time::PrimitiveDateTime, time::OffsetDateTime);

#[tokio::test]
async fn a_duration_is_compared_with_an_interval() {
    let (_database, mut db) = empty().await;
    let row: (bool, bool, Interval) = select((
        value(Interval::minutes(1)).eq(Duration::from_secs(60)),
        value(Interval::months(1)).gt(Duration::from_secs(60)),
        f::make_interval(1, 2, 3, 4, 5, 6, 7.5),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, (true, true, Interval { months: 14, days: 25, microseconds: 18_367_500_000 }));
}

#[tokio::test]
async fn what_an_infinite_time_does_not_have_is_null() {
    use piton::value::Numeric;
    let (_database, mut db) = empty().await;
    let infinite = || sql_expr!(chrono::NaiveDateTime, "'infinity'::timestamp");
    let row: (Option<Numeric>, Option<Numeric>, Numeric, Numeric, Option<f64>, Option<String>, bool) =
        select((
            f::extract(f::field::Month, infinite()),
            f::extract(f::field::Hour, infinite()),
            f::extract(f::field::Year, infinite()),
            f::extract(f::field::Epoch, infinite()),
            f::date_part("dow", infinite()),
            f::to_char(infinite(), "YYYY"),
            f::isfinite(infinite()),
        ))
        .one(&mut db)
        .await
        .unwrap();
    let infinity: Numeric = "Infinity".parse().unwrap();
    assert_eq!(row.0, None);
    assert_eq!(row.1, None);
    assert_eq!((row.2, row.3), (infinity.clone(), infinity));
    assert_eq!((row.4, row.6), (None, false));
    let empty: Option<String> = select(f::to_char(value(Interval::days(1)), "")).one(&mut db).await.unwrap();
    assert_eq!(empty, None);
    let number: String = select(f::to_char(value(1), "")).one(&mut db).await.unwrap();
    assert_eq!(number, "");
}
