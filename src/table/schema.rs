//! Several tables as one value.

/// The definitions of tables, for [`create_tables_sql`](crate::migrate::create_tables_sql) and whatever else works
/// on a whole schema.
///
/// ```
/// use piton::prelude::*;
///
/// #[derive(Table)]
/// struct Person {
///     #[column(primary_key, auto)]
///     id: i32,
/// }
///
/// let tables = schema![Person];
/// assert_eq!(tables[0].name, "person");
/// ```
#[macro_export]
macro_rules! schema {
    ($($table:ty),* $(,)?) => {
        const { &[$(<$table as $crate::table::DatabaseTable>::TABLE),*] as &[&$crate::table::TableDef] }
    };
}
