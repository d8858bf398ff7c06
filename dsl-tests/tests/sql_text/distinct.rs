//! DISTINCT ON, WITH TIES, TABLESAMPLE, grouping sets.

use dsl_tests::holds;
use dsl_tests::language::{FavoriteColor, Manager, Person, tables};
use piton::expr::{cube, grouping, grouping_sets, rollup};
use piton::prelude::*;
use piton::query::{bernoulli, system};

#[tokio::test]
async fn distinct_on_takes_columns() {
    let (_database, mut db) = tables().await;
    let color = r#""favorite_color"."color""#;
    let person = r#""favorite_color"."person_id""#;
    let id = r#""favorite_color"."id""#;
    let base = || select(FavoriteColor::id);
    holds! { db;
        base().distinct_on(FavoriteColor::color) => &format!(r#"SELECT DISTINCT ON ({color}) {id} FROM "favorite_color""#);
        base().distinct_on(FavoriteColor::color).order_by((FavoriteColor::color, FavoriteColor::id.desc())) =>
            &format!(r#"SELECT DISTINCT ON ({color}) {id} FROM "favorite_color" ORDER BY {color}, {id} DESC"#);
        base().distinct_on((FavoriteColor::color, FavoriteColor::person_id))
            .order_by((FavoriteColor::person_id.desc(), FavoriteColor::color, FavoriteColor::id + 1)) =>
            &format!(r#"SELECT DISTINCT ON ({color}, {person}) {id} FROM "favorite_color" ORDER BY {person} DESC, {color}, {id} + $1"#);
        base().distinct_on((FavoriteColor::color, FavoriteColor::person_id)).order_by(FavoriteColor::person_id) =>
            &format!(r#"SELECT DISTINCT ON ({color}, {person}) {id} FROM "favorite_color" ORDER BY {person}"#);
        base().distinct_on(FavoriteColor::color).order_by(FavoriteColor::color).order_by(-FavoriteColor::id).limit(3) =>
            &format!(r#"SELECT DISTINCT ON ({color}) {id} FROM "favorite_color" ORDER BY {color}, -{id} LIMIT 3"#);
        base().distinct().distinct_on(FavoriteColor::color) =>
            &format!(r#"SELECT DISTINCT ON ({color}) {id} FROM "favorite_color""#);
    }
}

#[tokio::test]
async fn distinct_rows_are_ordered_by_what_is_selected() {
    let (_database, mut db) = tables().await;
    let text = r#"SELECT DISTINCT "person"."name", "person"."age" + $1 FROM "person""#;
    let base = || select((Person::name, Person::age + 1)).distinct();
    holds! { db;
        base().order_by(Person::name.desc()) => &format!(r#"{text} ORDER BY "person"."name" DESC"#);
        base().order_by((output(2), Person::name)) => &format!(r#"{text} ORDER BY 2, "person"."name""#);
        select(Person).distinct().order_by((Person::age, Person::id.desc())) =>
            r#"SELECT DISTINCT "person"."id", "person"."name", "person"."age", "person"."email", "person"."manager_id" FROM "person" ORDER BY "person"."age", "person"."id" DESC"#;
    }
}

#[tokio::test]
async fn ties_of_the_last_row_are_fetched() {
    let (_database, mut db) = tables().await;
    let text = r#"SELECT "person"."id" FROM "person" ORDER BY "person"."age""#;
    let base = || select(Person::id).order_by(Person::age);
    holds! { db;
        base().limit_with_ties(3) => &format!("{text} FETCH FIRST 3 ROWS WITH TIES");
        base().limit(1).limit_with_ties(3).offset(2) => &format!("{text} FETCH FIRST 3 ROWS WITH TIES OFFSET 2");
        base().limit_with_ties(3).limit(1) => &format!("{text} LIMIT 1");
    }
}

#[tokio::test]
async fn a_part_of_a_table_is_read() {
    let (_database, mut db) = tables().await;
    holds! { db;
        from(bernoulli(Person, 10.0)).select(Person::id) =>
            r#"SELECT "person"."id" FROM "person" TABLESAMPLE BERNOULLI ($1)"#;
        from(system(Manager, 50.0).repeatable(3.0)).select(Manager.id).filter(Manager.age.gt(1)) =>
            r#"SELECT "manager"."id" FROM "person" AS "manager" TABLESAMPLE SYSTEM ($1) REPEATABLE ($2) WHERE "manager"."age" > $3"#;
        select(Person::id).join(bernoulli(FavoriteColor, 1.0), FavoriteColor::person_id.eq(Person::id)) =>
            r#"SELECT "person"."id" FROM "person" JOIN "favorite_color" TABLESAMPLE BERNOULLI ($1) ON "favorite_color"."person_id" = "person"."id""#;
    }
}

#[tokio::test]
async fn several_groupings_are_one_query() {
    let (_database, mut db) = tables().await;
    let (name, age, email) = (r#""person"."name""#, r#""person"."age""#, r#""person"."email""#);
    let by = |keys: &str| format!(r#"SELECT {name}, {age}, count(*) FROM "person" GROUP BY {keys}"#);
    let base = || select((Person::name, Person::age, count_all()));
    holds! { db;
        base().group_by(rollup((Person::name, Person::age))) => &by(&format!("ROLLUP({name}, {age})"));
        base().group_by(cube((Person::name, Person::age))) => &by(&format!("CUBE({name}, {age})"));
        base().group_by((Person::name, rollup(Person::age))) => &by(&format!("{name}, ROLLUP({age})"));
        base().group_by(grouping_sets(((Person::name, Person::age), Person::name, ()))) =>
            &by(&format!("GROUPING SETS(({name}, {age}), ({name}), ())"));
        base().group_by(grouping_sets(((Person::name, Person::age, Person::email), ((),)))) =>
            &by(&format!("GROUPING SETS(({name}, {age}, {email}), ())"));
        select((Person::name, grouping(Person::name) + 1)).group_by(rollup(Person::name)).having(grouping(Person::name).eq(1)) =>
            &format!(r#"SELECT {name}, GROUPING({name}) + $1 FROM "person" GROUP BY ROLLUP({name}) HAVING GROUPING({name}) = $2"#);
    }
}

#[derive(Cte)]
#[allow(dead_code, reason = "fields are columns")]
struct Decade {
    first: Option<i32>,
}

#[tokio::test]
async fn expressions_are_grouped_by_as_columns_of_a_lateral_query() {
    let (_database, mut db) = tables().await;
    let decade = Decade.of(select(outer(Person::age) / 10)).lateral();
    holds! { db;
        from(Person).cross_join(decade).select((Decade::first, count(Person::id))).group_by(Decade::first) =>
            r#"SELECT "decade"."first", count("person"."id") FROM "person" CROSS JOIN LATERAL (SELECT "person"."age" / $1) AS "decade"("first") GROUP BY "decade"."first""#;
    }
}
