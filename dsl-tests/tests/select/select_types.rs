//! The rows that a query has, inferred from its SELECT list and its joins.
#![allow(dead_code)]

use std::marker::PhantomData;

use piton::expr::Project;
use piton::prelude::*;
use piton::query::Select;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    age: i32,
    email: Option<String>,
}

#[derive(Table)]
struct FavoriteColor {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Person::id)]
    person_id: i32,
    color: String,
}

#[derive(Table)]
struct Company {
    size: Option<i64>,
}

alias!(Manager = Person);

fn row<P: Project<S>, S, G>(_: &Select<P, S, G>) -> PhantomData<P::Row> {
    PhantomData
}

fn is<T>(_: PhantomData<T>) {}

#[test]
fn joins_decide_what_can_be_null() {
    let on = || Person::id.eq(FavoriteColor::person_id);
    is::<(i32, FavoriteColor)>(row(&select((Person::id, FavoriteColor)).join(FavoriteColor, on())));
    is::<(i32, Option<FavoriteColor>)>(row(
        &select((Person::id, FavoriteColor)).left_join(FavoriteColor, on())
    ));
    is::<(Option<i32>, Option<String>)>(row(
        &select((Person::age + 1, FavoriteColor::color)).full_join(FavoriteColor, on())
    ));
    is::<(String, String)>(row(
        &select((Person::name, Manager.name)).join(Manager, Person::age.eq(Manager.id))
    ));
}

#[test]
fn the_primary_key_determines_the_row_of_its_group() {
    let on = || Person::id.eq(FavoriteColor::person_id);
    is::<(Person, Option<i64>)>(row(&select((Person, sum(FavoriteColor::id)))
        .join(FavoriteColor, on())
        .group_by(Person::id)));
    is::<(String, i64)>(row(&select((Person::name, count(FavoriteColor::id)))
        .join(FavoriteColor, on())
        .group_by((Person::id, Person::name))
        .having(count(FavoriteColor::id).gt(3))));
}

#[test]
fn nullable_operands_make_nullable_results() {
    is::<Option<bool>>(row(&select(Company::size.gt(4))));
    is::<bool>(row(&select(Person::email.is_not_distinct_from(Some("x")))));
    is::<i32>(row(&select((Person::age + 1) * -Person::id - 3 - (Person::age - 2))));
}
