//! Connection strings: keywords and values, or a URL.
//!
//! See "Connection Strings" on the page "Database Connection Control Functions" of PostgreSQL's manual.

use std::borrow::Cow;

use super::parameters::Parameters;

/// Why a connection string cannot be read. It repeats no value, because that may be a password or a part of one.
pub(super) type Why = Cow<'static, str>;

/// Reads a connection string of either form.
pub(super) fn parse(string: &str) -> Result<Parameters, Why> {
    match string.split_once("://") {
        Some(("postgres" | "postgresql", rest)) => url(rest),
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+') => {
            Err("a URL begins with `postgres://` or `postgresql://`".into())
        }
        _ => pairs(string),
    }
}

/// `key = value` pairs with spaces between them; a value may be in quotes, and `\` takes the next character as it is.
fn pairs(string: &str) -> Result<Parameters, Why> {
    let mut parameters = Parameters::default();
    let mut rest = string.trim_start();
    while !rest.is_empty() {
        let Some((key, value)) = rest.split_once('=') else {
            return Err("a keyword has no `=` after it".into());
        };
        let (value, after) = value_of(value.trim_start())?;
        parameters.set(key.trim_end(), value)?;
        rest = after.trim_start();
    }
    Ok(parameters)
}

fn value_of(text: &str) -> Result<(String, &str), Why> {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut chars = text.char_indices();
    if quoted {
        chars.next();
    }
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, next)) => value.push(next),
                None => return Err("a `\\` stands at the end".into()),
            },
            '\'' if quoted => return Ok((value, chars.as_str())),
            c if !quoted && c.is_whitespace() => return Ok((value, text.get(at..).unwrap_or_default())),
            c => value.push(c),
        }
    }
    if quoted { Err("a quote is not closed".into()) } else { Ok((value, "")) }
}

/// `[user[:password]@][host[:port],..][/database][?key=value&..]`
fn url(rest: &str) -> Result<Parameters, Why> {
    let mut parameters = Parameters::default();
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let hosts = match authority.split_once('@') {
        None => authority,
        Some((user, hosts)) => {
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            parameters.set_given("user", decode(user)?)?;
            parameters.set_given("password", decode(password)?)?;
            hosts
        }
    };
    // What stands behind the `@` of a password, and would be shown as a host that cannot be reached.
    if hosts.contains('@') {
        return Err("a host contains `@`; write `%40` for an `@` in a password".into());
    }
    if !hosts.is_empty() {
        let hosts: Vec<(String, &str)> = hosts.split(',').map(host_and_port).collect::<Result<_, _>>()?;
        let names: Vec<&str> = hosts.iter().map(|(host, _)| &**host).collect();
        let ports: Vec<&str> = hosts.iter().map(|(_, port)| *port).collect();
        parameters.set_given("host", names.join(","))?;
        if ports.iter().any(|port| !port.is_empty()) {
            parameters.set("port", ports.join(","))?;
        }
    }
    parameters.set_given("dbname", decode(path.strip_prefix('/').unwrap_or(path))?)?;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((key, value)) = pair.split_once('=') else {
            return Err("a parameter of the URL has no `=`".into());
        };
        match (&*decode(key)?, decode(value)?) {
            // As other drivers say it.
            ("ssl", value) if value == "true" => parameters.set("sslmode", "require".into())?,
            (key, value) => parameters.set(key, value)?,
        }
    }
    Ok(parameters)
}

/// A host, in brackets if it is an address of IPv6, and its port, which may be left out.
fn host_and_port(text: &str) -> Result<(String, &str), Why> {
    if let Some(rest) = text.strip_prefix('[') {
        let Some((host, rest)) = rest.split_once(']') else { return Err("a `[` is not closed".into()) };
        let port = rest.strip_prefix(':').unwrap_or(rest);
        if !rest.is_empty() && rest == port {
            return Err("something else than a port follows a `]`".into());
        }
        return Ok((decode(host)?, port));
    }
    let (host, port) = text.split_once(':').unwrap_or((text, ""));
    Ok((decode(host)?, port))
}

fn decode(text: &str) -> Result<String, Why> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
        let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match code {
            Some(code) if code != 0 => bytes.push(code),
            _ => return Err("a `%` is not followed by the two digits of a character".into()),
        }
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may fail by panicking")]

    use super::*;

    fn read(string: &str) -> Result<String, Why> {
        let parameters = parse(string)?;
        Ok(parameters.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn both_forms_are_read() {
        for (string, expected) in [
            ("", ""),
            ("  host = localhost   port=5433 ", "host=localhost port=5433"),
            (r"user='a b\'c' password=x\ y\\", r"password=x y\ user=a b'c"),
            ("host='' dbname=app dbname=other", "dbname=other host="),
            ("postgres://", ""),
            ("postgresql:///app", "dbname=app"),
            ("postgres://me@/app", "dbname=app user=me"),
            (
                "postgres://me:p%40s%2Fs@[::1]:5433/a%20b",
                "dbname=a b host=::1 password=p@s/s port=5433 user=me",
            ),
            ("postgres://me:a:b@h/x", "dbname=x host=h password=a:b user=me"),
            ("postgres://a,b:2,c/x?sslmode=require", "dbname=x host=a,b,c port=,2, sslmode=require"),
            ("postgres://%2Frun%2Fpg/x", "dbname=x host=/run/pg"),
            ("postgres://h?connect_timeout=5&options=-c%20a%3Db", "connect_timeout=5 host=h options=-c a=b"),
            ("postgresql:///x?host=/run/pg&user=me", "dbname=x host=/run/pg user=me"),
            ("options=http://x", "options=http://x"),
            ("postgres://h/x?ssl=true", "dbname=x host=h sslmode=require"),
            ("postgres://h/x?keepalives_retries=3", "dbname=x host=h keepalives_count=3"),
        ] {
            assert_eq!(read(string).as_deref(), Ok(expected), "{string}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_not_repeated() {
        for string in [
            "host",
            "password='s3cr3t",
            "password=s3cr3t\\",
            "s3cr3t=1",
            "postgres://u:first@s3cr3t@h/x",
            "postgres://u:s3cr3t%4@h/x",
            "postgres://u:s3cr3t%zz@h/x",
            "postgres://u:s3cr3t%00@h/x",
            "postgres://u:s3cr3t%ff@h/x",
            "postgres://[::1/x",
            "postgres://[::1]5432/x",
            "postgres://h/x?s3cr3t",
            "mysql://u:s3cr3t@h/x",
        ] {
            let Err(why) = read(string) else { panic!("{string} was read") };
            assert_eq!(why.contains("`postgres://`"), string.starts_with("mysql"), "{why}");
            assert!(!why.contains("s3cr3t") || string.starts_with("s3cr3t"), "{why}");
        }
    }
}
