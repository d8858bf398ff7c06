//! The tables of the programs.

pub use piton::prelude::*;

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Person {
    #[column(primary_key, auto)]
    pub id: i32,
    pub name: String,
    pub age: i32,
    pub email: Option<String>,
    pub active: bool,
    #[column(references = Person::id)]
    pub manager_id: Option<i32>,
}

alias!(pub Manager = Person);

#[derive(Table, Debug, Clone, PartialEq)]
pub struct FavoriteColor {
    #[column(primary_key, auto)]
    pub id: i32,
    #[column(references = Person::id)]
    pub person_id: i32,
    pub color: String,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
pub struct AuthorId(pub i32);

#[derive(Value, Debug, Clone, Copy, PartialEq)]
pub struct BookId(pub i32);

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Author {
    #[column(primary_key)]
    pub id: AuthorId,
    pub name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Book {
    #[column(primary_key)]
    pub id: BookId,
    pub author_id: AuthorId,
    pub title: String,
    pub pages: i64,
    pub price: f64,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Chapter {
    #[column(primary_key)]
    pub book_id: BookId,
    #[column(primary_key)]
    pub number: i32,
    pub title: String,
}
