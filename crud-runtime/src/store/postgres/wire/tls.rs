//! TLS: as much of it as the URL asks for.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore,
    SignatureScheme,
};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::error::Error;
use super::socket::Socket;
use super::target::{Mode, Pem, Tls};

/// Asks whether the server speaks TLS:
/// <https://www.postgresql.org/docs/current/protocol-message-formats.html>, `SSLRequest`.
const REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Encrypts a connection, where that is asked for.
pub(super) async fn begin(mut socket: TcpStream, host: &str, tls: &Tls) -> Result<Socket, Error> {
    if matches!(tls.mode, Mode::Disable | Mode::Allow) {
        return Ok(Socket::Tcp(socket));
    }
    socket.write_all(&REQUEST).await?;
    // No byte more is read: what stood behind it in the clear would be anybody's.
    match socket.read_u8().await? {
        b'S' => {}
        b'N' if tls.mode == Mode::Prefer => return Ok(Socket::Tcp(socket)),
        b'N' => return Err(Error::Tls("the server does not speak TLS".to_owned())),
        other => return Err(super::session::unexpected(other)),
    }
    let name = ServerName::try_from(host.to_owned()).map_err(refused)?;
    let tls = tls.clone();
    // Files are read.
    let config = tokio::task::spawn_blocking(move || config(&tls));
    let config = config.await.map_err(refused)??;
    let connected = TlsConnector::from(Arc::new(config)).connect(name, socket).await;
    // What does not hold of a certificate is said in an error of the socket's.
    let socket = connected.map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => refused(error),
        _ => Error::Socket(error),
    })?;
    Ok(Socket::Tls(Box::new(socket)))
}

/// What binds a proof to the connection that it is sent over: a hash of the server's certificate,
/// by the function that its signature is made with (RFC 5929, section 4.1). None where that is a
/// function that we do not know, or none.
pub(super) fn end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    // Certificate ::= SEQUENCE { what is signed, SEQUENCE { algorithm OBJECT, … }, … }
    let (_, signed, _) = der(certificate)?;
    let (_, _, behind) = der(signed)?;
    let (_, algorithm, _) = der(behind)?;
    let (_, object, _) = der(algorithm)?;
    match object {
        // With MD5 or SHA-1 the RFC asks for SHA-256: RSA 4, 5 and 11, ECDSA 1 and 3.2.
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04"
        | b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"
        | b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
        | b"\x2a\x86\x48\xce\x3d\x04\x01"
        | b"\x2a\x86\x48\xce\x3d\x04\x03\x02" => Some(Sha256::digest(certificate).to_vec()),
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c" | b"\x2a\x86\x48\xce\x3d\x04\x03\x03" => {
            Some(Sha384::digest(certificate).to_vec())
        }
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d" | b"\x2a\x86\x48\xce\x3d\x04\x03\x04" => {
            Some(Sha512::digest(certificate).to_vec())
        }
        _ => None,
    }
}

/// The tag and the content of what stands first, and what stands behind it.
fn der(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, first, rest @ ..] = bytes else { return None };
    let (length, rest) = match usize::from(*first) {
        short @ 0..0x80 => (short, rest),
        long => {
            let (length, rest) = rest.split_at_checked(long - 0x80)?;
            let length = length.iter().try_fold(0_usize, |sum, &byte| {
                sum.checked_mul(256)?.checked_add(usize::from(byte))
            });
            (length?, rest)
        }
    };
    let (content, behind) = rest.split_at_checked(length)?;
    Some((*tag, content, behind))
}

fn config(tls: &Tls) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(refused)?;
    let config = match tls.mode {
        Mode::VerifyFull => config.with_root_certificates(authorities(tls)?),
        Mode::VerifyCa => {
            let roots = Arc::new(authorities(tls)?);
            let strict = WebPkiServerVerifier::builder_with_provider(roots, provider);
            let verifier = AnyName(strict.build().map_err(refused)?);
            config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
        }
        Mode::Disable | Mode::Allow | Mode::Prefer | Mode::Require => {
            config.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(provider)))
        }
    };
    match (&tls.certificate, &tls.key) {
        (Some(certificate), Some(key)) => {
            let key = PrivateKeyDer::from_pem_slice(&text(key)?).map_err(refused)?;
            config.with_client_auth_cert(certificates(certificate)?, key).map_err(refused)
        }
        (None, None) => Ok(config.with_no_client_auth()),
        _ => Err(Error::Tls("sslcert and sslkey go together".to_owned())),
    }
}

/// Those of the system, and those of the URL.
fn authorities(tls: &Tls) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in found.errors {
        tracing::warn!(error = &error as &dyn std::error::Error, "a certificate cannot be read");
    }
    // A system may have some that are too old to be read.
    store.add_parsable_certificates(found.certs);
    if let Some(pem) = &tls.authorities {
        for certificate in certificates(pem)? {
            store.add(certificate).map_err(refused)?;
        }
    }
    Ok(store)
}

fn certificates(pem: &Pem) -> Result<Vec<CertificateDer<'static>>, Error> {
    CertificateDer::pem_slice_iter(&text(pem)?).collect::<Result<_, _>>().map_err(refused)
}

fn text(pem: &Pem) -> Result<Vec<u8>, Error> {
    match pem {
        Pem::Text(text) => Ok(text.clone().into_bytes()),
        Pem::File(path) => {
            std::fs::read(path).map_err(|error| Error::Tls(format!("{}: {error}", path.display())))
        }
    }
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Tls(error.to_string())
}

/// Takes the server for whoever it says it is, as `require` does: against those who only listen.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes the server for one that an authority knows, under whatever name, as `verify-ca` does.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        match self.0.verify_server_cert(certificate, others, name, ocsp, now) {
            // The name is looked at last.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate, as far as it matters: something signed, the algorithm, a signature.
    fn certificate(algorithm: &[u8]) -> Vec<u8> {
        let tagged = |tag: u8, content: &[u8]| {
            let length = u16::try_from(content.len()).expect("short").to_be_bytes();
            [&[tag, 0x82], &length[..], content].concat()
        };
        let algorithm = tagged(0x30, &[tagged(0x06, algorithm), vec![5, 0]].concat());
        tagged(0x30, &[tagged(0x30, &[7; 300]), algorithm, vec![3, 2, 0, 1]].concat())
    }

    #[test]
    fn a_certificate_is_hashed_as_it_is_signed() {
        for (algorithm, length) in [
            (&b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05"[..], Some(32)),
            (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", Some(32)),
            (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", Some(32)),
            (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", Some(48)),
            (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", Some(64)),
            // Ed25519 has no such function.
            (b"\x2b\x65\x70", None),
        ] {
            let certificate = certificate(algorithm);
            let hash = end_point(&certificate);
            assert_eq!(hash.as_ref().map(Vec::len), length);
            if length == Some(32) {
                assert_eq!(hash, Some(Sha256::digest(&certificate).to_vec()));
            }
            for end in 0..certificate.len() {
                assert_eq!(end_point(&certificate[..end]), None);
            }
        }
    }
}
