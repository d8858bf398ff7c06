//! Queries with names: WITH, derived tables, LATERAL, values, functions.

use dsl_tests::language::{FavoriteColor, Manager, Person, tables};
use dsl_tests::{holds, takes};
use piton::expr::{is_cycle, search_order};
use piton::prelude::*;
use piton::query::generate_series_by;

#[derive(Cte, Debug, PartialEq)]
struct Adult {
    id: i32,
    #[column(name = "full_name")]
    name: String,
}

#[derive(Cte, Debug, PartialEq)]
#[table(name = "Counted")]
struct Count {
    person_id: i32,
    colors: i64,
}

#[derive(Cte, Debug, PartialEq)]
struct Number {
    n: i32,
}

#[derive(Cte, Debug, PartialEq)]
struct Chain {
    id: i32,
    manager_id: Option<i32>,
}

alias!(Other = Adult);
alias!(Red = FavoriteColor);

const ADULTS: &str = r#"SELECT "person"."id", "person"."name" FROM "person" WHERE "person"."age" >= $1"#;
const COLUMNS: &str = r#""adult"."id", "adult"."full_name""#;

macro_rules! adults {
    () => {
        select((Person::id, Person::name)).filter(Person::age.ge(18))
    };
}

#[tokio::test]
async fn with_binds_one_query_or_several() {
    let (_database, mut db) = tables().await;
    let counts = || select((FavoriteColor::person_id, count_all())).group_by(FavoriteColor::person_id);
    takes! { db;
        with(Adult.of(adults!()), select(Adult)) =>
            format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}) SELECT {COLUMNS} FROM "adult""#);
        with((Adult.of(adults!()), Count.of(counts())), select((Adult::name, Count::colors)).left_join(Count, Count::person_id.eq(Adult::id)).filter(Adult::id.gt(2))) =>
            format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}), "Counted"("person_id", "colors") AS (SELECT "favorite_color"."person_id", count(*) FROM "favorite_color" GROUP BY "favorite_color"."person_id") SELECT "adult"."full_name", "Counted"."colors" FROM "adult" LEFT JOIN "Counted" ON "Counted"."person_id" = "adult"."id" WHERE "adult"."id" > $2"#);
        // One reads another, by two names.
        with(
            (Adult.of(adults!()), Number.of(select(Other.id).join(Adult, Adult::id.eq(Other.id)))),
            select(Number::n),
        ) => format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}), "number"("n") AS (SELECT "other"."id" FROM "adult" AS "other" JOIN "adult" ON "adult"."id" = "other"."id") SELECT "number"."n" FROM "number""#);
        with(Adult.of(adults!()).materialized(), select(count(Adult::id))) =>
            format!(r#"WITH "adult"("id", "full_name") AS MATERIALIZED ({ADULTS}) SELECT count("adult"."id") FROM "adult""#);
        with(Adult.of(adults!()).not_materialized(), select(count(Adult::id))) =>
            format!(r#"WITH "adult"("id", "full_name") AS NOT MATERIALIZED ({ADULTS}) SELECT count("adult"."id") FROM "adult""#);
    }
}

