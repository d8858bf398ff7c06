//! The parameters of a connection, and where each of them can stand.

use std::collections::BTreeMap;

use super::string::Why;

/// The parameters that are known, with their environment variables. See "Parameter Key Words" on the page "Database
/// Connection Control Functions" of PostgreSQL's manual, and its page "Environment Variables".
const KNOWN: &[(&str, &str)] = &[
    ("application_name", "PGAPPNAME"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("client_encoding", ""),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("dbname", "PGDATABASE"),
    ("fallback_application_name", ""),
    ("gssencmode", "PGGSSENCMODE"),
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("keepalives", ""),
    ("keepalives_count", ""),
    ("keepalives_idle", ""),
    ("keepalives_interval", ""),
    ("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    ("options", "PGOPTIONS"),
    ("passfile", "PGPASSFILE"),
    ("password", "PGPASSWORD"),
    ("port", "PGPORT"),
    ("require_auth", "PGREQUIREAUTH"),
    ("service", "PGSERVICE"),
    ("servicefile", "PGSERVICEFILE"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("sslmode", "PGSSLMODE"),
    ("sslnegotiation", "PGSSLNEGOTIATION"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslsni", "PGSSLSNI"),
    ("statement_capacity", ""),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ("tcp_user_timeout", ""),
    ("user", "PGUSER"),
];

/// What others call it.
const ALIASES: &[(&str, &str)] = &[("keepalives_retries", "keepalives_count")];

/// Values of parameters. An empty value is as good as none, as it is in libpq.
#[derive(Default)]
pub(super) struct Parameters(BTreeMap<&'static str, String>);

impl Parameters {
    /// Sets a parameter; the last value of several counts.
    pub(super) fn set(&mut self, key: &str, value: String) -> Result<(), Why> {
        let key = ALIASES.iter().find(|(alias, _)| *alias == key).map_or(key, |(_, key)| key);
        let Some((key, _)) = KNOWN.iter().find(|(known, _)| *known == key) else {
            return Err(format!("there is no parameter `{key}`").into());
        };
        self.0.insert(key, value);
        Ok(())
    }

    /// As [`set`](Self::set), if there is a value.
    pub(super) fn set_given(&mut self, key: &str, value: String) -> Result<(), Why> {
        if value.is_empty() { Ok(()) } else { self.set(key, value) }
    }

    /// Takes from others what is missing.
    pub(super) fn fill(&mut self, others: Parameters) {
        for (key, value) in others.0 {
            if self.get(key).is_none() {
                self.0.insert(key, value);
            }
        }
    }

    /// Takes what is missing from environment variables.
    pub(super) fn fill_from(&mut self, environment: &dyn Fn(&str) -> Option<String>) {
        for (key, variable) in KNOWN {
            if !variable.is_empty()
                && self.get(key).is_none()
                && let Some(value) = environment(variable)
            {
                self.0.insert(key, value);
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| &**value).filter(|value| !value.is_empty())
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(key, value)| (*key, &**value))
    }
}
