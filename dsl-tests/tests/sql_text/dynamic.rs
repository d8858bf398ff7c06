//! Queries that are put together at run time.

use dsl_tests::holds;
use dsl_tests::language::{FavoriteColor, Person, tables};
use piton::expr::{AllOf, AnyOf, OrderList, all, any, keyset};
use piton::prelude::*;

#[tokio::test]
async fn conditions_are_collected() {
    let (_database, mut db) = tables().await;
    let where_ = |text: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE {text}"#);
    let mut some = AllOf::new();
    some.push(Person::age.gt(1) | Person::age.lt(0));
    some.push(Person::name.eq("x"));
    some.push(exists(from(FavoriteColor).filter(FavoriteColor::id.gt(2))));
    let mut either = AnyOf::new();
    either.push(Person::age.eq(1).and(Person::id.eq(2)));
    either.push(all([3, 4].map(|id| Person::id.ne(id))));
    holds! { db;
        select(Person::id).filter(all([1, 2].map(|id| Person::id.ne(id)))) =>
            &where_(r#""person"."id" <> $1 AND "person"."id" <> $2"#);
        select(Person::id).filter(any([1, 2].map(|id| Person::id.eq(id)))) =>
            &where_(r#"("person"."id" = $1 OR "person"."id" = $2)"#);
        select(Person::id).filter(AllOf::new()) => &where_("TRUE");
        select(Person::id).filter(AnyOf::new()) => &where_("(FALSE)");
        select(Person::id).filter(any((0..0).map(|id| Person::id.eq(id)))).filter(Person::age.gt(1)) =>
            &where_(r#"(FALSE) AND "person"."age" > $1"#);
        select(Person::id).filter(!any([1].map(|id| Person::id.eq(id)))) => &where_(r#"NOT ("person"."id" = $1)"#);
        select(Person::id).filter(Person::age.eq(7)).filter(some) =>
            &where_(r#""person"."age" = $1 AND ("person"."age" > $2 OR "person"."age" < $3) AND "person"."name" = $4 AND EXISTS (SELECT 1 FROM "favorite_color" WHERE "favorite_color"."id" > $5)"#);
        select(Person::id).filter(either) =>
            &where_(r#"("person"."age" = $1 AND "person"."id" = $2 OR "person"."id" <> $3 AND "person"."id" <> $4)"#);
    }
}

#[tokio::test]
async fn orders_are_collected() {
    let (_database, mut db) = tables().await;
    let text = r#"SELECT "person"."id" FROM "person""#;
    let mut order = OrderList::new();
    order.push((Person::age.desc().nulls_last(), Person::name));
    order.push(Person::id + 1);
    holds! { db;
        select(Person::id).order_by(OrderList::new()) => text;
        select(Person::id).filter(Person::id.gt(0)).order_by(order).limit(1) =>
            &format!(r#"{text} WHERE "person"."id" > $1 ORDER BY "person"."age" DESC NULLS LAST, "person"."name", "person"."id" + $2 LIMIT 1"#);
    }
}

#[tokio::test]
async fn pages_begin_after_a_row() {
    let (_database, mut db) = tables().await;
    let where_ = |text: &str, order: &str| {
        format!(r#"SELECT "person"."id" FROM "person" WHERE {text} ORDER BY {order}"#)
    };
    let by_id = keyset(Person::id);
    let ages = keyset((Person::age, Person::id));
    let mixed = keyset((Person::age.desc(), Person::id));
    let managers = keyset((Person::manager_id, Person::id));
    let last = keyset(Person::manager_id.desc().nulls_last());
    holds! { db;
        select(Person::id).filter(by_id.after(5)).order_by(by_id.order()) =>
            &where_(r#""person"."id" > $1"#, r#""person"."id" ASC"#).replace("WHERE \"person\".\"id\" > $1", "WHERE (\"person\".\"id\" > $1)");
        select(Person::id).filter(ages.after((30, 5))).order_by(ages.order()) =>
            &where_(r#"(("person"."age", "person"."id") > ($1, $2))"#, r#""person"."age" ASC, "person"."id" ASC"#);
        select(Person::id).filter(ages.clone().reversed().after((30, 5))).order_by(ages.clone().reversed().order()) =>
            &where_(r#"(("person"."age", "person"."id") < ($1, $2))"#, r#""person"."age" DESC, "person"."id" DESC"#);
        select(Person::id).filter(mixed.after((30, 5))).order_by(mixed.order()) =>
            &where_(r#"("person"."age" < $1 OR "person"."age" = $2 AND "person"."id" > $3)"#, r#""person"."age" DESC, "person"."id" ASC"#);
        select(Person::id).filter(managers.after((Some(1), 5))).order_by(managers.order()) =>
            &where_(r#"("person"."manager_id" > $1 OR "person"."manager_id" IS NULL OR "person"."manager_id" = $2 AND "person"."id" > $3)"#, r#""person"."manager_id" ASC, "person"."id" ASC"#);
        select(Person::id).filter(managers.after((None, 5))).order_by(managers.order()) =>
            &where_(r#"(FALSE OR "person"."manager_id" IS NULL AND "person"."id" > $1)"#, r#""person"."manager_id" ASC, "person"."id" ASC"#);
        select(Person::id).filter(last.clone().reversed().after(None)).order_by(last.reversed().order()) =>
            &where_(r#"("person"."manager_id" IS NOT NULL)"#, r#""person"."manager_id" ASC NULLS FIRST"#);
    }
}
