//! The tables as Diesel and diesel-async see them, and the queries that both run.

use ::diesel::prelude::*;

::diesel::table! {
    peers_narrow (id) { id -> Integer, name -> Text, score -> Integer, }
}

::diesel::table! {
    peers_wide (a) {
        a -> Integer,
        b -> BigInt,
        c -> Double,
        d -> Bool,
        e -> Text,
        f -> Nullable<Text>,
        g -> Nullable<Integer>,
        h -> SmallInt,
        i -> Float,
        j -> Text,
    }
}

::diesel::table! {
    peers_person (id) { id -> Integer, name -> Text, age -> Integer, }
}

::diesel::table! {
    peers_favorite_color (id) { id -> Integer, person_id -> Integer, color -> Text, }
}

::diesel::joinable!(peers_favorite_color -> peers_person (person_id));
::diesel::allow_tables_to_appear_in_same_query!(peers_person, peers_favorite_color);

::diesel::define_sql_function! { fn pg_backend_pid() -> Integer; }

#[::diesel::dsl::auto_type]
pub fn join<'n>(age: i32, name: &'n str) -> _ {
    peers_person::table
        .inner_join(peers_favorite_color::table)
        .filter(peers_person::age.gt(age))
        .filter(peers_person::name.eq(name))
        .order(peers_person::age.desc())
        .limit(100_i64)
}

::diesel::table! {
    peers_member (id) { id -> Integer, name -> Text, age -> Integer, }
}

::diesel::table! {
    peers_loaded (id) { id -> Integer, name -> Text, age -> Integer, }
}

::diesel::table! {
    peers_user (id) { id -> Integer, name -> Text, }
}

::diesel::table! {
    peers_post (id) { id -> Integer, user_id -> Integer, title -> Text, }
}

::diesel::table! {
    peers_comment (id) { id -> Integer, post_id -> Integer, text -> Text, }
}

::diesel::joinable!(peers_post -> peers_user (user_id));
::diesel::joinable!(peers_comment -> peers_post (post_id));
::diesel::allow_tables_to_appear_in_same_query!(peers_user, peers_post, peers_comment);

// The types of these statements take lines to write, and both run them by a `RunQueryDsl` of their own.

/// Rows of `New`, returning their keys.
macro_rules! insert {
    ($rows:expr) => {
        ::diesel::insert_into($crate::contestants::diesel_schema::peers_member::table)
            .values($rows)
            .returning($crate::contestants::diesel_schema::peers_member::id)
    };
}

/// Rows of `Member`.
macro_rules! upsert {
    ($rows:expr) => {{
        use ::diesel::upsert::excluded;
        use $crate::contestants::diesel_schema::peers_member::{age, id, name, table};
        ::diesel::insert_into(table)
            .values($rows)
            .on_conflict(id)
            .do_update()
            .set((name.eq(excluded(name)), age.eq(excluded(age))))
    }};
}

/// By keys, which become `= ANY($1)`.
macro_rules! delete {
    ($keys:expr) => {{
        use $crate::contestants::diesel_schema::peers_member::{id, table};
        ::diesel::delete(::diesel::QueryDsl::filter(table, id.eq_any($keys)))
    }};
}

pub(crate) use {delete, insert, upsert};
