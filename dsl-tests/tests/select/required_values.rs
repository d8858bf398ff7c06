//! Values that are taken to be never NULL, and tables of one name in two schemas.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Person, empty, people, run};
use piton::prelude::*;

#[tokio::test]
async fn a_required_value_is_no_option() {
    let (_database, mut db) = people().await;
    let emails: Vec<String> = select(Person::email.required())
        .filter(Person::email.is_not_null())
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(emails, ["alice@example.org", "c@example.org"]);
    let joined: Vec<(i32, i32)> = select((Person::id, FavoriteColor::id.required()))
        .left_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
        .filter(FavoriteColor::id.is_not_null())
        .order_by(FavoriteColor::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(joined, [(1, 1), (1, 2), (2, 3)]);
    assert_eq!(select(max(Person::age).required()).one(&mut db).await.unwrap(), 50);
}

#[tokio::test]
async fn a_required_value_that_is_null_is_an_error_that_counts_its_column() {
    let (_database, mut db) = people().await;
    let error = select((Person::id, Person::email.required())).all(&mut db).await.unwrap_err();
    assert!(error.to_string().contains("column 2"), "{error}");
    assert!(error.sql().unwrap_or_default().contains("email"));
    // The connection goes on.
    assert_eq!(from(Person).select(count_all()).one(&mut db).await.unwrap(), 3);
}

mod app {
    use piton::prelude::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "app")]
    pub struct Account {
        #[column(primary_key)]
        pub id: i32,
        pub name: String,
    }
}

mod audit {
    use piton::prelude::*;

    #[derive(Table, Debug, Clone, PartialEq)]
    #[table(schema = "audit", name = "account")]
    pub struct OldAccount {
        #[column(primary_key)]
        pub id: i32,
        pub name: String,
    }
}

use app::Account;
use audit::OldAccount;

alias!(Other = Account);

#[tokio::test]
async fn tables_of_one_name_in_two_schemas_are_told_apart() {
    let (_database, mut db) = empty().await;
    run(&mut db, "CREATE SCHEMA app; CREATE SCHEMA audit").await;
    db.create_tables(schema![Account, OldAccount]).await.unwrap();
    run(&mut db, "INSERT INTO app.account VALUES (1, 'new'); INSERT INTO audit.account VALUES (1, 'old')")
        .await;
    let query = select((Account, OldAccount::name, Other.name))
        .join(OldAccount, OldAccount::id.eq(Account::id))
        .join(Other, Other.id.eq(Account::id))
        .filter(Account::name.ne(OldAccount::name));
    assert_eq!(
        query.to_sql(),
        r#"SELECT "app"."account"."id", "app"."account"."name", "audit"."account"."name", "other"."name" FROM "app"."account" JOIN "audit"."account" ON "audit"."account"."id" = "app"."account"."id" JOIN "app"."account" AS "other" ON "other"."id" = "app"."account"."id" WHERE "app"."account"."name" <> "audit"."account"."name""#,
    );
    let rows = query.all(&mut db).await.unwrap();
    assert_eq!(rows, [(Account { id: 1, name: "new".into() }, "old".into(), "new".into())]);
}
