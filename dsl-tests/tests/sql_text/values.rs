//! Values and constants.

use dsl_tests::holds;
use dsl_tests::language::{Sample, empty, tables};
use piton::prelude::*;

#[tokio::test]
async fn constants_stand_in_the_text() {
    let (_database, mut db) = empty().await;
    holds! { db;
        select(constant(1)) => "SELECT '1'::integer";
        select(constant(-1)) => "SELECT '-1'::integer";
        select(constant(i32::MIN)) => "SELECT '-2147483648'::integer";
        select(constant(i32::MAX)) => "SELECT '2147483647'::integer";
        select(constant(-3_i16)) => "SELECT '-3'::smallint";
        select(constant(i64::MIN)) => "SELECT '-9223372036854775808'::bigint";
        select(constant(true)) => "SELECT TRUE";
        select(constant(false)) => "SELECT FALSE";
        select(constant(1.5)) => "SELECT '1.5'::double precision";
        select(constant(-0.0)) => "SELECT '-0'::double precision";
        select(constant(f64::NAN)) => "SELECT 'NaN'::double precision";
        select(constant(f64::INFINITY)) => "SELECT 'Infinity'::double precision";
        select(constant(f64::NEG_INFINITY)) => "SELECT '-Infinity'::double precision";
        select(constant("plain")) => "SELECT 'plain'::text";
        select(constant("")) => "SELECT ''::text";
        select(constant("it's")) => "SELECT 'it''s'::text";
        select(constant(r"back\slash's")) => r"SELECT  E'back\\slash''s'::text";
        select(constant("-- $1 /* \"x\" $$ ; ß\n")) => "SELECT '-- $1 /* \"x\" $$ ; ß\n'::text";
        select(constant(String::from("owned"))) => "SELECT 'owned'::text";
    }
}

#[tokio::test]
async fn a_constant_arrives_as_it_was_given() {
    let (_database, mut db) = empty().await;
    for setting in ["on", "off"] {
        db.batch(&format!("SET standard_conforming_strings = {setting}; SET escape_string_warning = off"))
            .await
            .unwrap();
        for text in
            ["", "'", "''", r"\", r"\\", r"\'", r"'\", r"\n", r"E'\x41'", "a\\", "\n\t\r", "$1", "%_", "ß🦀"]
        {
            assert_eq!(select(constant(text)).one(&mut db).await.unwrap(), text);
        }
    }
    for number in [f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324, 0.1, -0.0, 1.0 / 3.0, f64::INFINITY] {
        assert_eq!(select(constant(number)).one(&mut db).await.unwrap().to_bits(), number.to_bits());
    }
    assert!(select(constant(f64::NAN)).one(&mut db).await.unwrap().is_nan());
    for number in [i32::MIN, -1, 0, i32::MAX] {
        assert_eq!(select(constant(number)).one(&mut db).await.unwrap(), number);
        assert_eq!(
            select(constant(0) - constant(number) + number).one(&mut db).await.is_ok(),
            number != i32::MIN
        );
    }
    for number in [i64::MIN, i64::MAX] {
        assert_eq!(select(constant(number)).one(&mut db).await.unwrap(), number);
    }
    for number in [i16::MIN, i16::MAX] {
        assert_eq!(select(constant(number)).one(&mut db).await.unwrap(), number);
    }
}

#[tokio::test]
async fn a_constant_that_postgresql_cannot_hold_is_an_error_and_no_other_constant() {
    let (_database, mut db) = empty().await;
    let error = select(constant("a\0b")).one(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code()), Some("22021"), "{error}");
    assert!(select(value("a\0b".to_owned())).one(&mut db).await.is_err());
}

#[tokio::test]
async fn a_value_that_cannot_be_sent_is_named_by_its_placeholder() {
    let (_database, mut db) = tables().await;
    let query = from(Sample).filter(Sample::text.eq("a\0b")).select((value(1), value(2)));
    assert_eq!(query.to_sql(), r#"SELECT $1, $2 FROM "sample" WHERE "sample"."text" = $3"#);
    let error = query.all(&mut db).await.unwrap_err().to_string();
    assert!(error.starts_with("parameter $3 cannot be sent"), "{error}");
}
