//! What a fixture holds, whatever the library.

/// Columns of a table, its key included.
const COLUMNS: usize = 20;

/// Queries for each table in [`Fixture::Tables`].
const QUERIES: usize = 3;

/// Tables in every [`Fixture::Joins`], so that two of them differ in their query alone.
const JOINABLE: usize = 16;

/// A crate to generate.
#[derive(Debug, Clone, Copy)]
pub enum Fixture {
    /// So many tables, with three queries of two joins and three filters for each.
    Tables(usize),
    /// Sixteen tables and one query that joins so many of them to the first and selects them all.
    Joins(usize),
}

/// A column's type in Rust.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    Bool,
    I16,
    I32,
    I64,
    F32,
    F64,
    Text,
    NullableI32,
    NullableText,
}

/// `c1` is an `i32`, `c2` a text: the queries count on it.
const TYPES: [Type; 9] = [
    Type::I32,
    Type::Text,
    Type::NullableI32,
    Type::I64,
    Type::F64,
    Type::Bool,
    Type::NullableText,
    Type::I16,
    Type::F32,
];

impl Type {
    pub fn rust(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Text => "String",
            Self::NullableI32 => "Option<i32>",
            Self::NullableText => "Option<String>",
        }
    }
}

/// The columns after the key `id`, an `i32`.
pub fn columns() -> impl Iterator<Item = (String, Type)> {
    (1..COLUMNS).map(|number| (format!("c{number}"), TYPES[(number - 1) % TYPES.len()]))
}

/// `SELECT a.id, b.*, c.c2 FROM a JOIN b ON a.id = b.c1 JOIN c ON b.id = c.c1 WHERE a.c1 > 5 AND b.c2 = 'x' AND c.id < 9
/// ORDER BY a.id LIMIT 10`, by the numbers of the tables.
#[derive(Debug, Clone, Copy)]
pub struct Query {
    pub a: usize,
    pub b: usize,
    pub c: usize,
}

/// What a library makes of a fixture.
pub trait Library {
    fn name(&self) -> &'static str;
    /// The lines below `[dependencies]`.
    fn dependencies(&self) -> String;
    /// What stands once at the top.
    fn prelude(&self, tables: usize) -> String;
    fn table(&self, number: usize) -> String;
    fn query(&self, name: &str, query: Query) -> String;
    /// The tables `0..=joins`, each joined to the one before it, all selected.
    fn chain(&self, joins: usize) -> String;
}

impl Fixture {
    /// The fixture's `lib.rs`.
    pub fn source(self, library: &dyn Library) -> String {
        let tables = match self {
            Self::Tables(tables) => tables,
            Self::Joins(_) => JOINABLE,
        };
        let mut source = library.prelude(tables);
        source.extend((0..tables).map(|number| library.table(number)));
        match self {
            Self::Tables(_) => {
                for a in 0..tables {
                    for variant in 1..=QUERIES {
                        let query =
                            Query { a, b: (a + variant) % tables, c: (a + 2 * variant + QUERIES) % tables };
                        source += &library.query(&format!("q{a}_{variant}"), query);
                    }
                }
            }
            Self::Joins(0) => {}
            Self::Joins(joins) => source += &library.chain(joins),
        }
        source
    }

    /// The least and the most that a fixture can hold, for a message.
    pub fn check(self) -> Result<Self, String> {
        match self {
            Self::Tables(tables) if tables < 10 => Err("at least 10 tables".into()),
            Self::Joins(joins) if joins >= JOINABLE => Err(format!("at most {} joins", JOINABLE - 1)),
            fixture => Ok(fixture),
        }
    }
}
