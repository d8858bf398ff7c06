//! TLS by rustls.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::verify::{Proof, Roots, Verifier};
use super::{Root, Secured, Ssl, SslMode, binding, failed};
use crate::error::Error;

/// The protocol's name, which a server that is spoken to directly has to confirm: else another server, of another
/// protocol, could be made to answer.
const ALPN: &[u8] = b"postgresql";

pub(super) async fn connect(ssl: &Ssl, host: &str, stream: TcpStream) -> Result<Secured, Error> {
    let config = client_config(ssl).map_err(failed)?;
    let name = ServerName::try_from(host.to_owned()).map_err(failed)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(failed)?;
    let (_, session) = stream.get_ref();
    if ssl.direct && session.alpn_protocol() != Some(ALPN) {
        return Err(failed("the server does not say that it is PostgreSQL"));
    }
    let certificate = session.peer_certificates().and_then(|chain| chain.first());
    let binding = certificate.and_then(|certificate| binding::tls_server_end_point(certificate));
    Ok(Secured { transport: Box::new(stream), encrypted: true, binding })
}

fn client_config(ssl: &Ssl) -> Result<ClientConfig, String> {
    let provider = Arc::new(default_provider());
    let verifier = Verifier { proof: proof(ssl)?, provider: provider.clone() };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match client_files(ssl) {
        None => builder.with_no_client_auth(),
        Some((certificate, key)) => builder
            .with_client_auth_cert(certificates(&certificate)?, private_key(&key)?)
            .map_err(|why| format!("{}: {why}", certificate.display()))?,
    };
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.enable_sni = !ssl.hides_host;
    Ok(config)
}

/// What the server has to prove: less than is asked for only without root certificates, as in libpq.
fn proof(ssl: &Ssl) -> Result<Proof, String> {
    Ok(match (ssl.mode, roots_file(ssl)) {
        (SslMode::VerifyFull, file) => Proof::Host(roots(file)?),
        (SslMode::VerifyCa, file) => Proof::Issuer(roots(file)?),
        (SslMode::Require, Some(file)) => Proof::Issuer(roots(Some(file))?),
        _ => Proof::Nothing,
    })
}

fn roots_file(ssl: &Ssl) -> Option<PathBuf> {
    match &ssl.root {
        Root::File(file) => Some(file.clone()),
        Root::System => None,
        Root::Usual => ssl.folder.as_ref().map(|folder| folder.join("root.crt")).filter(|file| file.exists()),
    }
}

fn roots(file: Option<PathBuf>) -> Result<Roots, String> {
    let Some(file) = file else {
        return Ok(Roots { store: system_roots()?, chosen: Vec::new() });
    };
    let chosen = certificates(&file)?;
    let mut store = RootCertStore::empty();
    for certificate in &chosen {
        store.add(certificate.clone()).map_err(|why| format!("{}: {why}", file.display()))?;
    }
    Ok(Roots { store: Arc::new(store), chosen })
}

/// Those of the system, which are many and read once.
fn system_roots() -> Result<Arc<RootCertStore>, String> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    if let Some(roots) = ROOTS.get() {
        return Ok(roots.clone());
    }
    let found = rustls_native_certs::load_native_certs();
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(found.certs);
    if store.is_empty() {
        let why = found.errors.first().map(|why| format!(": {why}")).unwrap_or_default();
        return Err(format!("the system has no root certificates{why}; name a file with sslrootcert"));
    }
    Ok(ROOTS.get_or_init(|| Arc::new(store)).clone())
}

fn client_files(ssl: &Ssl) -> Option<(PathBuf, PathBuf)> {
    if let Some(files) = &ssl.client {
        return Some(files.clone());
    }
    let folder = ssl.folder.as_ref()?;
    let (certificate, key) = (folder.join("postgresql.crt"), folder.join("postgresql.key"));
    (certificate.exists() && key.exists()).then_some((certificate, key))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found = found.map_err(|why| format!("{}: {why}", file.display()))?;
    if found.is_empty() { Err(format!("{}: there is no certificate", file.display())) } else { Ok(found) }
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>, String> {
    if is_open_to_others(file) {
        return Err(format!("{}: others can read the key; its mode has to be 0600", file.display()));
    }
    let key = PrivateKeyDer::from_pem_file(file);
    key.map_err(|why| format!("{}: {why} (a key with a passphrase is not supported)", file.display()))
}

/// A key of root may be read by its group, as libpq allows it.
#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let refused = |owner| if owner == 0 { 0o037 } else { 0o077 };
    fs::metadata(file).is_ok_and(|metadata| metadata.mode() & refused(metadata.uid()) != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