#[tokio::test]
async fn a_query_with_with_is_a_query() {
    let (_database, mut db) = tables().await;
    let bound = || with(Adult.of(adults!()), select(Adult::id));
    let text = format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}) SELECT "adult"."id" FROM "adult""#);
    takes! { db;
        bound().order_by(Adult::id.desc()).limit(3) => format!("{text} ORDER BY 1 DESC LIMIT 3");
        bound().union(select(Person::id)) => format!(r#"({text}) UNION SELECT "person"."id" FROM "person""#);
        select(Person::id).filter(Person::id.in_(bound())) =>
            format!(r#"SELECT "person"."id" FROM "person" WHERE "person"."id" = ANY({text})"#);
        with(Number.of(bound()), select(Number)) =>
            format!(r#"WITH "number"("n") AS ({text}) SELECT "number"."n" FROM "number""#);
        with(Number.of(generate_series(1, 2)), bound()) =>
            format!(r#"WITH "number"("n") AS (SELECT * FROM generate_series($1, $2)), {}"#, text.replace("$1", "$3").trim_start_matches("WITH "));
        // A subquery reads what the WITH around it binds.
        with(Adult.of(adults!()), select(Person::id).filter(exists(from(Adult).filter(Adult::id.eq(outer(Person::id)))))) =>
            format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}) SELECT "person"."id" FROM "person" WHERE EXISTS (SELECT 1 FROM "adult" WHERE "adult"."id" = "person"."id")"#);
        with(Adult.of(adults!()), select(Adult::id).union_all(select(Adult::id))) =>
            format!(r#"WITH "adult"("id", "full_name") AS ({ADULTS}) SELECT "adult"."id" FROM "adult" UNION ALL SELECT "adult"."id" FROM "adult""#);
        // A subquery has a WITH of its own, which reads the query around it.
        select(Person::id).filter(exists(with(
            Number.of(select(FavoriteColor::id).filter(FavoriteColor::person_id.eq(outer(Person::id)))),
            select(Number).filter(Number::n.lt(outer(Person::age))),
        ))) => r#"SELECT "person"."id" FROM "person" WHERE EXISTS (WITH "number"("n") AS (SELECT "favorite_color"."id" FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id") SELECT "number"."n" FROM "number" WHERE "number"."n" < "person"."age")"#;
    }
}

#[tokio::test]
async fn recursion_searches_and_notices_cycles() {
    let (_database, mut db) = tables().await;
    let chain = || {
        select((Person::id, Person::manager_id))
            .filter(Person::id.eq(1))
            .union_all(select((Person::id, Person::manager_id)).join(Chain, Chain::manager_id.eq(Person::id)))
    };
    let text = r#""chain"("id", "manager_id") AS (SELECT "person"."id", "person"."manager_id" FROM "person" WHERE "person"."id" = $1 UNION ALL SELECT "person"."id", "person"."manager_id" FROM "person" JOIN "chain" ON "chain"."manager_id" = "person"."id")"#;
    takes! { db;
        with_recursive(Chain.of(chain()), select(Chain)) =>
            format!(r#"WITH RECURSIVE {text} SELECT "chain"."id", "chain"."manager_id" FROM "chain""#);
        with_recursive(Chain.of(chain()).search_depth_first_by(Chain::id), select(Chain::id).order_by(search_order(Chain))) =>
            format!(r#"WITH RECURSIVE {text} SEARCH DEPTH FIRST BY "id" SET "search_order" SELECT "chain"."id" FROM "chain" ORDER BY "chain"."search_order""#);
        with_recursive(
            Chain.of(chain()).search_breadth_first_by((Chain::manager_id, Chain::id)).cycle(Chain::id),
            select((Chain::id, is_cycle(Chain))).filter(!is_cycle(Chain)).order_by(search_order(Chain).desc()),
        ) => format!(r#"WITH RECURSIVE {text} SEARCH BREADTH FIRST BY "manager_id", "id" SET "search_order" CYCLE "id" SET "is_cycle" USING "cycle_path" SELECT "chain"."id", "chain"."is_cycle" FROM "chain" WHERE NOT "chain"."is_cycle" ORDER BY "chain"."search_order" DESC"#);
        with_recursive((Adult.of(adults!()), Number.of(select(value(1)).union(select(Number::n + 1).filter(Number::n.lt(5))))), select((Number::n, Adult::id)).cross_join(Adult)) =>
            format!(r#"WITH RECURSIVE "adult"("id", "full_name") AS ({ADULTS}), "number"("n") AS (SELECT $2 UNION SELECT "number"."n" + $3 FROM "number" WHERE "number"."n" < $4) SELECT "number"."n", "adult"."id" FROM "number" CROSS JOIN "adult""#);
    }
}

#[tokio::test]
async fn queries_stand_in_from() {
    let (_database, mut db) = tables().await;
    let derived = format!(r#"({ADULTS}) AS "adult"("id", "full_name")"#);
    let red = || Red.of(select(FavoriteColor).filter(FavoriteColor::color.eq("red")));
    let reds = r#"(SELECT "favorite_color"."id", "favorite_color"."person_id", "favorite_color"."color" FROM "favorite_color" WHERE "favorite_color"."color" = $1) AS "red"("id", "person_id", "color")"#;
    holds! { db;
        from(Adult.of(adults!())).select(Adult) => &format!("SELECT {COLUMNS} FROM {derived}");
        from(Other.of(adults!())).filter(Other.id.gt(7)).select(Other.name) =>
            &format!(r#"SELECT "other"."full_name" FROM ({ADULTS}) AS "other"("id", "full_name") WHERE "other"."id" > $2"#);
        select(Person::id).join(red(), Red.person_id.eq(Person::id)) =>
            &format!(r#"SELECT "person"."id" FROM "person" JOIN {reds} ON "red"."person_id" = "person"."id""#);
        select((Person::id, Red)).left_join(red(), Red.person_id.eq(Person::id)) =>
            &format!(r#"SELECT "person"."id", "red"."id", "red"."person_id", "red"."color" FROM "person" LEFT JOIN {reds} ON "red"."person_id" = "person"."id""#);
        select(Person::id).right_join(red(), Red.person_id.eq(Person::id)) =>
            &format!(r#"SELECT "person"."id" FROM "person" RIGHT JOIN {reds} ON "red"."person_id" = "person"."id""#);
        select(Person::id).full_join(red(), Red.person_id.eq(Person::id)) =>
            &format!(r#"SELECT "person"."id" FROM "person" FULL JOIN {reds} ON "red"."person_id" = "person"."id""#);
        select(Person::id).cross_join(red()) =>
            &format!(r#"SELECT "person"."id" FROM "person" CROSS JOIN {reds}"#);
        // A query in FROM of a query in FROM.
        from(Number.of(from(Adult.of(adults!())).select(Adult::id).distinct())).select(max(Number::n)) =>
            &format!(r#"SELECT max("number"."n") FROM (SELECT DISTINCT "adult"."id" FROM {derived}) AS "number"("n")"#);
    }
}

#[tokio::test]
async fn lateral_queries_read_the_tables_before_them() {
    let (_database, mut db) = tables().await;
    let newest = || {
        Red.of(select(FavoriteColor)
            .filter(FavoriteColor::person_id.eq(outer(Person::id)))
            .order_by(FavoriteColor::id.desc())
            .limit(1))
            .lateral()
    };
    let text = r#"LATERAL (SELECT "favorite_color"."id", "favorite_color"."person_id", "favorite_color"."color" FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id" ORDER BY "favorite_color"."id" DESC LIMIT 1) AS "red"("id", "person_id", "color")"#;
    holds! { db;
        select((Person::id, Red.color)).cross_join(newest()) =>
            &format!(r#"SELECT "person"."id", "red"."color" FROM "person" CROSS JOIN {text}"#);
        select((Person::id, Red.color)).left_join(newest(), Red.id.gt(1)) =>
            &format!(r#"SELECT "person"."id", "red"."color" FROM "person" LEFT JOIN {text} ON "red"."id" > $1"#);
        // Inside of a subquery it reads the query further out, too.
        select(Manager.id).filter(exists(
            from(Person).join(
                Red.of(select(FavoriteColor).filter(
                    FavoriteColor::person_id.eq(outer(Person::id)).and(FavoriteColor::id.lt(outer(outer(Manager.age)))),
                ))
                .lateral(),
                Red.color.eq("red"),
            ),
        )) => r#"SELECT "manager"."id" FROM "person" AS "manager" WHERE EXISTS (SELECT 1 FROM "person" JOIN LATERAL (SELECT "favorite_color"."id", "favorite_color"."person_id", "favorite_color"."color" FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id" AND "favorite_color"."id" < "manager"."age") AS "red"("id", "person_id", "color") ON "red"."color" = $1)"#;
    }
}

#[tokio::test]
async fn values_and_functions_are_queries() {
    let (_database, mut db) = tables().await;
    takes! { db;
        values([1, 2, 3]) => "SELECT * FROM unnest($1)";
        values([(1, "a", Some(2.5)), (2, "b", None)]) => "SELECT * FROM unnest($1, $2, $3)";
        values([(1, "a")]).union_all(values(vec![(2, "b")])).order_by(output(2).desc()) =>
            "SELECT * FROM unnest($1, $2) UNION ALL SELECT * FROM unnest($3, $4) ORDER BY 2 DESC";
        from(Adult.of(values([(1, "a")]))).select(Adult::name) =>
            r#"SELECT "adult"."full_name" FROM (SELECT * FROM unnest($1, $2)) AS "adult"("id", "full_name")"#;
        with(Number.of(values([1])), select(Number)) =>
            r#"WITH "number"("n") AS (SELECT * FROM unnest($1)) SELECT "number"."n" FROM "number""#;
        select(Person::id).filter(row((Person::id, Person::name)).in_(values([(1, "x")]))) =>
            r#"SELECT "person"."id" FROM "person" WHERE ("person"."id", "person"."name") = ANY(SELECT * FROM unnest($1, $2))"#;
        generate_series(1_i64, 5) => "SELECT * FROM generate_series($1, $2)";
        generate_series_by(10, 0, -2) => "SELECT * FROM generate_series($1, $2, $3)";
        unnest(vec!["a", "b"].into_iter().map(String::from).collect::<Vec<_>>()) => "SELECT * FROM unnest($1)";
        select((Person::id, Number::n)).join(Number.of(generate_series(1, outer(Person::age) + 1)).lateral(), Number::n.ne(3)) =>
            r#"SELECT "person"."id", "number"."n" FROM "person" JOIN LATERAL (SELECT * FROM generate_series($1, "person"."age" + $2)) AS "number"("n") ON "number"."n" <> $3"#;
    }
}
