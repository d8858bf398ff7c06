//! Queries that are put together at run time, on real rows.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Note, Person, Random, people, run};
use piton::expr::{AllOf, KeysIn, Keyset, KeysetKeys, all, any, keyset};
use piton::prelude::*;
use piton::table::{HNil, With};

#[tokio::test]
async fn no_condition_is_true_for_all_and_false_for_any() {
    let (_database, mut db) = people().await;
    let none = || std::iter::empty::<i32>().map(|id| Person::id.eq(id));
    assert_eq!(select(Person::id).filter(all(none())).all(&mut db).await.unwrap().len(), 3);
    assert!(select(Person::id).filter(any(none())).all(&mut db).await.unwrap().is_empty());
    let some = any(["Ali", "Car"].map(|start| Person::name.starts_with(start)));
    assert_eq!(select(Person::id).filter(some).order_by(Person::id).all(&mut db).await.unwrap(), [1, 3]);
}

#[tokio::test]
async fn conditions_of_different_kinds_are_of_one_type() {
    let (_database, mut db) = people().await;
    for (age, name, expected) in
        [(None, None, 3), (Some(35), None, 2), (None, Some("Bob"), 1), (Some(45), Some("Bob"), 0)]
    {
        let mut conditions = AllOf::new();
        if let Some(age) = age {
            conditions.push(Person::age.gt(age));
        }
        if let Some(name) = name {
            conditions.push(Person::name.eq(name).or(Person::email.eq(name)));
        }
        assert_eq!(select(Person::id).filter(conditions).all(&mut db).await.unwrap().len(), expected);
    }
}

/// All rows of a keyset, page after page, as they are in one query.
async fn walks<K>(db: &mut Connection, page: Keyset<K>, size: u32, key: fn(&Person) -> K::Values)
where
    K: KeysetKeys<Bare: piton::expr::Reads<In<piton::expr::NotGrouped> = piton::expr::NotGrouped>>
        + KeysIn<With<Person, HNil>>
        + Clone,
{
    let whole = select(Person).order_by(page.order()).all(&mut *db).await.unwrap();
    let mut found: Vec<Person> = Vec::new();
    loop {
        let mut query = select(Person).order_by(page.order()).limit(size);
        if let Some(last) = found.last() {
            query = query.filter(page.after(key(last)));
        }
        let rows = query.all(&mut *db).await.unwrap();
        if rows.is_empty() {
            break;
        }
        found.extend(rows);
        assert!(found.len() <= whole.len(), "a row came twice");
    }
    assert_eq!(found, whole);
}

#[tokio::test]
async fn pages_have_every_row_once_with_ties_and_nulls_in_both_directions() {
    let (_database, mut db) = people().await;
    let mut random = Random::new(5);
    let mut rows = Vec::new();
    for id in 4..40 {
        let manager = if random.below(3) == 0 { "NULL".to_owned() } else { random.below(3).to_string() };
        rows.push(format!("({id}, 'n{}', {}, NULL, {manager})", random.below(3), random.below(4)));
    }
    run(
        &mut db,
        &format!("INSERT INTO person (id, name, age, email, manager_id) VALUES {}", rows.join(", ")),
    )
    .await;
    let id: fn(&Person) -> i32 = |person| person.id;
    for size in [1, 4, 100] {
        walks(&mut db, keyset(Person::id), size, id).await;
        walks(&mut db, keyset(Person::id).reversed(), size, id).await;
    }
    let age: fn(&Person) -> (i32, i32) = |person| (person.age, person.id);
    walks(&mut db, keyset((Person::age, Person::id)), 5, age).await;
    walks(&mut db, keyset((Person::age.desc(), Person::id)), 5, age).await;
    walks(&mut db, keyset((Person::age.desc(), Person::id.desc())).reversed(), 5, age).await;
    let manager: fn(&Person) -> (Option<i32>, i32) = |person| (person.manager_id, person.id);
    walks(&mut db, keyset((Person::manager_id, Person::id)), 3, manager).await;
    walks(&mut db, keyset((Person::manager_id, Person::id)).reversed(), 3, manager).await;
    walks(&mut db, keyset((Person::manager_id.desc(), Person::id)), 3, manager).await;
    walks(&mut db, keyset((Person::manager_id.asc().nulls_first(), Person::id.desc())), 3, manager).await;
    walks(&mut db, keyset((Person::manager_id.desc().nulls_last(), Person::id)).reversed(), 3, manager).await;
    let three: fn(&Person) -> (String, Option<i32>, i32) =
        |person| (person.name.clone(), person.manager_id, person.id);
    walks(&mut db, keyset((Person::name.desc(), Person::manager_id, Person::id)), 2, three).await;
    walks(&mut db, keyset((Person::name, Person::manager_id.desc(), Person::id)).reversed(), 2, three).await;
}

#[tokio::test]
async fn an_optional_join_is_a_condition_on_the_other_table() {
    let (_database, mut db) = people().await;
    for (noted, expected) in [(false, 3), (true, 2)] {
        let mut query = select(Person::id);
        if noted {
            query = query.filter(Person::id.in_(select(Note::person_id)));
        }
        assert_eq!(query.all(&mut db).await.unwrap().len(), expected);
    }
}
