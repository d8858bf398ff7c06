//! TLS by whatever users have already.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpStream;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};

use super::{Secured, failed};
use crate::connection::Config;
use crate::error::Error;

type Connecting = Pin<Box<dyn Future<Output = Result<Secured, Error>> + Send>>;

/// Makes a TLS connection of a socket.
pub(in crate::connection) trait Connector: Send + Sync {
    fn connect(&self, host: &str, stream: TcpStream) -> Connecting;
}

struct Custom<T>(Mutex<T>);

impl<T> Connector for Custom<T>
where
    T: MakeTlsConnect<TcpStream> + Send,
    T::Stream: Send + 'static,
    T::TlsConnect: Send + 'static,
    <T::TlsConnect as TlsConnect<TcpStream>>::Future: Send,
{
    fn connect(&self, host: &str, stream: TcpStream) -> Connecting {
        let connect = self.0.lock().unwrap_or_else(PoisonError::into_inner).make_tls_connect(host);
        let connect = connect.map_err(failed);
        Box::pin(async move {
            let stream = connect?.connect(stream).await.map_err(failed)?;
            // What the stream says about channel binding is for `tokio_postgres` alone to read.
            Ok(Secured { transport: Box::new(stream), encrypted: true, binding: None })
        })
    }
}

impl Config {
    /// Uses another implementation of TLS than rustls: any that is made for `tokio_postgres`.
    ///
    /// `sslmode` says whether there has to be TLS; what the server has to prove, the certificates and the rest are the
    /// business of the connector. There is no channel binding with it.
    #[must_use]
    pub fn tls<T>(mut self, connector: T) -> Self
    where
        T: MakeTlsConnect<TcpStream> + Send + 'static,
        T::Stream: Send + 'static,
        T::TlsConnect: Send + 'static,
        <T::TlsConnect as TlsConnect<TcpStream>>::Future: Send,
    {
        self.ssl.connector = Some(Arc::new(Custom(Mutex::new(connector))));
        self
    }
}
