//! Connection strings: one for a socket, and the user's own with another database in it.

use std::path::Path;

/// The superuser over the socket in a folder.
pub(super) fn of_socket(folder: &Path, port: u16, database: &str) -> String {
    let folder = folder.display().to_string();
    let host: String = folder.bytes().map(encode).collect();
    format!("postgres://postgres@{host}:{port}/{database}")
}

fn encode(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

/// Everything else stays as the user wrote it: options that this library does not know, encodings, passwords.
pub(super) fn with_database(url: &str, database: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        // `host=localhost user=me`: the last one counts.
        return format!("{url} dbname={database}");
    };
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
    let query: Vec<&str> = query
        .iter()
        .flat_map(|query| query.split('&'))
        .filter(|option| !option.starts_with("dbname="))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{authority}/{database}{mark}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_replaced_and_nothing_else() {
        for (url, expected) in [
            ("postgres://localhost", "postgres://localhost/x"),
            ("postgres://localhost/", "postgres://localhost/x"),
            ("postgres://me:p%40ss@[::1]:5433/app", "postgres://me:p%40ss@[::1]:5433/x"),
            ("postgresql:///app?host=/run/pg&dbname=y", "postgresql:///x?host=/run/pg"),
            ("postgres://a,b/app?target_session_attrs=any", "postgres://a,b/x?target_session_attrs=any"),
            ("host=localhost dbname=app", "host=localhost dbname=app dbname=x"),
        ] {
            assert_eq!(with_database(url, "x"), expected);
            let parsed = expected.parse::<tokio_postgres::Config>();
            assert_eq!(
                parsed.ok().and_then(|config| config.get_dbname().map(String::from)),
                Some("x".into()),
                "{url}"
            );
        }
    }

    #[test]
    fn a_socket_is_a_host() -> Result<(), tokio_postgres::Error> {
        let config: tokio_postgres::Config = of_socket(Path::new("/tmp/a b/c"), 5433, "x").parse()?;
        assert_eq!(config.get_hosts(), [tokio_postgres::config::Host::Unix("/tmp/a b/c".into())]);
        assert_eq!((config.get_user(), config.get_dbname()), (Some("postgres"), Some("x")));
        Ok(())
    }
}
