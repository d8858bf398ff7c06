//! The derives do not depend on what is in scope where they stand, and trip no lint of the user's crate.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]
#![deny(
    nonstandard_style,
    clippy::all,
    clippy::pedantic,
    unnameable_types,
    private_interfaces,
    private_bounds
)]

use frunk_core::hlist::HNil;
use piton::table::{Entity, NewIn, With};

/// A module with names of its own for what the prelude has.
pub mod shadowed {
    #![allow(dead_code)]

    /// Not `core`'s.
    #[derive(Debug)]
    pub struct Option;
    /// Not `core`'s.
    #[derive(Debug)]
    pub struct Result;
    /// Not `std`'s.
    #[derive(Debug)]
    pub struct String;
    /// Not `std`'s.
    #[derive(Debug)]
    pub struct Vec;
    /// Not `core`'s.
    pub trait Default {}
    /// Not the crate.
    pub mod core {}
    /// Not the crate.
    pub mod std {}
    /// Not the crate.
    pub mod piton {}
    /// A type by the name of a column.
    pub mod time {
        /// A number.
        pub type Seconds = i64;
    }
    #[allow(non_upper_case_globals)]
    const columns: usize = 0;
    #[allow(non_snake_case)]
    fn Ok() {}
    #[allow(non_snake_case)]
    fn Some() {}

    /// A table.
    #[derive(::piton::Table, Debug, Clone, PartialEq)]
    #[table(index(r#type, out))]
    pub struct Keywords {
        /// The key.
        #[column(primary_key, auto)]
        pub id: i32,
        /// A keyword.
        #[column(default = "0", check = "type > 0", unique, sql_type = "int4")]
        pub r#type: i32,
        /// A name that the expansion could use.
        pub columns: i32,
        /// A name that the expansion could use.
        pub row: bool,
        /// A name that the expansion could use.
        pub new: ::std::string::String,
        /// A name that the expansion could use.
        pub out: ::core::option::Option<i32>,
        /// A name that the field's type begins with.
        pub time: time::Seconds,
        /// Not a column.
        #[column(skip)]
        pub skipped: ::std::vec::Vec<u8>,
        #[column(references = Keywords::id)]
        parent: ::core::option::Option<i32>,
        secret: Secret,
    }

    type Secret = i32;

    /// A row.
    #[derive(::piton::Row, Debug)]
    pub struct Counted {
        /// A keyword.
        pub r#type: i32,
        /// How many.
        pub columns: ::core::option::Option<i64>,
    }

    ::piton::alias!(
        /// The keywords again.
        pub Others = Keywords
    );
}

mod private {
    use piton::prelude::*;

    #[derive(Table, Debug)]
    #[allow(dead_code)]
    struct Private {
        #[column(primary_key)]
        id: String,
    }

    #[derive(Table, Debug)]
    pub(crate) struct Visible {
        #[column(primary_key)]
        pub(crate) id: String,
    }

    #[derive(Table, Debug)]
    pub(super) struct Above {
        #[column(primary_key)]
        pub(super) id: i64,
    }
}

#[test]
fn visibility_is_that_of_the_struct() {
    use piton::prelude::*;
    let text = select((private::Visible::id, private::Above.id)).to_sql();
    assert_eq!(text, r#"SELECT "visible"."id", "above"."id" FROM "visible""#);
    let row = (private::Visible { id: String::new() }, private::Above { id: 1 });
    assert_eq!(row.0.id.len() + usize::try_from(row.1.id).unwrap_or(0), 1);
}

#[test]
fn a_table_can_be_declared_in_a_function() {
    use piton::prelude::*;

    #[derive(Table, Debug)]
    struct Local {
        #[column(primary_key)]
        id: i32,
    }
    alias!(Again = Local);

    {
        #[derive(Table, Debug)]
        struct Local {
            #[column(primary_key)]
            id: String,
        }
        assert_eq!(select(Local::id).to_sql(), r#"SELECT "local"."id" FROM "local""#);
        assert!(Local { id: String::new() }.id.is_empty());
    }
    let query = select((Local::id, Again.id)).join(Again, Local::id.eq(Again.id));
    assert_eq!(
        query.to_sql(),
        r#"SELECT "local"."id", "again"."id" FROM "local" JOIN "local" AS "again" ON "local"."id" = "again"."id""#
    );
    assert_eq!(Local { id: 1 }.id, 1);
}

/// Tables and aliases of one name at one place in the file.
macro_rules! tenant {
    ($schema:ident, $name:literal) => {
        mod $schema {
            use piton::prelude::*;

            #[derive(Table, Debug)]
            #[table(schema = $name)]
            pub(super) struct Account {
                #[column(primary_key)]
                pub(super) id: i32,
            }
            alias!(pub(super) Again = Account);
        }
    };
}

tenant!(first, "first");
tenant!(second, "second");

/// Passes a name through another macro, so that its own place is all that is the same.
macro_rules! twice {
    ($name:ident) => {
        mod left {
            super::declare!($name);
        }
        mod right {
            super::declare!($name);
        }
    };
}

macro_rules! declare {
    ($name:ident) => {
        #[derive(::piton::Table, Debug)]
        pub(super) struct $name {
            pub(super) id: i32,
        }
    };
}

use declare;
twice!(Twin);

/// Compiles if both can be in one query.
fn apart<A, B>(_: Entity<A>, _: Entity<B>)
where
    A: NewIn<With<B, HNil>>,
{
}

#[test]
fn what_a_macro_declares_twice_is_two() {
    apart(first::Account, second::Account);
    apart(first::Again, second::Again);
    apart(left::Twin, right::Twin);
    assert_eq!(first::Account { id: 1 }.id + second::Account { id: 2 }.id, 3);
    assert_eq!(left::Twin { id: 1 }.id + right::Twin { id: 2 }.id, 3);
}

#[test]
fn keywords_are_names_like_others() {
    use piton::prelude::*;
    use shadowed::{Keywords, Others};
    assert_eq!(
        select((Keywords::r#type, Keywords::new)).to_sql(),
        r#"SELECT "keywords"."type", "keywords"."new" FROM "keywords""#
    );
    assert_eq!(select(Others.r#type).to_sql(), r#"SELECT "others"."type" FROM "keywords" AS "others""#);
}
