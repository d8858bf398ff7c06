//! The PostgreSQL type that a Rust type names.

use std::fmt;

/// A PostgreSQL type, known by its OID or, for types that users create, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SqlType {
    /// The name, as `CREATE TABLE` takes it; of the element if this is an array.
    pub name: &'static str,
    /// The schema of a type that users create; `None` leaves it to the search path.
    pub schema: Option<&'static str>,
    /// The OID, or 0 if only the database knows it.
    pub oid: u32,
    /// The OID of the type's array type, or 0.
    pub array_oid: u32,
    /// The OID of an array's elements, or 0.
    element_oid: u32,
    /// Whether this is the array of `name`.
    pub is_array: bool,
    /// The labels of an enum, in their order; empty for every other type.
    pub labels: &'static [&'static str],
}

impl SqlType {
    /// A type that every PostgreSQL has, with the OIDs of itself and of its array.
    #[must_use]
    pub const fn builtin(name: &'static str, oid: u32, array_oid: u32) -> Self {
        SqlType { name, schema: None, oid, array_oid, element_oid: 0, is_array: false, labels: &[] }
    }

    /// A type that is looked up by its name in each database.
    #[must_use]
    pub const fn named(schema: Option<&'static str>, name: &'static str) -> Self {
        SqlType { name, schema, oid: 0, array_oid: 0, element_oid: 0, is_array: false, labels: &[] }
    }

    /// An enum type with its labels.
    #[must_use]
    pub const fn enumeration(
        schema: Option<&'static str>,
        name: &'static str,
        labels: &'static [&'static str],
    ) -> Self {
        SqlType { name, schema, oid: 0, array_oid: 0, element_oid: 0, is_array: false, labels }
    }

    /// The type of arrays of this type.
    #[must_use]
    pub const fn array(self) -> Self {
        SqlType { oid: self.array_oid, array_oid: 0, element_oid: self.oid, is_array: true, ..self }
    }

    /// The type of an array's elements; of any other type itself.
    #[must_use]
    pub const fn element(self) -> Self {
        if self.is_array {
            SqlType { oid: self.element_oid, array_oid: self.oid, element_oid: 0, is_array: false, ..self }
        } else {
            self
        }
    }

    /// Whether the OID must be asked from the database.
    #[must_use]
    pub const fn is_custom(&self) -> bool {
        self.oid == 0
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(self.name)?;
        if self.is_array { f.write_str("[]") } else { Ok(()) }
    }
}
