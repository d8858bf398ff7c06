//! What a configuration asks for, and whether it can be had.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tokio_postgres::Config;
use tokio_postgres::config::{
    ChannelBinding, Host, LoadBalanceHosts, SslMode, SslNegotiation, TargetSessionAttrs,
};

use crate::error::{Error, Kind};

/// Reads a connection string.
pub(super) fn parse(url: &str) -> Result<Config, Error> {
    url.parse().map_err(|why: tokio_postgres::Error| {
        // The error itself says no more than that the string is invalid; its source says why.
        let why = why.into_source().unwrap_or_else(|| "it cannot be parsed".into());
        Error::with_source(Kind::Config, why)
    })
}

/// Refuses what would otherwise be ignored silently.
pub(super) fn check(config: &Config) -> Result<(), Error> {
    if config.get_ssl_mode() != SslMode::Disable && config.get_ssl_mode() != SslMode::Prefer {
        return Err(cannot("sslmode: TLS is not built yet; use `disable` or `prefer`, which are plain text"));
    }
    if config.get_ssl_negotiation() != SslNegotiation::Postgres {
        return Err(cannot("sslnegotiation=direct: TLS is not built yet"));
    }
    if config.get_target_session_attrs() != TargetSessionAttrs::Any {
        return Err(cannot("target_session_attrs: only `any` is built yet"));
    }
    if config.get_load_balance_hosts() != LoadBalanceHosts::Disable {
        return Err(cannot("load_balance_hosts: only `disable` is built yet"));
    }
    // What stands behind the `@` of a password, and would be shown as a host that cannot be reached.
    if config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(name) if name.contains('@'))) {
        return Err(cannot("a host contains `@`; write `%40` for an `@` in a password"));
    }
    check_login(config)
}

/// As [`check`], of what concerns a transport that is already open.
pub(super) fn check_login(config: &Config) -> Result<(), Error> {
    if config.get_channel_binding() == ChannelBinding::Require {
        return Err(cannot("channel_binding=require: it needs TLS, which is not built yet"));
    }
    Ok(())
}

/// The user to log in as: the one of the configuration, or the one that runs the program.
pub(super) fn user(config: &Config) -> Result<Cow<'_, str>, Error> {
    match config.get_user() {
        Some(user) => Ok(user.into()),
        None => whoami::username().map(Cow::Owned).map_err(|why| Error::with_source(Kind::Config, why)),
    }
}

/// What the server is told first.
pub(super) fn startup<'c>(config: &'c Config, user: &'c str) -> Vec<(&'static str, &'c str)> {
    let mut settings =
        vec![("user", user), ("database", config.get_dbname().unwrap_or(user)), ("client_encoding", "UTF8")];
    let optional = [("options", config.get_options()), ("application_name", config.get_application_name())];
    settings.extend(optional.into_iter().filter_map(|(key, value)| Some((key, value?))));
    settings
}

/// A server whose values would be read wrongly is refused.
pub(super) fn check_server(parameters: &BTreeMap<Box<str>, Box<str>>) -> Result<(), Error> {
    for (name, needed) in [("client_encoding", "UTF8"), ("integer_datetimes", "on")] {
        if let Some(value) = parameters.get(name).filter(|value| ***value != *needed) {
            return Err(Error::with_source(
                Kind::Connect,
                format!("the setting `{name}` is `{value}` and has to be `{needed}`"),
            ));
        }
    }
    Ok(())
}

/// A setting that cannot be sent.
pub(super) fn refused(why: Error) -> Error {
    Error::with_source(Kind::Config, why)
}

pub(super) fn cannot(why: &'static str) -> Error {
    Error::with_source(Kind::Config, why)
}
