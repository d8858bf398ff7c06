//! How to connect: what a connection string, a service file and the environment say.

mod parameters;
mod passfile;
mod service;
mod string;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use tokio_postgres::config as tokio_config;

pub(super) use passfile::{Wanted, look_up};

use super::tls::{Root, Ssl, SslMode};
use crate::error::{Error, Kind};
use crate::wire::Methods;
use parameters::Parameters;
use string::Why;

/// How to connect to a server.
///
/// It is read from a connection string as libpq does it: a [URL or keywords and values], a [service file], the
/// [environment variables] for what is missing, and the [password file]. A [`tokio_postgres::Config`] is taken as it
/// is, without files and the environment.
///
/// | parameter | |
/// |---|---|
/// | `host`, `hostaddr`, `port` | One or several, with commas between them; tried in their order, each with all its addresses. A host with a `/` in front is the folder of a Unix socket. |
/// | `dbname`, `user`, `password`, `passfile` | |
/// | `service`, `servicefile` | |
/// | `connect_timeout` | Seconds for each address: socket, TLS, login. |
/// | `sslmode` | See [`SslMode`]. `prefer` unless it is said otherwise. |
/// | `sslnegotiation` | `postgres` or `direct` (PostgreSQL 17). |
/// | `sslrootcert` | A file of certificates in PEM, or `system`. Else `~/.postgresql/root.crt` if it is there, else those of the system. |
/// | `sslcert`, `sslkey` | The client's certificate and its key in PEM. Else `~/.postgresql/postgresql.crt` and `.key` if they are there. |
/// | `sslsni` | `0`: do not tell the server in the clear which host is meant. |
/// | `channel_binding` | `disable`, `prefer`, `require`: whether a login is bound to the TLS connection. |
/// | `require_auth` | The methods that the server may ask for. |
/// | `target_session_attrs` | `any`, `read-write`, `read-only`, `primary`, `standby`, `prefer-standby` |
/// | `load_balance_hosts` | `disable` or `random` |
/// | `application_name`, `fallback_application_name`, `options` | |
/// | `keepalives`, `keepalives_idle`, `keepalives_interval`, `keepalives_count` | |
/// | `tcp_user_timeout` | Milliseconds. |
///
/// [URL or keywords and values]: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
/// [service file]: https://www.postgresql.org/docs/current/libpq-pgservice.html
/// [environment variables]: https://www.postgresql.org/docs/current/libpq-envars.html
/// [password file]: https://www.postgresql.org/docs/current/libpq-pgpass.html
///
/// # Passwords
///
/// A server that asks for the password in the clear gets it over a Unix socket, from the machine itself, and over TLS
/// that was asked for (`sslmode=require` and more). Otherwise it gets it only if `require_auth` names `password`.
///
/// # Examples
///
/// ```
/// use piton::connection::{Config, SslMode};
///
/// let config: Config = "postgres://app@db.example/app?sslmode=verify-full".parse()?;
/// let config = config.ssl_root_cert("/etc/ssl/db.pem");
/// # Ok::<(), piton::Error>(())
/// ```
#[derive(Clone)]
pub struct Config {
    pub(super) base: tokio_postgres::Config,
    pub(super) ssl: Ssl,
    pub(super) channel_binding: tokio_config::ChannelBinding,
    /// `None`: whatever is safe.
    pub(super) methods: Option<Methods>,
    pub(super) target: Target,
    pub(super) balance: bool,
    pub(super) passfile: Option<PathBuf>,
}

/// Which servers of several will do, see `target_session_attrs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

/// What is around the program.
struct World<'w> {
    environment: &'w dyn Fn(&str) -> Option<String>,
    home: Option<&'w Path>,
}

impl Config {
    fn read(string: &str, world: &World<'_>) -> Result<Config, Why> {
        let mut parameters = string::parse(string)?;
        let environment = world.environment;
        let named = |key, variable| {
            parameters
                .get(key)
                .map(str::to_owned)
                .or_else(|| environment(variable))
                .filter(|name| !name.is_empty())
        };
        if let Some(service) = named("service", "PGSERVICE") {
            let file = named("servicefile", "PGSERVICEFILE");
            let files = service::files(file.as_deref(), world.home, environment);
            let found = service::find(&service, &files)?;
            parameters.fill(found);
        }
        parameters.fill_from(environment);
        Config::from_parameters(&parameters, world.home)
    }

