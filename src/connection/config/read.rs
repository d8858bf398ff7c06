//! What the parameters of a connection mean.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use super::parameters::Parameters;
use super::string::Why;
use crate::connection::tls::{Root, Ssl, SslMode};

/// What `tokio_postgres` knows, too.
pub(super) fn base(parameters: &Parameters) -> Result<tokio_postgres::Config, Why> {
    let mut base = tokio_postgres::Config::new();
    let get = |key| parameters.get(key);
    let encoding = get("client_encoding").unwrap_or("UTF8").to_ascii_lowercase();
    if !matches!(&*encoding, "utf8" | "utf-8" | "unicode" | "auto") {
        return Err("client_encoding: it is always `UTF8`".into());
    }
    if get("gssencmode") == Some("require") {
        return Err("gssencmode=require: it is not supported".into());
    }
    get("user").map(|user| base.user(user));
    get("password").map(|password| base.password(password));
    get("dbname").map(|dbname| base.dbname(dbname));
    get("options").map(|options| base.options(options));
    get("application_name")
        .or_else(|| get("fallback_application_name"))
        .map(|name| base.application_name(name));
    for host in get("host").into_iter().flat_map(|hosts| hosts.split(',')) {
        if host.contains('@') {
            return Err("a host contains `@`; write `%40` for an `@` in a password".into());
        }
        base.host(if host.is_empty() { "localhost" } else { host });
    }
    for address in get("hostaddr").into_iter().flat_map(|addresses| addresses.split(',')) {
        base.hostaddr(address.parse().map_err(|_| "hostaddr: it is not an IP address")?);
    }
    for port in get("port").into_iter().flat_map(|ports| ports.split(',')) {
        let port = if port.is_empty() { Some(5432) } else { port.parse().ok().filter(|port| *port > 0) };
        base.port(port.ok_or("port: it is not a number from 1 to 65535")?);
    }
    if let Some(seconds) = number(parameters, "connect_timeout")? {
        base.connect_timeout(Duration::from_secs(seconds));
    }
    if let Some(millis) = number(parameters, "tcp_user_timeout")? {
        base.tcp_user_timeout(Duration::from_millis(millis));
    }
    base.keepalives(get("keepalives") != Some("0"));
    if let Some(seconds) = number(parameters, "keepalives_idle")? {
        base.keepalives_idle(Duration::from_secs(seconds));
    }
    if let Some(seconds) = number(parameters, "keepalives_interval")? {
        base.keepalives_interval(Duration::from_secs(seconds));
    }
    if let Some(count) = number(parameters, "keepalives_count")? {
        base.keepalives_retries(u32::try_from(count).map_err(|_| "keepalives_count: it is too large")?);
    }
    Ok(base)
}

/// A number, or nothing for zero and below, which stand for what is usual.
fn number(parameters: &Parameters, key: &'static str) -> Result<Option<u64>, Why> {
    let Some(value) = parameters.get(key) else { return Ok(None) };
    let number: i32 = value.trim().parse().map_err(|_| Cow::from(format!("{key}: it is not a number")))?;
    Ok(u64::try_from(number).ok().filter(|number| *number > 0))
}

/// The meaning of a word.
pub(super) fn one_of<T: Copy>(
    parameters: &Parameters,
    key: &'static str,
    usual: T,
    words: &[(&'static str, T)],
) -> Result<T, Why> {
    let Some(word) = parameters.get(key) else { return Ok(usual) };
    let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
    found.ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("{key}: it is none of {}", words.join(", ")).into()
    })
}

pub(super) fn ssl(parameters: &Parameters, folder: Option<PathBuf>) -> Result<Ssl, Why> {
    let get = |key| parameters.get(key);
    let root = match get("sslrootcert") {
        None => Root::Usual,
        Some("system") => Root::System,
        Some(file) => Root::File(file.into()),
    };
    let usual = if root == Root::System { SslMode::VerifyFull } else { SslMode::Prefer };
    let mode = one_of(
        parameters,
        "sslmode",
        usual,
        &[
            ("disable", SslMode::Disable),
            ("allow", SslMode::Allow),
            ("prefer", SslMode::Prefer),
            ("require", SslMode::Require),
            ("verify-ca", SslMode::VerifyCa),
            ("verify-full", SslMode::VerifyFull),
        ],
    )?;
    if root == Root::System && mode != SslMode::VerifyFull {
        return Err("sslrootcert=system needs sslmode=verify-full".into());
    }
    let direct = one_of(parameters, "sslnegotiation", false, &[("postgres", false), ("direct", true)])?;
    let client = match (get("sslcert"), get("sslkey")) {
        (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
        (None, None) => None,
        _ => return Err("sslcert and sslkey are given both or not at all".into()),
    };
    Ok(Ssl { mode, direct, root, client, hides_host: get("sslsni") == Some("0"), folder, connector: None })
}
