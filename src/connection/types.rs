//! The OIDs of types that users create.

use std::collections::HashMap;

use crate::error::Error;
use crate::sql::quote_identifier;
use crate::value::SqlType;
use crate::wire::frontend;

/// Asks for the OIDs of any number of types by their names, in the order in which they are given.
pub(super) const LOOKUP: &str = "SELECT pg_catalog.to_regtype(t.name)::pg_catalog.oid \
    FROM pg_catalog.unnest($1) WITH ORDINALITY AS t(name, number) ORDER BY t.number";

/// `text[]`
const TEXT_ARRAY: u32 = 1009;
/// `text`
const TEXT: u32 = 25;

/// A type's schema and name, and whether it is the array of that.
type Name = (Option<&'static str>, &'static str, bool);

/// The OIDs that the connection has looked up.
#[derive(Debug, Default)]
pub(super) struct Types {
    oids: HashMap<Name, u32>,
}

fn name_of(ty: &SqlType) -> Name {
    (ty.schema, ty.name, ty.is_array)
}

impl Types {
    /// The OID of a type, `None` if it has to be looked up.
    pub(super) fn oid(&self, ty: &SqlType) -> Option<u32> {
        if ty.is_custom() { self.oids.get(&name_of(ty)).copied() } else { Some(ty.oid) }
    }

    /// The name of a type that was looked up.
    pub(super) fn name(&self, oid: u32) -> Option<String> {
        let ((schema, name, is_array), _) = self.oids.iter().find(|(_, known)| **known == oid)?;
        let schema = schema.map(|schema| format!("{schema}.")).unwrap_or_default();
        Some(format!("{schema}{name}{}", if *is_array { "[]" } else { "" }))
    }

    pub(super) fn insert(&mut self, ty: &SqlType, oid: u32) {
        self.oids.insert(name_of(ty), oid);
    }

    /// Forgets all types: one of them is not what it was.
    pub(super) fn clear(&mut self) {
        self.oids.clear();
    }
}

/// Appends the query for the OIDs of types: one row of one `oid` for each.
pub(super) fn ask(out: &mut Vec<u8>, types: &[SqlType]) -> Result<(), Error> {
    frontend::parse(out, b"", LOOKUP, &[TEXT_ARRAY])?;
    frontend::bind_one(out, &text_array(types)?)?;
    frontend::execute(out);
    frontend::sync(out);
    Ok(())
}

/// The quoted names as a `text[]`.
pub(super) fn text_array(types: &[SqlType]) -> Result<Vec<u8>, Error> {
    let count = i32::try_from(types.len()).map_err(|_| frontend::too_many_params(types.len()))?;
    let mut value = Vec::with_capacity(20 + types.len() * 24);
    for number in [1, 0, TEXT.cast_signed(), count, 1] {
        value.extend_from_slice(&number.to_be_bytes());
    }
    for ty in types {
        let mut name = String::new();
        if let Some(schema) = ty.schema {
            quote_identifier(&mut name, schema);
            name.push('.');
        }
        quote_identifier(&mut name, ty.name);
        if ty.is_array {
            name.push_str("[]");
        }
        let length = i32::try_from(name.len()).map_err(|_| frontend::unknown_type(ty))?;
        value.extend_from_slice(&length.to_be_bytes());
        value.extend_from_slice(name.as_bytes());
    }
    Ok(value)
}
