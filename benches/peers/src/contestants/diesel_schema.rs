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
