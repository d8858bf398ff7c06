//! The type that `sql_type` names.

use proc_macro2::TokenStream;
use quote::quote;

/// Names of PostgreSQL's own types, each with the name in its catalogue and the OIDs of the type and its array.
const BUILTIN: &[(&str, &str, u32, u32)] = &[
    ("bigint", "int8", 20, 1016),
    ("bigserial", "int8", 20, 1016),
    ("bit varying", "varbit", 1562, 1563),
    ("bit", "bit", 1560, 1561),
    ("bool", "bool", 16, 1000),
    ("boolean", "bool", 16, 1000),
    ("box", "box", 603, 1020),
    ("bpchar", "bpchar", 1042, 1014),
    ("bytea", "bytea", 17, 1001),
    ("char", "bpchar", 1042, 1014),
    ("character varying", "varchar", 1043, 1015),
    ("character", "bpchar", 1042, 1014),
    ("cidr", "cidr", 650, 651),
    ("circle", "circle", 718, 719),
    ("date", "date", 1082, 1182),
    ("daterange", "daterange", 3912, 3913),
    ("decimal", "numeric", 1700, 1231),
    ("double precision", "float8", 701, 1022),
    ("float4", "float4", 700, 1021),
    ("float8", "float8", 701, 1022),
    ("inet", "inet", 869, 1041),
    ("int", "int4", 23, 1007),
    ("int2", "int2", 21, 1005),
    ("int4", "int4", 23, 1007),
    ("int4range", "int4range", 3904, 3905),
    ("int8", "int8", 20, 1016),
    ("int8range", "int8range", 3926, 3927),
    ("integer", "int4", 23, 1007),
    ("interval", "interval", 1186, 1187),
    ("json", "json", 114, 199),
    ("jsonb", "jsonb", 3802, 3807),
    ("jsonpath", "jsonpath", 4072, 4073),
    ("line", "line", 628, 629),
    ("lseg", "lseg", 601, 1018),
    ("macaddr", "macaddr", 829, 1040),
    ("macaddr8", "macaddr8", 774, 775),
    ("money", "money", 790, 791),
    ("name", "name", 19, 1003),
    ("numeric", "numeric", 1700, 1231),
    ("numrange", "numrange", 3906, 3907),
    ("oid", "oid", 26, 1028),
    ("path", "path", 602, 1019),
    ("pg_lsn", "pg_lsn", 3220, 3221),
    ("point", "point", 600, 1017),
    ("polygon", "polygon", 604, 1027),
    ("real", "float4", 700, 1021),
    ("serial", "int4", 23, 1007),
    ("serial2", "int2", 21, 1005),
    ("serial4", "int4", 23, 1007),
    ("serial8", "int8", 20, 1016),
    ("smallint", "int2", 21, 1005),
    ("smallserial", "int2", 21, 1005),
    ("text", "text", 25, 1009),
    ("time with time zone", "timetz", 1266, 1270),
    ("time without time zone", "time", 1083, 1183),
    ("time", "time", 1083, 1183),
    ("timestamp with time zone", "timestamptz", 1184, 1185),
    ("timestamp without time zone", "timestamp", 1114, 1115),
    ("timestamp", "timestamp", 1114, 1115),
    ("timestamptz", "timestamptz", 1184, 1185),
    ("timetz", "timetz", 1266, 1270),
    ("tsquery", "tsquery", 3615, 3645),
    ("tsrange", "tsrange", 3908, 3909),
    ("tstzrange", "tstzrange", 3910, 3911),
    ("tsvector", "tsvector", 3614, 3643),
    ("uuid", "uuid", 2950, 2951),
    ("varbit", "varbit", 1562, 1563),
    ("varchar", "varchar", 1043, 1015),
    ("xml", "xml", 142, 143),
];

/// The name in the catalogue of one of PostgreSQL's own types: `int4` for `integer`.
pub(crate) fn catalogue_name(name: &str) -> Option<&'static str> {
    builtin(name).map(|(_, name, ..)| *name)
}

fn builtin(name: &str) -> Option<&'static (&'static str, &'static str, u32, u32)> {
    BUILTIN.iter().find(|(known, ..)| *known == name.to_lowercase())
}

/// The `SqlType` that this text names, modifiers such as `(50)` aside.
pub(super) fn tokens(text: &str) -> TokenStream {
    let (name, is_array) = bare(text);
    let ty = match (builtin(&name), name.split_once('.')) {
        (Some((_, name, oid, array_oid)), _) => quote!(__p::SqlType::builtin(#name, #oid, #array_oid)),
        (None, Some((schema, name))) => {
            let (schema, name) = (unquoted(schema), unquoted(name));
            quote!(__p::SqlType::named(__p::Some(#schema), #name))
        }
        (None, None) => {
            let name = unquoted(&name);
            quote!(__p::SqlType::named(__p::None, #name))
        }
    };
    if is_array { quote!(#ty.array()) } else { ty }
}

/// The name without modifiers and brackets, its words separated by one space; and whether it is an array.
fn bare(text: &str) -> (String, bool) {
    let mut name = String::with_capacity(text.len());
    let mut is_array = false;
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '[' => {
                is_array = true;
                depth += 1;
            }
            '(' => {
                // `timestamp(3) with time zone`
                name.push(' ');
                depth += 1;
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => name.push(c),
            _ => {}
        }
    }
    (name.split_whitespace().collect::<Vec<_>>().join(" "), is_array)
}

/// The name as the catalogue has it: in lower case unless it is quoted.
fn unquoted(name: &str) -> String {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => name.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, tokens};

    #[test]
    fn modifiers_and_brackets_are_no_part_of_the_name() {
        assert_eq!(bare("varchar(50)"), ("varchar".to_owned(), false));
        assert_eq!(bare("numeric(10, 2)[]"), ("numeric".to_owned(), true));
        assert_eq!(bare("timestamp (3)  with time zone"), ("timestamp with time zone".to_owned(), false));
        assert_eq!(bare("int[3][3]"), ("int".to_owned(), true));
    }

    #[test]
    fn own_types_of_postgresql_have_their_oid() {
        assert_eq!(
            tokens("VARCHAR(50)").to_string(),
            "__p :: SqlType :: builtin (\"varchar\" , 1043u32 , 1015u32)"
        );
        assert!(tokens("bigserial").to_string().contains("\"int8\" , 20u32"));
        assert!(tokens("citext[]").to_string().contains("named (__p :: None , \"citext\") . array ()"));
        assert!(tokens("app.\"Mood\"").to_string().contains("named (__p :: Some (\"app\") , \"Mood\")"));
    }
}
