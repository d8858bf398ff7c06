//! Where servers may listen.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use tokio::net::lookup_host;
use tokio_postgres::config as tokio_config;

use super::Config;
use super::connect::unreachable;
use super::settings;
use crate::error::Error;

const USUAL_PORT: u16 = 5432;

/// Where the socket of a server is, if nobody has said so. What programs are built with differs.
#[cfg(unix)]
const USUAL_FOLDERS: [&str; 3] = ["/run/postgresql", "/var/run/postgresql", "/tmp"];

/// A host of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// What the user calls it, and what its certificate is for.
    pub(super) name: String,
    pub(super) port: u16,
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// Its addresses are looked up by its name.
    Named,
    Address(IpAddr),
    /// A folder.
    #[cfg(unix)]
    Unix(PathBuf),
}

/// One address of a host.
#[derive(Clone, Debug)]
pub(super) enum Address {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Unix(PathBuf),
}

/// The hosts of a configuration in the order in which they are tried.
pub(super) fn hosts(config: &Config) -> Result<Vec<Host>, Error> {
    let base = &config.base;
    let (hosts, addresses, ports) = (base.get_hosts(), base.get_hostaddrs(), base.get_ports());
    let count = hosts.len().max(addresses.len());
    if !hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len() {
        return Err(settings::cannot("`host` and `hostaddr` have different numbers of entries"));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(settings::cannot("there are neither one port nor as many ports as hosts"));
    }
    let port = |i: usize| ports.get(i).or_else(|| ports.first()).copied().unwrap_or(USUAL_PORT);
    let host = |i: usize| {
        let port = port(i);
        let (name, place) = match (hosts.get(i), addresses.get(i)) {
            (Some(tokio_config::Host::Tcp(name)), None) => (name.clone(), Place::Named),
            #[cfg(unix)]
            (Some(tokio_config::Host::Unix(folder)), _) => {
                (folder.display().to_string(), Place::Unix(folder.clone()))
            }
            (Some(tokio_config::Host::Tcp(name)), Some(address)) => (name.clone(), Place::Address(*address)),
            (None, Some(address)) => (address.to_string(), Place::Address(*address)),
            (None, None) => return None,
        };
        Some(Host { name, port, place })
    };
    let mut found: Vec<Host> = (0..count).filter_map(host).collect();
    if found.iter().any(|host| host.name.contains('@') && host.place == Place::Named) {
        // What stands behind the `@` of a password, and would be shown as a host that cannot be reached.
        return Err(settings::cannot("a host contains `@`; write `%40` for an `@` in a password"));
    }
    if found.is_empty() {
        found.push(usual(port(0)));
    }
    if config.balance {
        shuffle(&mut found);
    }
    Ok(found)
}

/// The socket of this machine, else its loopback.
fn usual(port: u16) -> Host {
    #[cfg(unix)]
    for folder in USUAL_FOLDERS.map(PathBuf::from) {
        if folder.join(socket_name(port)).exists() {
            return Host { name: "localhost".into(), port, place: Place::Unix(folder) };
        }
    }
    Host { name: "localhost".into(), port, place: Place::Named }
}

#[cfg(unix)]
fn socket_name(port: u16) -> String {
    format!(".s.PGSQL.{port}")
}

/// A random order.
fn shuffle<T>(items: &mut [T]) {
    let random = RandomState::new();
    let mut drawn = 0_u64;
    items.sort_by_cached_key(|_| {
        drawn += 1;
        random.hash_one(drawn)
    });
}

impl Host {
    /// The addresses of the host in the order in which they are tried.
    pub(super) async fn addresses(&self, config: &Config) -> Result<Vec<Address>, Error> {
        let mut addresses = match &self.place {
            Place::Named => {
                let failed = |why| unreachable(&format!("{}:{}", self.name, self.port), &why);
                let found = lookup_host((self.name.as_str(), self.port)).await.map_err(failed)?;
                let found: Vec<Address> = found.map(Address::Tcp).collect();
                if found.is_empty() {
                    return Err(failed(std::io::Error::other("the name has no address")));
                }
                found
            }
            Place::Address(address) => vec![Address::Tcp(SocketAddr::new(*address, self.port))],
            #[cfg(unix)]
            Place::Unix(folder) => vec![Address::Unix(folder.join(socket_name(self.port)))],
        };
        if config.balance {
            shuffle(&mut addresses);
        }
        Ok(addresses)
    }

    /// What the host is called in the password file: that of the usual socket is `localhost`.
    pub(super) fn name_in_files(&self) -> &str {
        #[cfg(unix)]
        if let Place::Unix(folder) = &self.place
            && USUAL_FOLDERS.iter().any(|usual| folder.as_os_str() == *usual)
        {
            return "localhost";
        }
        &self.name
    }

    /// A host that somebody else has connected to.
    pub(super) fn unknown(config: &Config) -> Host {
        let port = config.base.get_ports().first().copied().unwrap_or(USUAL_PORT);
        let name = match config.base.get_hosts().first() {
            Some(tokio_config::Host::Tcp(name)) => Cow::from(name),
            _ => "localhost".into(),
        };
        Host { name: name.into_owned(), port, place: Place::Named }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    fn of(string: &str) -> Result<Vec<String>, String> {
        let config: tokio_postgres::Config = string.parse().unwrap();
        let found = hosts(&config.into()).map_err(|error| error.to_string())?;
        Ok(found.iter().map(|host| format!("{} {} {:?}", host.name, host.port, host.place)).collect())
    }

    #[test]
    fn hosts_addresses_and_ports_belong_together() {
        for (string, expected) in [
            ("host=a,b port=1,2", vec!["a 1 Named", "b 2 Named"]),
            ("host=a,b port=7", vec!["a 7 Named", "b 7 Named"]),
            ("host=a,b", vec!["a 5432 Named", "b 5432 Named"]),
            ("host=a,b hostaddr=10.0.0.1,::1", vec!["a 5432 Address(10.0.0.1)", "b 5432 Address(::1)"]),
            ("hostaddr=10.0.0.1 port=3", vec!["10.0.0.1 3 Address(10.0.0.1)"]),
        ] {
            assert_eq!(of(string).unwrap(), expected, "{string}");
        }
        assert!(of("host=a,b hostaddr=10.0.0.1").unwrap_err().contains("different numbers"));
        assert!(of("host=a,b,c port=1,2").unwrap_err().contains("as many ports as hosts"));
        assert!(of("host=secret@b").unwrap_err().contains("%40"));
        assert_eq!(of("port=1").unwrap(), ["localhost 1 Named"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_socket_has_the_name_of_its_folder() {
        assert_eq!(of("host=/run/x port=3").unwrap(), [r#"/run/x 3 Unix("/run/x")"#]);
        let config: tokio_postgres::Config = "host=/tmp,/run/x".parse().unwrap();
        let found = hosts(&config.into()).unwrap();
        assert_eq!(found.iter().map(Host::name_in_files).collect::<Vec<_>>(), ["localhost", "/run/x"]);
    }

    #[test]
    fn a_balanced_order_is_any_order() {
        let config: tokio_postgres::Config = "host=a,b,c load_balance_hosts=random".parse().unwrap();
        let config = config.into();
        let firsts: std::collections::BTreeSet<String> =
            (0..200).map(|_| hosts(&config).unwrap().first().unwrap().name.clone()).collect();
        assert_eq!(firsts.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
