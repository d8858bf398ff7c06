//! What ties a login to the TLS connection that it goes over: `tls-server-end-point` of RFC 5929, a hash of the server's
//! certificate.

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// The first field of a structure, with its type inside.
const FIRST: u8 = 0xa0;

/// The hash of a certificate, by the hash of its signature, or by SHA-256 instead of MD5 and SHA-1. `None` where the
/// signature has no hash of its own (Ed25519), or none that is known.
pub(super) fn tls_server_end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    Some(digest(hash_of(certificate)?, certificate).as_ref().to_vec())
}

/// `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue }`
fn hash_of(certificate: &[u8]) -> Option<&'static Algorithm> {
    let (inner, _) = element(certificate, SEQUENCE)?;
    let (_, rest) = element(inner, SEQUENCE)?;
    let (algorithm, _) = element(rest, SEQUENCE)?;
    let (oid, parameters) = element(algorithm, OBJECT_IDENTIFIER)?;
    match oid {
        // md5, sha1, sha256, sha384, sha512 with RSA: 1.2.840.113549.1.1.*
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last] => match last {
            4 | 5 | 11 => Some(&SHA256),
            12 => Some(&SHA384),
            13 => Some(&SHA512),
            10 => hash_of_pss(parameters),
            _ => None,
        },
        // ECDSA with sha1: 1.2.840.10045.4.1
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01] => Some(&SHA256),
        // ECDSA with sha256, sha384, sha512: 1.2.840.10045.4.3.*
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last] => match last {
            2 => Some(&SHA256),
            3 => Some(&SHA384),
            4 => Some(&SHA512),
            _ => None,
        },
        _ => None,
    }
}

/// `RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, .. }`
fn hash_of_pss(parameters: &[u8]) -> Option<&'static Algorithm> {
    let (parameters, _) = element(parameters, SEQUENCE)?;
    let Some((field, _)) = element(parameters, FIRST) else { return Some(&SHA256) };
    let (algorithm, _) = element(field, SEQUENCE)?;
    match element(algorithm, OBJECT_IDENTIFIER)?.0 {
        // 1.3.14.3.2.26
        [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Some(&SHA256),
        // 2.16.840.1.101.3.4.2.*
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last] => match last {
            1 => Some(&SHA256),
            2 => Some(&SHA384),
            3 => Some(&SHA512),
            _ => None,
        },
        _ => None,
    }
}

/// The contents of a DER element with this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        // No certificate is longer than three bytes can say.
        if bytes.len() > 3 {
            return None;
        }
        (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    if found == tag { rest.split_at_checked(length) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap_or_default();
        [&[tag, 0x81, length][..], content].concat()
    }

    fn certificate(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
        let algorithm = der(SEQUENCE, &[&der(OBJECT_IDENTIFIER, oid)[..], parameters].concat());
        der(SEQUENCE, &[&der(SEQUENCE, b"to be signed")[..], &algorithm, &[0x03, 1, 0]].concat())
    }

    #[test]
    fn the_hash_is_that_of_the_signature() {
        let rsa = |last| [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last];
        let ecdsa = |last| [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last];
        let sha2 = |last| [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last];
        let pss = |hash: &[u8]| {
            let algorithm = der(SEQUENCE, &der(OBJECT_IDENTIFIER, hash));
            certificate(&rsa(10), &der(SEQUENCE, &der(FIRST, &algorithm)))
        };
        for (certificate, length) in [
            (certificate(&rsa(4), &[]), Some(32)),
            (certificate(&rsa(5), &[5, 0]), Some(32)),
            (certificate(&rsa(11), &[5, 0]), Some(32)),
            (certificate(&rsa(12), &[5, 0]), Some(48)),
            (certificate(&rsa(13), &[5, 0]), Some(64)),
            (certificate(&rsa(14), &[5, 0]), None),
            (certificate(&ecdsa(2), &[]), Some(32)),
            (certificate(&ecdsa(3), &[]), Some(48)),
            (certificate(&ecdsa(4), &[]), Some(64)),
            (certificate(&ecdsa(1), &[]), None),
            (pss(&sha2(2)), Some(48)),
            (pss(&sha2(3)), Some(64)),
            (certificate(&rsa(10), &[SEQUENCE, 0]), Some(32)),
            // Ed25519
            (certificate(&[0x2b, 0x65, 0x70], &[]), None),
        ] {
            assert_eq!(tls_server_end_point(&certificate).map(|hash| hash.len()), length);
        }
    }

    #[test]
    fn no_bytes_make_it_fail() {
        let whole = certificate(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 2], &[]);
        assert_eq!(tls_server_end_point(&whole), Some(digest(&SHA256, &whole).as_ref().to_vec()));
        for end in 0..whole.len() {
            assert_eq!(tls_server_end_point(whole.get(..end).unwrap_or_default()), None);
        }
        for at in 0..whole.len() {
            for byte in 0..=u8::MAX {
                let mut bytes = whole.clone();
                bytes.get_mut(at).into_iter().for_each(|old| *old = byte);
                // Whatever it says.
                drop(tls_server_end_point(&bytes));
            }
        }
    }
}