    fn from_parameters(parameters: &Parameters, home: Option<&Path>) -> Result<Config, Why> {
        let get = |key| parameters.get(key);
        let folder = home.map(|home| home.join(".postgresql"));
        Ok(Config {
            base: base(parameters)?,
            ssl: ssl(parameters, folder)?,
            channel_binding: one_of(
                parameters,
                "channel_binding",
                tokio_config::ChannelBinding::Prefer,
                &[
                    ("prefer", tokio_config::ChannelBinding::Prefer),
                    ("disable", tokio_config::ChannelBinding::Disable),
                    ("require", tokio_config::ChannelBinding::Require),
                ],
            )?,
            methods: get("require_auth").map(Methods::parse).transpose()?,
            target: one_of(
                parameters,
                "target_session_attrs",
                Target::Any,
                &[
                    ("any", Target::Any),
                    ("read-write", Target::ReadWrite),
                    ("read-only", Target::ReadOnly),
                    ("primary", Target::Primary),
                    ("standby", Target::Standby),
                    ("prefer-standby", Target::PreferStandby),
                ],
            )?,
            balance: one_of(
                parameters,
                "load_balance_hosts",
                false,
                &[("disable", false), ("random", true)],
            )?,
            passfile: get("passfile").map(PathBuf::from).or_else(|| Some(home?.join(".pgpass"))),
        })
    }

    /// Sets when TLS is used, and what it has to prove.
    #[must_use]
    pub fn ssl_mode(mut self, mode: SslMode) -> Self {
        self.ssl.mode = mode;
        self
    }

    /// Sets the file with the certificates, in PEM, that a server's certificate has to come from.
    #[must_use]
    pub fn ssl_root_cert(mut self, file: impl Into<PathBuf>) -> Self {
        self.ssl.root = Root::File(file.into());
        self
    }

    /// Sets the files, in PEM, with the client's certificate and its key.
    #[must_use]
    pub fn ssl_client_cert(mut self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        self.ssl.client = Some((certificate.into(), key.into()));
        self
    }
}

impl FromStr for Config {
    type Err = Error;

    fn from_str(string: &str) -> Result<Config, Error> {
        let home = std::env::home_dir();
        let environment = |name: &str| std::env::var(name).ok();
        let world = World { environment: &environment, home: home.as_deref() };
        Config::read(string, &world).map_err(|why| Error::with_source(Kind::Config, why))
    }
}

impl From<tokio_postgres::Config> for Config {
    fn from(base: tokio_postgres::Config) -> Config {
        let mode = match base.get_ssl_mode() {
            tokio_config::SslMode::Disable => SslMode::Disable,
            tokio_config::SslMode::Require => SslMode::Require,
            _ => SslMode::Prefer,
        };
        let direct = base.get_ssl_negotiation() == tokio_config::SslNegotiation::Direct;
        Config {
            ssl: Ssl { mode, direct, ..Ssl::default() },
            channel_binding: base.get_channel_binding(),
            methods: None,
            target: match base.get_target_session_attrs() {
                tokio_config::TargetSessionAttrs::ReadWrite => Target::ReadWrite,
                tokio_config::TargetSessionAttrs::ReadOnly => Target::ReadOnly,
                _ => Target::Any,
            },
            balance: base.get_load_balance_hosts() == tokio_config::LoadBalanceHosts::Random,
            passfile: None,
            base,
        }
    }
}

impl From<&tokio_postgres::Config> for Config {
    fn from(base: &tokio_postgres::Config) -> Config {
        base.clone().into()
    }
}

impl From<&Config> for Config {
    fn from(config: &Config) -> Config {
        config.clone()
    }
}

/// What `tokio_postgres` knows, too.
fn base(parameters: &Parameters) -> Result<tokio_postgres::Config, Why> {
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
fn one_of<T: Copy>(
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

fn ssl(parameters: &Parameters, folder: Option<PathBuf>) -> Result<Ssl, Why> {
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

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The password of `tokio_postgres::Config` is not shown by it.
        f.debug_struct("Config")
            .field("base", &self.base)
            .field("ssl", &self.ssl)
            .field("channel_binding", &self.channel_binding)
            .field("require_auth", &self.methods)
            .field("target_session_attrs", &self.target)
            .field("load_balance_hosts", &self.balance)
            .field("passfile", &self.passfile)
            .finish()
    }
}

#[cfg(test)]
mod tests;
