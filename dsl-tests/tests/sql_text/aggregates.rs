//! Aggregates with all that can stand in them.

use dsl_tests::holds;
use dsl_tests::language::{Sample, tables};
use piton::functions as f;
use piton::prelude::*;

#[tokio::test]
async fn aggregates_have_distinct_an_order_and_a_filter() {
    let (_database, mut db) = tables().await;
    /// Each over no rows, over rows, and in groups: the rows are decoded.
    macro_rules! aggregates {
        ($($list:expr => $sql:expr;)+) => {$(
            let query = from(Sample).select((count_all(), $list));
            holds! { db; query.clone() => concat!("SELECT count(*), ", $sql, r#" FROM "sample""#); }
            db.batch("DELETE FROM sample").await.unwrap();
            query.clone().one(&mut db).await.unwrap_or_else(|error| panic!("{error} {}", $sql));
            db.batch(
                "INSERT INTO sample VALUES (1, 1, 1, 1, 1.5, 1.5, 1.5, NULL, 'a', true, NULL),
                    (2, 2, 2, 2, 2.5, 2.5, 2.5, 5, 'b', false, false)",
            )
            .await
            .unwrap();
            query.clone().one(&mut db).await.unwrap_or_else(|error| panic!("{error} {}", $sql));
            query.group_by(Sample::id).all(&mut db).await.unwrap_or_else(|error| panic!("{error} {}", $sql));
        )+};
    }
    aggregates! {
        max(Sample::small) => r#"max("sample"."small")"#;
        max(Sample::number) => r#"max("sample"."number")"#;
        max(Sample::big) => r#"max("sample"."big")"#;
        max(Sample::real) => r#"max("sample"."real")"#;
        max(Sample::double) => r#"max("sample"."double")"#;
        max(Sample::exact) => r#"max("sample"."exact")"#;
        max(Sample::maybe) => r#"max("sample"."maybe")"#;
        max(Sample::text) => r#"max("sample"."text")"#;
        min(Sample::small) => r#"min("sample"."small")"#;
        min(Sample::number) => r#"min("sample"."number")"#;
        min(Sample::big) => r#"min("sample"."big")"#;
        min(Sample::real) => r#"min("sample"."real")"#;
        min(Sample::double) => r#"min("sample"."double")"#;
        min(Sample::exact) => r#"min("sample"."exact")"#;
        min(Sample::maybe) => r#"min("sample"."maybe")"#;
        min(Sample::text) => r#"min("sample"."text")"#;
        sum(Sample::small) => r#"sum("sample"."small")"#;
        sum(Sample::number) => r#"sum("sample"."number")"#;
        sum(Sample::big) => r#"sum("sample"."big")"#;
        sum(Sample::real) => r#"sum("sample"."real")"#;
        sum(Sample::double) => r#"sum("sample"."double")"#;
        sum(Sample::exact) => r#"sum("sample"."exact")"#;
        avg(Sample::small) => r#"avg("sample"."small")"#;
        avg(Sample::number) => r#"avg("sample"."number")"#;
        avg(Sample::big) => r#"avg("sample"."big")"#;
        avg(Sample::real) => r#"avg("sample"."real")"#;
        avg(Sample::double) => r#"avg("sample"."double")"#;
        avg(Sample::exact) => r#"avg("sample"."exact")"#;
        f::stddev(Sample::small) => r#"stddev("sample"."small")"#;
        f::stddev(Sample::number) => r#"stddev("sample"."number")"#;
        f::stddev(Sample::big) => r#"stddev("sample"."big")"#;
        f::stddev(Sample::real) => r#"stddev("sample"."real")"#;
        f::stddev(Sample::double) => r#"stddev("sample"."double")"#;
        f::stddev(Sample::exact) => r#"stddev("sample"."exact")"#;
        f::stddev_samp(Sample::small) => r#"stddev_samp("sample"."small")"#;
        f::stddev_samp(Sample::number) => r#"stddev_samp("sample"."number")"#;
        f::stddev_samp(Sample::big) => r#"stddev_samp("sample"."big")"#;
        f::stddev_samp(Sample::real) => r#"stddev_samp("sample"."real")"#;
        f::stddev_samp(Sample::double) => r#"stddev_samp("sample"."double")"#;
        f::stddev_samp(Sample::exact) => r#"stddev_samp("sample"."exact")"#;
        f::stddev_pop(Sample::small) => r#"stddev_pop("sample"."small")"#;
        f::stddev_pop(Sample::number) => r#"stddev_pop("sample"."number")"#;
        f::stddev_pop(Sample::big) => r#"stddev_pop("sample"."big")"#;
        f::stddev_pop(Sample::real) => r#"stddev_pop("sample"."real")"#;
        f::stddev_pop(Sample::double) => r#"stddev_pop("sample"."double")"#;
        f::stddev_pop(Sample::exact) => r#"stddev_pop("sample"."exact")"#;
        f::variance(Sample::small) => r#"variance("sample"."small")"#;
        f::variance(Sample::number) => r#"variance("sample"."number")"#;
        f::variance(Sample::big) => r#"variance("sample"."big")"#;
        f::variance(Sample::real) => r#"variance("sample"."real")"#;
        f::variance(Sample::double) => r#"variance("sample"."double")"#;
        f::variance(Sample::exact) => r#"variance("sample"."exact")"#;
        f::var_samp(Sample::small) => r#"var_samp("sample"."small")"#;
        f::var_samp(Sample::number) => r#"var_samp("sample"."number")"#;
        f::var_samp(Sample::big) => r#"var_samp("sample"."big")"#;
        f::var_samp(Sample::real) => r#"var_samp("sample"."real")"#;
        f::var_samp(Sample::double) => r#"var_samp("sample"."double")"#;
        f::var_samp(Sample::exact) => r#"var_samp("sample"."exact")"#;
        f::var_pop(Sample::small) => r#"var_pop("sample"."small")"#;
        f::var_pop(Sample::number) => r#"var_pop("sample"."number")"#;
        f::var_pop(Sample::big) => r#"var_pop("sample"."big")"#;
        f::var_pop(Sample::real) => r#"var_pop("sample"."real")"#;
        f::var_pop(Sample::double) => r#"var_pop("sample"."double")"#;
        f::var_pop(Sample::exact) => r#"var_pop("sample"."exact")"#;
        bool_and(Sample::flag) => r#"bool_and("sample"."flag")"#;
        bool_and(Sample::maybe.gt(1)) => r#"bool_and("sample"."maybe" > $1)"#;
        bool_or(Sample::flag) => r#"bool_or("sample"."flag")"#;
        bool_or(Sample::maybe.gt(1)) => r#"bool_or("sample"."maybe" > $1)"#;
        f::every(Sample::flag) => r#"every("sample"."flag")"#;
        f::every(Sample::maybe.gt(1)) => r#"every("sample"."maybe" > $1)"#;
        f::bit_and(Sample::small) => r#"bit_and("sample"."small")"#;
        f::bit_and(Sample::number) => r#"bit_and("sample"."number")"#;
        f::bit_and(Sample::big) => r#"bit_and("sample"."big")"#;
        f::bit_or(Sample::small) => r#"bit_or("sample"."small")"#;
        f::bit_or(Sample::number) => r#"bit_or("sample"."number")"#;
        f::bit_or(Sample::big) => r#"bit_or("sample"."big")"#;
        f::bit_xor(Sample::small) => r#"bit_xor("sample"."small")"#;
        f::bit_xor(Sample::number) => r#"bit_xor("sample"."number")"#;
        f::bit_xor(Sample::big) => r#"bit_xor("sample"."big")"#;
        string_agg(Sample::text, ", ") => r#"string_agg("sample"."text", $1)"#;
        array_agg(Sample::number) => r#"array_agg("sample"."number")"#;
        array_agg_values(Sample::number) => r#"array_agg("sample"."number") FILTER (WHERE "sample"."number" IS NOT NULL)"#;
        array_agg(Sample::maybe) => r#"array_agg("sample"."maybe")"#;
        array_agg_values(Sample::maybe) => r#"array_agg("sample"."maybe") FILTER (WHERE "sample"."maybe" IS NOT NULL)"#;
        array_agg(Sample::text) => r#"array_agg("sample"."text")"#;
        array_agg_values(Sample::text) => r#"array_agg("sample"."text") FILTER (WHERE "sample"."text" IS NOT NULL)"#;
        array_agg(Sample::flag) => r#"array_agg("sample"."flag")"#;
        array_agg_values(Sample::flag) => r#"array_agg("sample"."flag") FILTER (WHERE "sample"."flag" IS NOT NULL)"#;
        array_agg(Sample::exact) => r#"array_agg("sample"."exact")"#;
        array_agg_values(Sample::exact) => r#"array_agg("sample"."exact") FILTER (WHERE "sample"."exact" IS NOT NULL)"#;
        f::json_agg(Sample::maybe) => r#"json_agg("sample"."maybe")"#;
        f::jsonb_agg(Sample::maybe) => r#"jsonb_agg("sample"."maybe")"#;
        f::json_object_agg(Sample::text, Sample::maybe) => r#"json_object_agg("sample"."text", "sample"."maybe")"#;
        f::jsonb_object_agg(Sample::text, Sample::maybe) => r#"jsonb_object_agg("sample"."text", "sample"."maybe")"#;
        f::corr(Sample::double, 1.5) => r#"corr("sample"."double", $1)"#;
        f::covar_pop(Sample::double, 1.5) => r#"covar_pop("sample"."double", $1)"#;
        f::covar_samp(Sample::double, 1.5) => r#"covar_samp("sample"."double", $1)"#;
        f::regr_avgx(Sample::double, 1.5) => r#"regr_avgx("sample"."double", $1)"#;
        f::regr_avgy(Sample::double, 1.5) => r#"regr_avgy("sample"."double", $1)"#;
        f::regr_count(Sample::double, 1.5) => r#"regr_count("sample"."double", $1)"#;
        f::regr_intercept(Sample::double, 1.5) => r#"regr_intercept("sample"."double", $1)"#;
        f::regr_r2(Sample::double, 1.5) => r#"regr_r2("sample"."double", $1)"#;
        f::regr_slope(Sample::double, 1.5) => r#"regr_slope("sample"."double", $1)"#;
        f::regr_sxx(Sample::double, 1.5) => r#"regr_sxx("sample"."double", $1)"#;
        f::regr_sxy(Sample::double, 1.5) => r#"regr_sxy("sample"."double", $1)"#;
        f::regr_syy(Sample::double, 1.5) => r#"regr_syy("sample"."double", $1)"#;
        f::percentile_cont(0.5, Sample::small) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."small")"#;
        f::percentile_cont(0.5, Sample::number) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."number")"#;
        f::percentile_cont(0.5, Sample::big) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."big")"#;
        f::percentile_cont(0.5, Sample::real) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."real")"#;
        f::percentile_cont(0.5, Sample::double) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."double")"#;
        f::percentile_cont(0.5, Sample::exact) => r#"percentile_cont($1) WITHIN GROUP (ORDER BY "sample"."exact")"#;
        f::percentile_disc(0.5, Sample::number.desc()) => r#"percentile_disc($1) WITHIN GROUP (ORDER BY "sample"."number" DESC)"#;
        f::mode(Sample::number) => r#"mode() WITHIN GROUP (ORDER BY "sample"."number")"#;
        f::percentile_disc(0.5, Sample::text.desc()) => r#"percentile_disc($1) WITHIN GROUP (ORDER BY "sample"."text" DESC)"#;
        f::mode(Sample::text) => r#"mode() WITHIN GROUP (ORDER BY "sample"."text")"#;
        f::percentile_disc(0.5, Sample::flag.desc()) => r#"percentile_disc($1) WITHIN GROUP (ORDER BY "sample"."flag" DESC)"#;
        f::mode(Sample::flag) => r#"mode() WITHIN GROUP (ORDER BY "sample"."flag")"#;
        count(Sample::number).distinct() => r#"count(DISTINCT "sample"."number")"#;
        sum(Sample::number + 1).distinct().filter(Sample::flag) => r#"sum(DISTINCT "sample"."number" + $1) FILTER (WHERE "sample"."flag")"#;
        array_agg(Sample::number).order_by(Sample::number) => r#"array_agg("sample"."number" ORDER BY "sample"."number")"#;
        array_agg(Sample::number).distinct().order_by(Sample::number.desc().nulls_last()) => r#"array_agg(DISTINCT "sample"."number" ORDER BY "sample"."number" DESC NULLS LAST)"#;
        array_agg(Sample::number).order_by(Sample::number).distinct() => r#"array_agg(DISTINCT "sample"."number" ORDER BY "sample"."number")"#;
        string_agg(Sample::text, ",").order_by((Sample::number.desc(), Sample::big + 1)).filter(Sample::number.gt(1) | Sample::flag) => r#"string_agg("sample"."text", $1 ORDER BY "sample"."number" DESC, "sample"."big" + $2) FILTER (WHERE "sample"."number" > $3 OR "sample"."flag")"#;
        f::mode(Sample::text).filter(Sample::flag) => r#"mode() WITHIN GROUP (ORDER BY "sample"."text") FILTER (WHERE "sample"."flag")"#;
        count_all().filter(Sample::flag & !Sample::maybe_flag) => r#"count(*) FILTER (WHERE "sample"."flag" AND NOT "sample"."maybe_flag")"#;
        sum(Sample::number).filter(Sample::flag) * 2 => r#"sum("sample"."number") FILTER (WHERE "sample"."flag") * $1"#;
    }
}
