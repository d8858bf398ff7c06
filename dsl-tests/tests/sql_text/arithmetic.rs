//! Arithmetic, its precedence and its parentheses.

use dsl_tests::holds;
use dsl_tests::language::{Person, Sample, tables};
use piton::prelude::*;

/// `select(..)` has this list, for each pair.
macro_rules! selects {
    ($db:expr; $($list:expr => $sql:expr;)+) => { holds! { $db; $(
        select($list) => &format!(r#"SELECT {} FROM "person""#, $sql);
    )+ } };
}

#[tokio::test]
async fn operators_take_values_columns_and_expressions() {
    let (_database, mut db) = tables().await;
    selects! { db;
        Person::age + 1 => r#""person"."age" + $1"#;
        Person::age - 1 => r#""person"."age" - $1"#;
        Person::age * 2 => r#""person"."age" * $1"#;
        Person::age / 2 => r#""person"."age" / $1"#;
        Person::age % 2 => r#""person"."age" % $1"#;
        Person::age + Person::id => r#""person"."age" + "person"."id""#;
        Person::age + Person::manager_id => r#""person"."age" + "person"."manager_id""#;
        Person::manager_id * Person::age => r#""person"."manager_id" * "person"."age""#;
        value(1) + Person::age => r#"$1 + "person"."age""#;
        1 + Person::age => r#"$1 + "person"."age""#;
        1 - Person::manager_id => r#"$1 - "person"."manager_id""#;
        2 * (Person::age + 1) => r#"$1 * ("person"."age" + $2)"#;
        100 / (Person::age - Person::id) => r#"$1 / ("person"."age" - "person"."id")"#;
        1 - (1 - Person::age) => r#"$1 - ($2 - "person"."age")"#;
        constant(1) - Person::age => r#"'1'::integer - "person"."age""#;
        -Person::age => r#"-"person"."age""#;
        -(-Person::age) => r#"-(-"person"."age")"#;
        -value(1) + Person::age => r#"-$1 + "person"."age""#;
        -constant(-1) - Person::age => r#"-'-1'::integer - "person"."age""#;
        Person::age - -Person::id => r#""person"."age" - -"person"."id""#;
        Person::age - -(-Person::id) => r#""person"."age" - -(-"person"."id")"#;
        sql_expr!(i32, "1 + {}", Person::age) * 2 => r#"(1 + "person"."age") * $1"#;
        Person::age * fragment::<i32>("1 + 1") => r#""person"."age" * (1 + 1)"#;
        -sql_expr!(i32, "1 + {}", Person::age) => r#"-(1 + "person"."age")"#;
    }
}

#[tokio::test]
async fn every_pair_of_operators_keeps_its_tree() {
    let (_database, mut db) = tables().await;
    let (a, b, c) = (Person::age, Person::id, Person::manager_id);
    /// Both trees of three columns and two operators.
    macro_rules! trees {
        ($($outer:tt [$($inner:tt)+])+) => { $($(
            let (left, right) = (strength(stringify!($outer)), strength(stringify!($inner)));
            let inner = |x: &str, y: &str| format!("{x} {} {y}", stringify!($inner));
            let columns = [r#""person"."age""#, r#""person"."id""#, r#""person"."manager_id""#];
            let [x, y, z] = columns;
            let above = parens(right < left, inner(x, y));
            let below = parens(right <= left, inner(y, z));
            selects! { db;
                (a $inner b) $outer c => format!("{above} {} {z}", stringify!($outer));
                a $outer (b $inner c) => format!("{x} {} {below}", stringify!($outer));
            }
        )+)+ };
    }
    fn strength(operator: &str) -> u8 {
        u8::from(!matches!(operator, "+" | "-"))
    }
    fn parens(wanted: bool, text: String) -> String {
        if wanted { format!("({text})") } else { text }
    }
    trees! { + [+ - * / %] - [+ - * / %] * [+ - * / %] / [+ - * / %] % [+ - * / %] }
}

#[tokio::test]
async fn unary_minus_binds_tighter_than_its_neighbours() {
    let (_database, mut db) = tables().await;
    let (a, b) = (Person::age, Person::id);
    let (x, y) = (r#""person"."age""#, r#""person"."id""#);
    selects! { db;
        -a + b => format!("-{x} + {y}");
        -a * b => format!("-{x} * {y}");
        -(a + b) => format!("-({x} + {y})");
        -(a * b) => format!("-({x} * {y})");
        a * -b => format!("{x} * -{y}");
        -(-(a - b)) => format!("-(-({x} - {y}))");
    }
}

#[tokio::test]
async fn arithmetic_stands_in_comparisons_without_parentheses() {
    let (_database, mut db) = tables().await;
    selects! { db;
        (Person::age + 1).gt(Person::id * 2) => r#""person"."age" + $1 > "person"."id" * $2"#;
        (Person::age + 1).between(-Person::id, Person::id) =>
            r#""person"."age" + $1 BETWEEN -"person"."id" AND "person"."id""#;
        (Person::age % 2).eq(0) & (Person::id % 2).ne(0) =>
            r#""person"."age" % $1 = $2 AND "person"."id" % $3 <> $4"#;
        Person::name.concat("a").concat("b") => r#""person"."name" || $1 || $2"#;
        Person::name.concat(Person::email.concat("b")) => r#""person"."name" || ("person"."email" || $1)"#;
        Person::name.concat(Person::name).eq(Person::email.concat("b")) =>
            r#""person"."name" || "person"."name" = "person"."email" || $1"#;
    }
}

#[tokio::test]
async fn every_number_can_be_calculated_with() {
    let (_database, mut db) = tables().await;
    let from = |text: &str| format!(r#"SELECT {text} FROM "sample""#);
    let exact = || "2.5".parse::<piton::value::Numeric>().unwrap();
    holds! { db;
        select((Sample::small + 1) * Sample::small - 1) => &from(r#"("sample"."small" + $1) * "sample"."small" - $2"#);
        select(Sample::small % 2 / -Sample::small) => &from(r#""sample"."small" % $1 / -"sample"."small""#);
        select(Sample::big % 2 / -Sample::big * 3) => &from(r#""sample"."big" % $1 / -"sample"."big" * $2"#);
        select(Sample::real + 1.5 - Sample::real) => &from(r#""sample"."real" + $1 - "sample"."real""#);
        select(-Sample::real * 1.5 / 2.0) => &from(r#"-"sample"."real" * $1 / $2"#);
        select(Sample::double + 1.5 - -Sample::double) => &from(r#""sample"."double" + $1 - -"sample"."double""#);
        select(Sample::double * 1.5 / 2.0) => &from(r#""sample"."double" * $1 / $2"#);
        select(Sample::exact + exact() - -Sample::exact) => &from(r#""sample"."exact" + $1 - -"sample"."exact""#);
        select(Sample::exact * exact() / Sample::exact % exact()) =>
            &from(r#""sample"."exact" * $1 / "sample"."exact" % $2"#);
        select(Sample::maybe + 1) => &from(r#""sample"."maybe" + $1"#);
    }
}

#[tokio::test]
async fn whole_numbers_stand_beside_every_type_of_number() {
    let (_database, mut db) = tables().await;
    let from_sample = |text: &str| format!(r#"SELECT {text} FROM "sample""#);
    holds! { db;
        select(Sample::exact * (1 - Sample::exact)) => &from_sample(r#""sample"."exact" * ($1 - "sample"."exact")"#);
        select((Sample::exact + 1, Sample::exact % 7)) => &from_sample(r#""sample"."exact" + $1, "sample"."exact" % $2"#);
        select((1 - Sample::big, 1 - Sample::double)) => &from_sample(r#"$1 - "sample"."big", $2 - "sample"."double""#);
        select(100 * sum(Sample::exact) / count_all().cast::<piton::value::Numeric>()) =>
            &from_sample(r#"$1 * sum("sample"."exact") / CAST(count(*) AS numeric)"#);
        select(case_when(Sample::exact.gt(5), Sample::exact).otherwise(0)) =>
            &from_sample(r#"CASE WHEN "sample"."exact" > $1 THEN "sample"."exact" ELSE $2 END"#);
        select(Sample::id).filter(Sample::exact.between(1, 2)).order_by(output(1).desc()) =>
            r#"SELECT "sample"."id" FROM "sample" WHERE "sample"."exact" BETWEEN $1 AND $2 ORDER BY 1 DESC"#;
    }
}
