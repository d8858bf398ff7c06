//! How to connect: what a connection string, a service file and the environment say.

mod parameters;
mod passfile;
mod read;
mod service;
mod string;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio_postgres::config as tokio_config;

pub(super) use passfile::{Wanted, look_up};

use super::tls::{Root, Ssl, SslMode};
use crate::error::{Error, Kind};
use crate::wire::Methods;
use parameters::Parameters;
use read::{base, one_of, ssl};
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
/// | `statement_capacity` | How many statements are kept prepared, see [`set_statement_capacity`](super::Connection::set_statement_capacity); `0` for some [poolers](Config#poolers). libpq does not know this one. |
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
/// # Poolers
///
/// A pooler such as pgbouncer with `pool_mode = transaction` gives each transaction to any session of the server. Prepared
/// statements work behind it if it knows of them: pgbouncer does since its version 1.21, where
/// [`max_prepared_statements`] is not zero. Behind others say `statement_capacity=0`; then a statement has no name, and is
/// prepared in the same round trip in which it is executed, every time.
///
/// What belongs to a session does not stay with a connection there: settings made by `SET`, `LISTEN`, temporary tables,
/// advisory locks that a transaction does not hold. That goes for [`PoolBuilder::reset`](super::PoolBuilder::reset), too.
///
/// [`max_prepared_statements`]: https://www.pgbouncer.org/config.html#max_prepared_statements
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
    /// How many statements are kept prepared, if it is said.
    pub(super) statements: Option<usize>,
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
            statements: get("statement_capacity")
                .map(str::parse)
                .transpose()
                .map_err(|_| Why::from("statement_capacity: it is not a number"))?,
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

    /// Sets how many statements a connection keeps prepared, see [`set_statement_capacity`](super::Connection::set_statement_capacity). Zero is for
    /// [poolers](Config#poolers) that know no prepared statements.
    #[must_use]
    pub fn statement_capacity(mut self, capacity: usize) -> Self {
        self.statements = Some(capacity);
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
            statements: None,
            base,
        }
    }
}

impl From<&tokio_postgres::Config> for Config {
    fn from(base: &tokio_postgres::Config) -> Config {
        base.clone().into()
    }
}

/// What the setters of [`tokio_postgres::Config`] return.
impl From<&mut tokio_postgres::Config> for Config {
    fn from(base: &mut tokio_postgres::Config) -> Config {
        base.clone().into()
    }
}

impl From<&Config> for Config {
    fn from(config: &Config) -> Config {
        config.clone()
    }
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
            .field("statement_capacity", &self.statements)
            .finish()
    }
}

#[cfg(test)]
mod tests;
