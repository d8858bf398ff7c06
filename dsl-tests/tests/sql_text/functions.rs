//! Functions on text and numbers.

use dsl_tests::holds;
use dsl_tests::language::{Person, Sample, empty, run, tables};
use piton::functions as f;
use piton::prelude::*;
use piton::value::Numeric;

/// `select(..)` has this list, for each pair.
macro_rules! selects {
    ($db:expr; $($list:expr => $sql:expr;)+) => { holds! { $db; $(
        select((Sample::id, $list)) => concat!(r#"SELECT "sample"."id", "#, $sql, r#" FROM "sample""#);
    )+ } };
}

fn exact() -> Numeric {
    "2.5".parse().unwrap()
}

#[tokio::test]
async fn functions_on_text() {
    let (_database, mut db) = tables().await;
    selects! { db;
        f::lower(Sample::text) => r#"lower("sample"."text")"#;
        f::upper(Sample::text) => r#"upper("sample"."text")"#;
        f::initcap(Sample::text) => r#"initcap("sample"."text")"#;
        f::length(Sample::text) => r#"length("sample"."text")"#;
        f::char_length(Sample::text) => r#"char_length("sample"."text")"#;
        f::octet_length(Sample::text) => r#"octet_length("sample"."text")"#;
        f::bit_length(Sample::text) => r#"bit_length("sample"."text")"#;
        f::reverse(Sample::text) => r#"reverse("sample"."text")"#;
        f::ascii(Sample::text) => r#"ascii("sample"."text")"#;
        f::md5(Sample::text) => r#"md5("sample"."text")"#;
        f::quote_ident(Sample::text) => r#"quote_ident("sample"."text")"#;
        f::quote_literal(Sample::text) => r#"quote_literal("sample"."text")"#;
        f::quote_nullable(Sample::text) => r#"quote_nullable("sample"."text")"#;
        f::normalize(Sample::text) => r#"normalize("sample"."text")"#;
        f::ltrim(Sample::text) => r#"ltrim("sample"."text")"#;
        f::rtrim(Sample::text) => r#"rtrim("sample"."text")"#;
        f::trim(Sample::text) => r#"btrim("sample"."text")"#;
        f::trim_of(Sample::text, "x") => r#"btrim("sample"."text", $1)"#;
        f::ltrim_of(Sample::text, "x") => r#"ltrim("sample"."text", $1)"#;
        f::rtrim_of(Sample::text, "x") => r#"rtrim("sample"."text", $1)"#;
        f::substr_from(Sample::text, 2) => r#"substr("sample"."text", $1)"#;
        f::substr(Sample::text, 2, Sample::number) => r#"substr("sample"."text", $1, "sample"."number")"#;
        f::strpos(Sample::text, "a") => r#"strpos("sample"."text", $1)"#;
        f::overlay(Sample::text, "a", 2, 1) => r#"overlay("sample"."text", $1, $2, $3)"#;
        f::replace(Sample::text, "a", Sample::text) => r#"replace("sample"."text", $1, "sample"."text")"#;
        f::translate(Sample::text, "a", "b") => r#"translate("sample"."text", $1, $2)"#;
        f::left(Sample::text, 3) => r#"left("sample"."text", $1)"#;
        f::right(Sample::text, -3) => r#"right("sample"."text", $1)"#;
        f::lpad(Sample::text, 3) => r#"lpad("sample"."text", $1)"#;
        f::lpad_with(Sample::text, 3, "*") => r#"lpad("sample"."text", $1, $2)"#;
        f::rpad(Sample::text, 3) => r#"rpad("sample"."text", $1)"#;
        f::rpad_with(Sample::text, 3, "*") => r#"rpad("sample"."text", $1, $2)"#;
        f::repeat(Sample::text, 3) => r#"repeat("sample"."text", $1)"#;
        f::split_part(Sample::text, ",", -1) => r#"split_part("sample"."text", $1, $2)"#;
        f::string_to_array(Sample::text, ",") => r#"string_to_array("sample"."text", $1)"#;
        f::string_to_array_null(Sample::text, ",", "") => r#"string_to_array("sample"."text", $1, $2)"#;
        f::starts_with(Sample::text, "a") => r#"starts_with("sample"."text", $1)"#;
        f::chr(65) => r#"chr($1)"#;
        f::encode(vec![1_u8], "hex") => r#"encode($1, $2)"#;
        f::decode(Sample::text, "hex") => r#"decode("sample"."text", $1)"#;
        f::convert_to(Sample::text, "UTF8") => r#"convert_to("sample"."text", $1)"#;
        f::convert_from(f::convert_to(Sample::text, "UTF8"), "UTF8") => r#"convert_from(convert_to("sample"."text", $1), $2)"#;
        f::bytes_length(vec![1_u8]) => r#"length($1)"#;
        f::sha256(vec![1_u8]) => r#"sha256($1)"#;
        f::sha512(vec![1_u8]) => r#"sha512($1)"#;
        f::get_byte(vec![1_u8], 0) => r#"get_byte($1, $2)"#;
        f::concat((Sample::text, 1, Sample::maybe, None::<String>)) => r#"concat("sample"."text", $1, "sample"."maybe", $2)"#;
        f::concat_ws(", ", (Sample::text, Sample::flag)) => r#"concat_ws($1, "sample"."text", "sample"."flag")"#;
        f::format("%s: %L", (Sample::text, Sample::maybe)) => r#"format($1, "sample"."text", "sample"."maybe")"#;
        f::regexp_replace(Sample::text, "a+", "b") => r#"regexp_replace("sample"."text", $1, $2)"#;
        f::regexp_replace_with(Sample::text, "a+", "b", "gi") => r#"regexp_replace("sample"."text", $1, $2, $3)"#;
        f::regexp_match(Sample::text, "a(b)?") => r#"regexp_match("sample"."text", $1)"#;
        f::regexp_match_with(Sample::text, "a(b)?", "i") => r#"regexp_match("sample"."text", $1, $2)"#;
        f::regexp_split_to_array(Sample::text, ",") => r#"regexp_split_to_array("sample"."text", $1)"#;
        f::substring_match(Sample::text, "a+") => r#"substring("sample"."text", $1)"#;
        f::to_number(Sample::text, "999") => r#"to_number("sample"."text", $1)"#;
    }
}

#[tokio::test]
async fn functions_on_numbers() {
    let (_database, mut db) = tables().await;
    selects! { db;
        f::abs(Sample::small) => r#"abs("sample"."small")"#;
        f::abs(Sample::number) => r#"abs("sample"."number")"#;
        f::abs(Sample::big) => r#"abs("sample"."big")"#;
        f::abs(Sample::real) => r#"abs("sample"."real")"#;
        f::abs(Sample::double) => r#"abs("sample"."double")"#;
        f::abs(Sample::exact) => r#"abs("sample"."exact")"#;
        f::abs(Sample::maybe) => r#"abs("sample"."maybe")"#;
        f::sign(Sample::small) => r#"sign("sample"."small")"#;
        f::sign(Sample::number) => r#"sign("sample"."number")"#;
        f::sign(Sample::big) => r#"sign("sample"."big")"#;
        f::sign(Sample::real) => r#"sign("sample"."real")"#;
        f::sign(Sample::double) => r#"sign("sample"."double")"#;
        f::sign(Sample::exact) => r#"sign("sample"."exact")"#;
        f::ceil(Sample::small) => r#"ceil("sample"."small")"#;
        f::ceil(Sample::number) => r#"ceil("sample"."number")"#;
        f::ceil(Sample::big) => r#"ceil("sample"."big")"#;
        f::ceil(Sample::real) => r#"ceil("sample"."real")"#;
        f::ceil(Sample::double) => r#"ceil("sample"."double")"#;
        f::ceil(Sample::exact) => r#"ceil("sample"."exact")"#;
        f::floor(Sample::small) => r#"floor("sample"."small")"#;
        f::floor(Sample::number) => r#"floor("sample"."number")"#;
        f::floor(Sample::big) => r#"floor("sample"."big")"#;
        f::floor(Sample::real) => r#"floor("sample"."real")"#;
        f::floor(Sample::double) => r#"floor("sample"."double")"#;
        f::floor(Sample::exact) => r#"floor("sample"."exact")"#;
        f::round(Sample::small) => r#"round("sample"."small")"#;
        f::round(Sample::number) => r#"round("sample"."number")"#;
        f::round(Sample::big) => r#"round("sample"."big")"#;
        f::round(Sample::real) => r#"round("sample"."real")"#;
        f::round(Sample::double) => r#"round("sample"."double")"#;
        f::round(Sample::exact) => r#"round("sample"."exact")"#;
        f::trunc(Sample::small) => r#"trunc("sample"."small")"#;
        f::trunc(Sample::number) => r#"trunc("sample"."number")"#;
        f::trunc(Sample::big) => r#"trunc("sample"."big")"#;
        f::trunc(Sample::real) => r#"trunc("sample"."real")"#;
        f::trunc(Sample::double) => r#"trunc("sample"."double")"#;
        f::trunc(Sample::exact) => r#"trunc("sample"."exact")"#;
        f::sqrt(Sample::small) => r#"sqrt("sample"."small")"#;
        f::sqrt(Sample::number) => r#"sqrt("sample"."number")"#;
        f::sqrt(Sample::big) => r#"sqrt("sample"."big")"#;
        f::sqrt(Sample::real) => r#"sqrt("sample"."real")"#;
        f::sqrt(Sample::double) => r#"sqrt("sample"."double")"#;
        f::sqrt(Sample::exact) => r#"sqrt("sample"."exact")"#;
        f::exp(Sample::small) => r#"exp("sample"."small")"#;
        f::exp(Sample::number) => r#"exp("sample"."number")"#;
        f::exp(Sample::big) => r#"exp("sample"."big")"#;
        f::exp(Sample::real) => r#"exp("sample"."real")"#;
        f::exp(Sample::double) => r#"exp("sample"."double")"#;
        f::exp(Sample::exact) => r#"exp("sample"."exact")"#;
        f::ln(Sample::small) => r#"ln("sample"."small")"#;
        f::ln(Sample::number) => r#"ln("sample"."number")"#;
        f::ln(Sample::big) => r#"ln("sample"."big")"#;
        f::ln(Sample::real) => r#"ln("sample"."real")"#;
        f::ln(Sample::double) => r#"ln("sample"."double")"#;
        f::ln(Sample::exact) => r#"ln("sample"."exact")"#;
        f::log(Sample::small) => r#"log("sample"."small")"#;
        f::log(Sample::number) => r#"log("sample"."number")"#;
        f::log(Sample::big) => r#"log("sample"."big")"#;
        f::log(Sample::real) => r#"log("sample"."real")"#;
        f::log(Sample::double) => r#"log("sample"."double")"#;
        f::log(Sample::exact) => r#"log("sample"."exact")"#;
        f::round_to(Sample::exact, 2) => r#"round("sample"."exact", $1)"#;
        f::trunc_to(Sample::exact, Sample::number) => r#"trunc("sample"."exact", "sample"."number")"#;
        f::modulo(Sample::small, 2_i16) => r#"mod("sample"."small", $1)"#;
        f::modulo(Sample::number, 2) => r#"mod("sample"."number", $1)"#;
        f::modulo(Sample::big, 2_i64) => r#"mod("sample"."big", $1)"#;
        f::modulo(Sample::exact, exact()) => r#"mod("sample"."exact", $1)"#;
        f::div(Sample::exact, exact()) => r#"div("sample"."exact", $1)"#;
        f::gcd(Sample::number, 2) => r#"gcd("sample"."number", $1)"#;
        f::gcd(Sample::big, 2_i64) => r#"gcd("sample"."big", $1)"#;
        f::gcd(Sample::exact, exact()) => r#"gcd("sample"."exact", $1)"#;
        f::lcm(Sample::number, 2) => r#"lcm("sample"."number", $1)"#;
        f::lcm(Sample::big, 2_i64) => r#"lcm("sample"."big", $1)"#;
        f::lcm(Sample::exact, exact()) => r#"lcm("sample"."exact", $1)"#;
        f::power(Sample::small, 2_i16) => r#"power("sample"."small", $1)"#;
        f::power(Sample::number, 2) => r#"power("sample"."number", $1)"#;
        f::power(Sample::big, 2_i64) => r#"power("sample"."big", $1)"#;
        f::power(Sample::real, 2.0_f32) => r#"power("sample"."real", $1)"#;
        f::power(Sample::double, 2.0) => r#"power("sample"."double", $1)"#;
        f::power(Sample::exact, exact()) => r#"power("sample"."exact", $1)"#;
        f::power(2.0, Sample::double) => r#"power($1, "sample"."double")"#;
        f::log_of(exact(), Sample::exact) => r#"log($1, "sample"."exact")"#;
        f::factorial(Sample::big) => r#"factorial("sample"."big")"#;
        f::cbrt(Sample::double) => r#"cbrt("sample"."double")"#;
        f::degrees(Sample::double) => r#"degrees("sample"."double")"#;
        f::radians(Sample::double) => r#"radians("sample"."double")"#;
        f::sin(Sample::double) => r#"sin("sample"."double")"#;
        f::cos(Sample::double) => r#"cos("sample"."double")"#;
        f::tan(Sample::double) => r#"tan("sample"."double")"#;
        f::asin(Sample::double) => r#"asin("sample"."double")"#;
        f::acos(Sample::double) => r#"acos("sample"."double")"#;
        f::atan(Sample::double) => r#"atan("sample"."double")"#;
        f::atan2(Sample::double, 1.0) => r#"atan2("sample"."double", $1)"#;
        f::scale(Sample::exact) => r#"scale("sample"."exact")"#;
        f::trim_scale(Sample::exact) => r#"trim_scale("sample"."exact")"#;
        f::width_bucket(Sample::double, 0.0, 1.0, 4) => r#"width_bucket("sample"."double", $1, $2, $3)"#;
        f::to_hex(Sample::number) => r#"to_hex("sample"."number")"#;
        f::to_hex(Sample::big) => r#"to_hex("sample"."big")"#;
        f::to_char(Sample::number, "999") => r#"to_char("sample"."number", $1)"#;
        f::to_char(Sample::big, "999") => r#"to_char("sample"."big", $1)"#;
        f::to_char(Sample::real, "999") => r#"to_char("sample"."real", $1)"#;
        f::to_char(Sample::double, "999") => r#"to_char("sample"."double", $1)"#;
        f::to_char(Sample::exact, "999") => r#"to_char("sample"."exact", $1)"#;
    }
    holds! { db;
        select((f::pi(), f::random())) => "SELECT pi(), random()";
    }
}

sql_function! {
    /// Both are quoted.
    fn shout(text: String) -> String = "odd \"schema\""."Shout!";
    fn next_number(number: i32) -> Option<i32>;
    fn or_zero(number: i32) -> i32, never null;
    fn doubled<N: piton::expr::Number>(number: N) -> N;
}

sql_operator! {
    fn plus_plus(left: i32, right: i32) -> i32 = "+|+";
    fn tripled(number: i32) -> i32 = "@@@";
    fn in_a_schema(left: i32, right: i32) -> i32 = "odd \"schema\""."+|+";
}

#[tokio::test]
async fn declared_functions_and_operators() {
    let (_database, mut db) = tables().await;
    run(
        &mut db,
        r#"CREATE SCHEMA "odd ""schema""";
        CREATE FUNCTION "odd ""schema"""."Shout!"(text) RETURNS text LANGUAGE sql AS $$ SELECT upper($1) || '!' $$;
        CREATE FUNCTION next_number(integer) RETURNS integer LANGUAGE sql AS $$ SELECT nullif($1 + 1, 31) $$;
        CREATE FUNCTION or_zero(integer) RETURNS integer LANGUAGE sql AS $$ SELECT coalesce($1, 0) $$;
        CREATE FUNCTION doubled(bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT $1 * 2 $$;
        CREATE FUNCTION doubled(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 * 2 $$;
        CREATE FUNCTION plus_plus(integer, integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 + $2 + 1 $$;
        CREATE FUNCTION tripled(integer) RETURNS integer LANGUAGE sql AS $$ SELECT $1 * 3 $$;
        CREATE OPERATOR +|+ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = plus_plus);
        CREATE OPERATOR "odd ""schema""".+|+ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = plus_plus);
        CREATE OPERATOR @@@ (RIGHTARG = integer, FUNCTION = tripled);
        INSERT INTO person (id, name, age) VALUES (1, 'Ann', 30);"#,
    )
    .await;
    holds! { db;
        select(shout(Person::name)) => r#"SELECT "odd ""schema"""."Shout!"("person"."name") FROM "person""#;
        select(plus_plus(Person::id, 1) + 1) => r#"SELECT ("person"."id" +|+ $1) + $2 FROM "person""#;
        select(plus_plus(Person::id + 1, plus_plus(1, 2))) =>
            r#"SELECT "person"."id" + $1 +|+ ($2 +|+ $3) FROM "person""#;
        select(plus_plus(plus_plus(Person::id, 1), 2)) => r#"SELECT "person"."id" +|+ $1 +|+ $2 FROM "person""#;
        select(tripled(Person::id + 1)) => r#"SELECT @@@ ("person"."id" + $1) FROM "person""#;
        select(tripled(Person::id) + 1) => r#"SELECT (@@@ "person"."id") + $1 FROM "person""#;
        select(in_a_schema(Person::id, 1)) => r#"SELECT "person"."id" OPERATOR("odd ""schema""".+|+) $1 FROM "person""#;
    }
    let row: (String, Option<i32>, i32, i64, i32) = select((
        shout(Person::name),
        next_number(Person::age),
        or_zero(Person::manager_id),
        doubled(5_i64),
        plus_plus(tripled(Person::age), doubled(Person::id)),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, ("ANN!".to_owned(), None, 0, 10, 93));
}

#[tokio::test]
async fn functions_that_are_new_in_15() {
    let (_database, mut db) = empty().await;
    let version: i32 =
        sql!("SELECT current_setting('server_version_num')::integer").one(&mut db).await.unwrap();
    if version < 150_000 {
        return;
    }
    let row: (i32, i32, Option<String>, Option<String>, bool) = select((
        f::regexp_count("abcab", "ab"),
        f::regexp_instr("xxab", "ab"),
        f::regexp_substr("xxab", "a."),
        f::regexp_substr("xxab", "q"),
        f::regexp_like("xxAB", "ab", "i"),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, (2, 3, Some("ab".to_owned()), None, true));
}
