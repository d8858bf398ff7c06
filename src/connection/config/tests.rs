//! Where parameters come from, and what they may be.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::time::Duration;

use super::*;

fn read(string: &str, environment: &[(&str, &str)], home: Option<&Path>) -> Result<Config, Why> {
    let environment = |name: &str| {
        environment.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned())
    };
    Config::read(string, &World { environment: &environment, home })
}

fn host(config: &Config) -> String {
    let hosts: Vec<String> = config.base.get_hosts().iter().map(|host| format!("{host:?}")).collect();
    hosts.join(" ")
}

#[test]
fn the_string_comes_before_the_service_and_the_service_before_the_environment() {
    let home = std::env::temp_dir().join(format!("piton-config-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join(".pg_service.conf"), "[app]\nhost=service\nport=7\ndbname=service\n").unwrap();
    fs::write(home.join("other.conf"), "[app]\nhost=other\n").unwrap();
    let environment =
        [("PGHOST", "environment"), ("PGPORT", "8"), ("PGUSER", "environment"), ("PGDATABASE", "")];
    let config = read("service=app host=string", &environment, Some(&home)).unwrap();
    assert_eq!(host(&config), r#"Tcp("string")"#);
    assert_eq!(config.base.get_ports(), [7]);
    assert_eq!(config.base.get_dbname(), Some("service"));
    assert_eq!(config.base.get_user(), Some("environment"));

    let config = read("", &[("PGSERVICE", "app"), ("PGHOST", "environment")], Some(&home)).unwrap();
    assert_eq!(host(&config), r#"Tcp("service")"#);
    let file = home.join("other.conf").display().to_string();
    let config = read("postgres:///x?service=app", &[("PGSERVICEFILE", &file)], Some(&home)).unwrap();
    assert_eq!((host(&config).as_str(), config.base.get_dbname()), (r#"Tcp("other")"#, Some("x")));
    let config = read("", &environment, None).unwrap();
    assert_eq!((host(&config).as_str(), config.base.get_ports()), (r#"Tcp("environment")"#, &[8][..]));
    assert_eq!(config.base.get_dbname(), None);

    assert_eq!(read("service=none", &[], Some(&home)).unwrap_err(), "the service `none` is not found");
    assert_eq!(read("service=app", &[], None).unwrap_err(), "the service `app` is not found");
    fs::remove_dir_all(&home).unwrap();
}

#[test]
fn every_variable_stands_for_its_parameter() {
    let config = read(
        "",
        &[
            ("PGAPPNAME", "name"),
            ("PGCHANNELBINDING", "require"),
            ("PGCONNECT_TIMEOUT", "7"),
            ("PGHOSTADDR", "10.0.0.1"),
            ("PGLOADBALANCEHOSTS", "random"),
            ("PGOPTIONS", "-c a=b"),
            ("PGPASSFILE", "/file"),
            ("PGPASSWORD", "secret"),
            ("PGREQUIREAUTH", "scram-sha-256"),
            ("PGSSLCERT", "/cert"),
            ("PGSSLKEY", "/key"),
            ("PGSSLMODE", "verify-ca"),
            ("PGSSLNEGOTIATION", "direct"),
            ("PGSSLROOTCERT", "/root"),
            ("PGSSLSNI", "0"),
            ("PGTARGETSESSIONATTRS", "prefer-standby"),
        ],
        None,
    )
    .unwrap();
    assert_eq!(config.base.get_application_name(), Some("name"));
    assert_eq!(config.channel_binding, tokio_config::ChannelBinding::Require);
    assert_eq!(config.base.get_connect_timeout(), Some(&Duration::from_secs(7)));
    assert_eq!(config.base.get_hostaddrs(), ["10.0.0.1".parse::<std::net::IpAddr>().unwrap()]);
    assert!(config.balance);
    assert_eq!(config.base.get_options(), Some("-c a=b"));
    assert_eq!(config.passfile.as_deref(), Some(Path::new("/file")));
    assert_eq!(config.base.get_password(), Some(&b"secret"[..]));
    assert_eq!(config.methods, Methods::parse("scram-sha-256").ok());
    assert_eq!(config.ssl.client, Some(("/cert".into(), "/key".into())));
    assert_eq!(config.ssl.root, Root::File("/root".into()));
    assert_eq!(config.ssl.mode, SslMode::VerifyCa);
    assert!(config.ssl.direct && config.ssl.hides_host);
    assert_eq!(config.target, Target::PreferStandby);
    assert!(!format!("{config:?}").contains("secret"));
}

#[test]
fn what_is_usual() {
    let config = read("", &[], Some(Path::new("/home/me"))).unwrap();
    assert_eq!(config.ssl.mode, SslMode::Prefer);
    assert_eq!((config.target, config.balance, config.methods), (Target::Any, false, None));
    assert_eq!(config.passfile.as_deref(), Some(Path::new("/home/me/.pgpass")));
    assert_eq!(config.ssl.folder.as_deref(), Some(Path::new("/home/me/.postgresql")));
    assert_eq!(config.base.get_connect_timeout(), None);
    assert!(config.base.get_keepalives());
    let config = read("connect_timeout=0 tcp_user_timeout=1500 keepalives=0", &[], None).unwrap();
    assert_eq!(config.base.get_connect_timeout(), None);
    assert_eq!(config.base.get_tcp_user_timeout(), Some(&Duration::from_millis(1500)));
    assert!(!config.base.get_keepalives());
    let config = read("sslrootcert=system", &[], None).unwrap();
    assert_eq!((config.ssl.mode, config.ssl.root), (SslMode::VerifyFull, Root::System));
    let config =
        read("fallback_application_name=a gssencmode=prefer client_encoding=utf8", &[], None).unwrap();
    assert_eq!(config.base.get_application_name(), Some("a"));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for (string, why) in [
        ("sslmode=yes", "sslmode: it is none of disable, allow, prefer, require, verify-ca, verify-full"),
        ("channel_binding=1", "channel_binding: it is none of prefer, disable, require"),
        ("load_balance_hosts=on", "load_balance_hosts: it is none of disable, random"),
        ("sslrootcert=system sslmode=require", "sslrootcert=system needs sslmode=verify-full"),
        ("sslcert=/a", "sslcert and sslkey are given both or not at all"),
        ("require_auth=any", "require_auth: a method is none of"),
        ("port=0", "port: it is not a number from 1 to 65535"),
        ("port=65536", "port: it is not a number from 1 to 65535"),
        ("hostaddr=localhost", "hostaddr: it is not an IP address"),
        ("connect_timeout=soon", "connect_timeout: it is not a number"),
        ("host=a@b", "a host contains `@`"),
        ("client_encoding=LATIN1", "client_encoding: it is always `UTF8`"),
        ("gssencmode=require", "gssencmode=require: it is not supported"),
        ("sslcrl=/a", "there is no parameter `sslcrl`"),
    ] {
        let found = read(string, &[], None).unwrap_err();
        assert!(found.starts_with(why), "{string}: {found}");
    }
}
