//! Certificates for servers and clients, made for one test.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    PKCS_ECDSA_P384_SHA384, date_time_ymd,
};

/// Whatever can go wrong.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// An authority that signs certificates.
#[derive(Debug)]
pub struct Authority {
    /// Its own certificate, in PEM.
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its key, in PEM.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The certificate.
    pub certificate: String,
    /// The key.
    pub key: String,
}

impl Authority {
    /// Makes one.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn new() -> Result<Self, Error> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "an authority");
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Authority { pem, issuer: Issuer::new(params, key) })
    }

    /// A server's certificate for these names and addresses.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn server(&self, names: &[&str]) -> Result<Pair, Error> {
        self.sign(server(names)?, KeyPair::generate()?)
    }

    /// As [`server`](Self::server), signed with SHA-384 by a key of its own kind.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn sha384(names: &[&str]) -> Result<(Self, Pair), Error> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384)?;
        let pem = params.self_signed(&key)?.pem();
        let authority = Authority { pem, issuer: Issuer::new(params, key) };
        let pair = authority.server(names)?;
        Ok((authority, pair))
    }

    /// A server's certificate whose time is over.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn expired(&self, names: &[&str]) -> Result<Pair, Error> {
        let mut params = server(names)?;
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
        self.sign(params, KeyPair::generate()?)
    }

    /// A client's certificate for a user.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn client(&self, user: &str) -> Result<Pair, Error> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, user);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.sign(params, KeyPair::generate()?)
    }

    fn sign(&self, params: CertificateParams, key: KeyPair) -> Result<Pair, Error> {
        let certificate = params.signed_by(&key, &self.issuer)?.pem();
        Ok(Pair { certificate, key: key.serialize_pem() })
    }
}

/// A server's certificate that it has signed itself, as `openssl req -x509` makes it.
///
/// # Errors
///
/// It cannot be made.
pub fn self_signed(names: &[&str]) -> Result<Pair, Error> {
    let mut params = server(names)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages.clear();
    let key = KeyPair::generate()?;
    Ok(Pair { certificate: params.self_signed(&key)?.pem(), key: key.serialize_pem() })
}

fn server(names: &[&str]) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    params.distinguished_name.push(DnType::CommonName, "a server");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

/// A folder for files, which goes with the value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes an empty one.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn new(name: &str) -> Result<Self, Error> {
        let path = std::env::temp_dir().join(format!("piton-test-{}-{name}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    /// Writes a file that others cannot read, and says where it is.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write(&self, name: &str, content: &str) -> Result<PathBuf, Error> {
        use std::os::unix::fs::PermissionsExt;

        let path = self.0.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
