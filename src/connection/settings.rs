//! What a configuration asks for, and whether it can be had.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Config;
use super::config::{Wanted, look_up};
use super::hosts::Host;
use super::tls::Secured;
use crate::error::{Error, Kind};
use crate::wire::{Method, Methods, Policy};
use tokio_postgres::config::ChannelBinding;

/// Refuses what would otherwise be ignored silently.
pub(super) fn check(config: &Config) -> Result<(), Error> {
    config.ssl.check().map_err(cannot)?;
    check_login(config)
}

/// As [`check`], of what concerns a transport that is already open.
pub(super) fn check_login(config: &Config) -> Result<(), Error> {
    let scram = config.methods.is_none_or(|methods| methods.has(Method::Scram));
    if config.channel_binding == ChannelBinding::Require && !scram {
        return Err(cannot("channel_binding=require: require_auth excludes `scram-sha-256`, which it needs"));
    }
    Ok(())
}

/// What a server may ask for that is reached in this way. `local`: nobody else can be between.
pub(super) fn policy(config: &Config, secured: &Secured, local: bool) -> Policy {
    let cleartext = local
        || (secured.encrypted && config.ssl.mode.is_needed())
        || config.methods.is_some_and(|methods| methods.names(Method::Password));
    Policy {
        methods: config.methods.unwrap_or(Methods::ALL),
        cleartext,
        binding: match config.channel_binding {
            ChannelBinding::Disable => None,
            _ => secured.binding.clone(),
        },
        binding_required: config.channel_binding == ChannelBinding::Require,
    }
}

/// The password of the configuration, else that of the password file.
pub(super) fn password<'c>(config: &'c Config, host: &Host, user: &str) -> Option<Cow<'c, [u8]>> {
    if let Some(password) = config.base.get_password() {
        return Some(password.into());
    }
    let database = config.base.get_dbname().unwrap_or(user);
    let wanted = Wanted { host: host.name_in_files(), port: host.port, database, user };
    look_up(config.passfile.as_deref()?, wanted).map(Cow::Owned)
}

/// The user to log in as: the one of the configuration, or the one that runs the program.
pub(super) fn user(config: &Config) -> Result<Cow<'_, str>, Error> {
    match config.base.get_user() {
        Some(user) => Ok(user.into()),
        None => whoami::username().map(Cow::Owned).map_err(|why| Error::with_source(Kind::Config, why)),
    }
}

/// What the server is told first.
pub(super) fn startup<'c>(config: &'c Config, user: &'c str) -> Vec<(&'static str, &'c str)> {
    let mut settings = vec![
        ("user", user),
        ("database", config.base.get_dbname().unwrap_or(user)),
        ("client_encoding", "UTF8"),
    ];
    let optional =
        [("options", config.base.get_options()), ("application_name", config.base.get_application_name())];
    settings.extend(optional.into_iter().filter_map(|(key, value)| Some((key, value?))));
    settings
}

/// A server whose values would be read wrongly is refused.
pub(super) fn check_server(parameters: &BTreeMap<Box<str>, Box<str>>) -> Result<(), Error> {
    for (name, needed) in [("client_encoding", "UTF8"), ("integer_datetimes", "on")] {
        if let Some(value) = parameters.get(name).filter(|value| ***value != *needed) {
            return Err(Error::with_source(
                Kind::Unreadable,
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    #[test]
    fn a_password_goes_in_the_clear_only_where_nobody_can_read_it() {
        let plain = || Secured::plain(Box::new(tokio::io::empty()));
        let tls = || Secured { encrypted: true, ..plain() };
        for (string, encrypted, local, allowed) in [
            ("sslmode=disable", false, true, true),
            ("sslmode=disable", false, false, false),
            ("sslmode=prefer", false, false, false),
            // Who offers the TLS that nobody has asked for may be anybody.
            ("sslmode=prefer", true, false, false),
            ("sslmode=allow", true, false, false),
            ("sslmode=require", true, false, true),
            ("sslmode=verify-full", true, false, true),
            ("sslmode=disable require_auth=password", false, false, true),
            ("sslmode=disable require_auth=!md5", false, false, false),
        ] {
            let config: Config = string.parse().unwrap();
            let secured = if encrypted { tls() } else { plain() };
            assert_eq!(policy(&config, &secured, local).cleartext, allowed, "{string}, local: {local}");
        }
    }

    #[test]
    fn contradictions_are_refused() {
        for (string, fits) in [
            ("sslnegotiation=direct", false),
            ("sslnegotiation=direct sslmode=require", cfg!(feature = "tls")),
            ("sslmode=verify-full", cfg!(feature = "tls")),
            ("channel_binding=require require_auth=md5", false),
            ("channel_binding=require require_auth=scram-sha-256", true),
        ] {
            assert_eq!(check(&string.parse().unwrap()).is_ok(), fits, "{string}");
        }
    }
}
