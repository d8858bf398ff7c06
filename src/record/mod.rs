//! Rows as objects: verbs of a connection for what is inserted, loaded, changed and deleted as a whole.

mod insert;
pub mod relation;

pub use insert::{InsertWork, Insertable, Inserting, KeyedWork, OneTable, RowsWork};

/// Defines verbs for everything that executes statements. `db` is the executor, and the future's first type parameter is
/// its type.
macro_rules! verbs {
    ($(
        $(#[$meta:meta])*
        fn $name:ident<$($generic:ident),*>($db:ident $(, $arg:ident: $ty:ty)*) -> $future:ident<$($out:ty),*>
        where ($($bounds:tt)*)
        $body:block
    )+) => {
        impl crate::connection::Connection {
            $(
                $(#[$meta])*
                pub fn $name<$($generic),*>(&mut self $(, $arg: $ty)*) -> $future<&mut crate::connection::Connection, $($out),*>
                where
                    $($bounds)*
                {
                    let $db = self;
                    $body
                }
            )+
        }

        impl crate::connection::Transaction<'_> {
            $(
                $(#[$meta])*
                pub fn $name<$($generic),*>(&mut self $(, $arg: $ty)*) -> $future<&mut Self, $($out),*>
                where
                    $($bounds)*
                {
                    let $db = self;
                    $body
                }
            )+
        }

        impl crate::connection::Pool {
            $(
                $(#[$meta])*
                pub fn $name<$($generic),*>(&self $(, $arg: $ty)*) -> $future<&crate::connection::Pool, $($out),*>
                where
                    $($bounds)*
                {
                    let $db = self;
                    $body
                }
            )+
        }
    };
}

use verbs;
