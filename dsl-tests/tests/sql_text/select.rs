//! SELECT lists, FROM, WHERE, DISTINCT, ORDER BY, LIMIT, OFFSET and EXPLAIN.

use dsl_tests::holds;
use dsl_tests::language::{FavoriteColor, Manager, Person, Sample, empty, tables};
use piton::prelude::*;

const PERSON: &str =
    r#""person"."id", "person"."name", "person"."age", "person"."email", "person"."manager_id""#;

#[tokio::test]
async fn a_list_is_a_table_a_column_an_expression_or_a_tuple() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(Person) => &format!(r#"SELECT {PERSON} FROM "person""#);
        select((Person,)) => &format!(r#"SELECT {PERSON} FROM "person""#);
        select(Person::id) => r#"SELECT "person"."id" FROM "person""#;
        select(Person.id) => r#"SELECT "person"."id" FROM "person""#;
        select(Person::age + 1) => r#"SELECT "person"."age" + $1 FROM "person""#;
        select(Person::age.gt(1)) => r#"SELECT "person"."age" > $1 FROM "person""#;
        select((Person::id, Person, Person::name)) =>
            &format!(r#"SELECT "person"."id", {PERSON}, "person"."name" FROM "person""#);
        select((Person, Person)) => &format!(r#"SELECT {PERSON}, {PERSON} FROM "person""#);
        select(Manager.name) => r#"SELECT "manager"."name" FROM "person" AS "manager""#;
        select(((Person::id, Person::name), (Person::age, (Person::email, Person::manager_id)))) =>
            &format!(r#"SELECT {PERSON} FROM "person""#);
    }
}

#[tokio::test]
async fn a_list_has_up_to_sixteen_items_which_can_be_lists() {
    let (_database, mut db) = tables().await;
    macro_rules! lists {
        ($($item:ident)+) => { lists!(@ [] $($item)+); };
        (@ [$($before:ident)*] $next:ident $($rest:ident)*) => {
            let columns = [$(stringify!($before),)* stringify!($next)].map(|_| r#""person"."id""#).join(", ");
            holds! { db;
                select(($(lists!(% $before),)* lists!(% $next),)) =>
                    &format!(r#"SELECT {columns} FROM "person""#);
            }
            lists!(@ [$($before)* $next] $($rest)*);
        };
        (@ [$($before:ident)*]) => {};
        (% $item:ident) => { Person::id };
    }
    lists!(a b c d e f g h i j k l m n o p);
    let eight =
        (Person::id, Person::id, Person::id, Person::id, Person::id, Person::id, Person::id, Person::id);
    let sixteen = (
        eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight, eight,
        eight, eight,
    );
    let columns = [r#""person"."id""#; 128].join(", ");
    holds! { db; select(sixteen) => &format!(r#"SELECT {columns} FROM "person""#); }
}

#[tokio::test]
async fn a_list_without_a_table_has_no_from() {
    let (_database, mut db) = empty().await;
    holds! { db;
        select(value(1)) => "SELECT $1";
        select((value(1), value("x".to_owned()), constant(2))) => "SELECT $1, $2, '2'::integer";
        select(count_all()) => "SELECT count(*)";
        select(value(1).eq(2)).filter(value(true)) => "SELECT $1 = $2 WHERE $3";
        select(fragment::<i32>("pg_backend_pid()")).limit(1) => "SELECT pg_backend_pid() LIMIT 1";
    }
}

#[tokio::test]
async fn the_first_table_of_the_list_is_read() {
    let (_database, mut db) = tables().await;
    let joined = r#"FROM "person" JOIN "favorite_color" ON "favorite_color"."person_id" = "person"."id""#;
    let on = || FavoriteColor::person_id.eq(Person::id);
    holds! { db;
        select((value(1), Person::id)) => r#"SELECT $1, "person"."id" FROM "person""#;
        select(value(1) + Person::id) => r#"SELECT $1 + "person"."id" FROM "person""#;
        select(value(1).between(Person::id, 2)) => r#"SELECT $1 BETWEEN "person"."id" AND $2 FROM "person""#;
        select((count_all(), max(Person::id))) => r#"SELECT count(*), max("person"."id") FROM "person""#;
        select((sql_expr!(i32, "abs({})", Person::id), FavoriteColor::id)).join(FavoriteColor, on()) =>
            &format!(r#"SELECT abs("person"."id"), "favorite_color"."id" {joined}"#);
        select(((count_all(), value(1)), (count(Person::id), max(FavoriteColor::id)))).join(FavoriteColor, on()) =>
            &format!(r#"SELECT count(*), $1, count("person"."id"), max("favorite_color"."id") {joined}"#);
    }
}

#[tokio::test]
async fn from_can_stand_first() {
    let (_database, mut db) = tables().await;
    holds! { db;
        from(Person).select(Person) => &format!(r#"SELECT {PERSON} FROM "person""#);
        from(Person).select(count_all()) => r#"SELECT count(*) FROM "person""#;
        from(Person).select(value(1)) => r#"SELECT $1 FROM "person""#;
        from(Manager).select(Manager.id) => r#"SELECT "manager"."id" FROM "person" AS "manager""#;
        from(Person).filter(Person::age.gt(1)).limit(3).offset(1).distinct().select(Person::id).order_by(Person::id) =>
            r#"SELECT DISTINCT "person"."id" FROM "person" WHERE "person"."age" > $1 ORDER BY "person"."id" LIMIT 3 OFFSET 1"#;
    }
}

#[tokio::test]
async fn parameters_are_numbered_as_they_stand_in_the_text() {
    let (_database, mut db) = tables().await;
    let query = from(Person)
        .filter(Person::age.gt(1))
        .filter(Person::name.eq("3"))
        .select((Person::id, value("0".to_owned())))
        .order_by(Person::age + 2)
        .limit(7);
    let sql = r#"SELECT "person"."id", $1 FROM "person" WHERE "person"."age" > $2 AND "person"."name" = $3 ORDER BY "person"."age" + $4 LIMIT 7"#;
    holds! { db; query => sql; }
}

#[tokio::test]
async fn filters_are_joined_by_and_with_or_in_parentheses() {
    let (_database, mut db) = tables().await;
    let where_ = |text: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE {text}"#);
    let a = || Person::age.gt(1);
    let b = || Person::name.eq("b");
    let c = || Person::id.lt(3);
    holds! { db;
        select(Person::id).filter(a()) => &where_(r#""person"."age" > $1"#);
        select(Person::id).filter(a()).filter(b()) => &where_(r#""person"."age" > $1 AND "person"."name" = $2"#);
        select(Person::id).filter(a().and(b())).filter(c()) =>
            &where_(r#""person"."age" > $1 AND "person"."name" = $2 AND "person"."id" < $3"#);
        select(Person::id).filter(a().or(b())) => &where_(r#"("person"."age" > $1 OR "person"."name" = $2)"#);
        select(Person::id).filter(a().or(b())).filter(c()) =>
            &where_(r#"("person"."age" > $1 OR "person"."name" = $2) AND "person"."id" < $3"#);
        select(Person::id).filter(c()).filter(a() | b()) =>
            &where_(r#""person"."id" < $1 AND ("person"."age" > $2 OR "person"."name" = $3)"#);
        select(Person::id).filter(true) => &where_("$1");
        select(Person::id).filter(fragment::<bool>("true OR true")).filter(constant(false)) =>
            &where_("(true OR true) AND FALSE");
    }
}

#[tokio::test]
async fn order_by_takes_expressions_directions_and_tuples_and_adds_up() {
    let (_database, mut db) = tables().await;
    let ordered = |text: &str| format!(r#"SELECT "person"."id" FROM "person" ORDER BY {text}"#);
    let query = || select(Person::id);
    holds! { db;
        query().order_by(Person::age) => &ordered(r#""person"."age""#);
        query().order_by(Person::age.asc()) => &ordered(r#""person"."age" ASC"#);
        query().order_by(Person::age.desc()) => &ordered(r#""person"."age" DESC"#);
        query().order_by(Person::email.asc().nulls_first()) => &ordered(r#""person"."email" ASC NULLS FIRST"#);
        query().order_by(Person::email.asc().nulls_last()) => &ordered(r#""person"."email" ASC NULLS LAST"#);
        query().order_by(Person::email.desc().nulls_first()) => &ordered(r#""person"."email" DESC NULLS FIRST"#);
        query().order_by(Person::email.desc().nulls_last()) => &ordered(r#""person"."email" DESC NULLS LAST"#);
        query().order_by(Person::email.desc().nulls_first().nulls_last()) =>
            &ordered(r#""person"."email" DESC NULLS LAST"#);
        query().order_by((Person::age.desc(), Person::name)) => &ordered(r#""person"."age" DESC, "person"."name""#);
        query().order_by(Person::age.desc()).order_by(Person::name) =>
            &ordered(r#""person"."age" DESC, "person"."name""#);
        query().order_by(((Person::age, Person::name.desc()), (Person::id,))) =>
            &ordered(r#""person"."age", "person"."name" DESC, "person"."id""#);
        query().order_by(Person::age.gt(1)) => &ordered(r#""person"."age" > $1"#);
        query().order_by((Person::age.gt(1) | Person::email.is_null()).desc()) =>
            &ordered(r#""person"."age" > $1 OR "person"."email" IS NULL DESC"#);
        query().order_by((-Person::age * 2).asc()) => &ordered(r#"-"person"."age" * $1 ASC"#);
        query().order_by(sql_expr!(String, "lower({})", Person::name).desc()) =>
            &ordered(r#"lower("person"."name") DESC"#);
        query().order_by(value(1)) => &ordered("$1");
    }
}

#[tokio::test]
async fn a_constant_in_order_by_is_not_the_number_of_a_column() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(Person::id).order_by(constant(7)) => r#"SELECT "person"."id" FROM "person" ORDER BY '7'::integer"#;
        select(Person::id).order_by(constant("x").desc()) =>
            r#"SELECT "person"."id" FROM "person" ORDER BY 'x'::text DESC"#;
    }
}

#[tokio::test]
async fn limit_offset_and_distinct_stand_in_their_places_whatever_the_order_of_calls() {
    let (_database, mut db) = tables().await;
    let sql = r#"SELECT DISTINCT "person"."id" FROM "person" WHERE "person"."id" > $1 ORDER BY "person"."id" LIMIT 2 OFFSET 3"#;
    let query = || select(Person::id);
    let filter = || Person::id.gt(0);
    holds! { db;
        query().distinct().filter(filter()).order_by(Person::id).limit(2).offset(3) => sql;
        query().offset(3).limit(2).order_by(Person::id).filter(filter()).distinct() => sql;
        query().limit(9).order_by(Person::id).offset(9).distinct().limit(2).filter(filter()).offset(3).distinct() => sql;
        query().limit(0) => r#"SELECT "person"."id" FROM "person" LIMIT 0"#;
        query().offset(0) => r#"SELECT "person"."id" FROM "person" OFFSET 0"#;
        query().limit(u32::MAX).offset(u32::MAX) =>
            r#"SELECT "person"."id" FROM "person" LIMIT 4294967295 OFFSET 4294967295"#;
        query().limit(5).limit(7) => r#"SELECT "person"."id" FROM "person" LIMIT 7"#;
        select(Person).distinct() => &format!(r#"SELECT DISTINCT {PERSON} FROM "person""#);
    }
}

#[tokio::test]
async fn explain_stands_before_the_statement() {
    let (_database, mut db) = tables().await;
    let plan = select(Sample::id).filter(Sample::number.gt(1)).explain(&mut db).await.unwrap();
    assert!(plan.iter().any(|line| line.contains("Seq Scan on sample")), "{plan:?}");
    assert!(plan.iter().any(|line| line.contains("$1") || line.contains("number > 1")), "{plan:?}");
    let plan = sql!("SELECT {} + 1", 41).explain(&mut db).await.unwrap();
    assert!(plan.iter().any(|line| line.contains("Result")), "{plan:?}");
    let error = select(Person::id).filter(fragment::<bool>("nowhere")).explain(&mut db).await.unwrap_err();
    assert_eq!(error.sql(), Some(r#"EXPLAIN SELECT "person"."id" FROM "person" WHERE (nowhere)"#));
}

#[tokio::test]
async fn a_query_is_a_value_whose_copies_go_their_own_ways() {
    let (_database, mut db) = tables().await;
    let all = select(Person::id);
    let old = all.clone().filter(Person::age.gt(60));
    let young = all.clone().filter(Person::age.lt(20)).order_by(Person::age);
    assert_eq!(format!("{all:?}"), r#"Select("SELECT \"person\".\"id\" FROM \"person\"")"#);
    holds! { db;
        all => r#"SELECT "person"."id" FROM "person""#;
        old => r#"SELECT "person"."id" FROM "person" WHERE "person"."age" > $1"#;
        young => r#"SELECT "person"."id" FROM "person" WHERE "person"."age" < $1 ORDER BY "person"."age""#;
    }
}
