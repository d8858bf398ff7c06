// The tables of the programs.

use piton::prelude::*;

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    age: i32,
    email: Option<String>,
    active: bool,
    #[column(references = Person::id)]
    manager_id: Option<i32>,
}

alias!(Manager = Person);

#[derive(Table, Debug, Clone, PartialEq)]
struct FavoriteColor {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Person::id)]
    person_id: i32,
    color: String,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct AuthorId(i32);

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct BookId(i32);

#[derive(Table, Debug, Clone, PartialEq)]
struct Author {
    #[column(primary_key)]
    id: AuthorId,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Book {
    #[column(primary_key)]
    id: BookId,
    author_id: AuthorId,
    title: String,
    pages: i64,
    price: f64,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Chapter {
    #[column(primary_key)]
    book_id: BookId,
    #[column(primary_key)]
    number: i32,
    title: String,
}
