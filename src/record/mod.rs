//! Rows as objects: verbs of a connection for what is inserted, loaded, changed and deleted as a whole.

mod changes;
mod changing;
mod copy;
mod create;
mod delete;
mod get;
mod insert;
mod insert_stream;
mod key;
mod object;
mod raw_rows;
mod refresh;
pub mod relation;
mod snapshot;
mod tracked;
mod update;
mod upsert;

pub use changing::{Changing, Countable, Guard};
pub use copy::{CopyingIn, DescribeList};
pub use create::{GettingOrCreating, UniqueColumns, UpdatingOrCreating};
pub use delete::{Deletables, DeleteKeys, DeleteObjects};
pub use get::GettingMany;
pub use insert::{DatabaseTables, InsertWork, Insertable, Inserting, KeyedWork, OneTable, RowsWork};
pub use insert_stream::{InsertingStream, Iterated, Iterating, RowSource, Streamed};
pub use key::KeyOf;
pub use object::{Deletable, Object};
pub use refresh::{RefreshObjects, Refreshable};
pub use tracked::{Track, Tracked};
pub use update::{
    ManyObjects, ManyPatches, OneObject, OnePatch, Updatable, UpdateObject, UpdateObjects, UpdatePatch,
    UpdatePatches,
};
pub use upsert::Upserting;

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
