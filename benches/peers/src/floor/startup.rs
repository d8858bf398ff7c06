//! Connecting; nothing here is measured.

use postgres_protocol::authentication::{md5_hash, sasl};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::config::{Config, Host};

use super::wire::{Socket, Wire, text};
use crate::Result;

/// Connects in plain text, with the authentication that `url` has a password for.
pub async fn connect(url: &str) -> Result<Wire> {
    let config: Config = url.parse()?;
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let socket = match config.get_hosts().first().ok_or("the URL names no host")? {
        Host::Tcp(host) => {
            let socket = TcpStream::connect((host.as_str(), port)).await?;
            socket.set_nodelay(true)?;
            Socket::Tcp(socket)
        }
        Host::Unix(folder) => {
            Socket::Unix(UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await?)
        }
    };
    let user = config.get_user().ok_or("the URL names no user")?;
    let mut wire = Wire::new(socket);
    wire.put(None, |body| {
        body.extend(0x0003_0000_u32.to_be_bytes());
        for part in ["user", user, "database", config.get_dbname().unwrap_or(user), "client_encoding", "UTF8"]
        {
            text(body, part);
        }
        body.push(0);
    });
    wire.flush().await?;
    authenticate(&mut wire, user, config.get_password().unwrap_or_default()).await?;
    wire.run(|_| Ok(())).await?;
    Ok(wire)
}

async fn authenticate(wire: &mut Wire, user: &str, password: &[u8]) -> Result<()> {
    let mut scram = None;
    loop {
        let (tag, body) = wire.message().await?;
        let (kind, data) = body.split_first_chunk::<4>().ok_or("malformed message")?;
        match (tag, u32::from_be_bytes(*kind)) {
            (b'R', 0) => return Ok(()),
            (b'R', 5) => {
                let hash = md5_hash(user.as_bytes(), password, data.try_into()?);
                wire.put(Some(b'p'), |body| text(body, &hash));
            }
            (b'R', 10) => {
                let state =
                    scram.insert(sasl::ScramSha256::new(password, sasl::ChannelBinding::unsupported()));
                wire.put(Some(b'p'), |body| {
                    text(body, sasl::SCRAM_SHA_256);
                    body.extend((state.message().len() as u32).to_be_bytes());
                    body.extend(state.message());
                });
            }
            (b'R', 11) => {
                let state = scram.as_mut().ok_or("malformed message")?;
                state.update(data)?;
                wire.put(Some(b'p'), |body| body.extend(state.message()));
            }
            (b'R', 12) => scram.as_mut().ok_or("malformed message")?.finish(data)?,
            (b'E', _) => return Err(String::from_utf8_lossy(&body).replace('\0', " ").into()),
            _ => return Err("the server asks for an authentication that the floor does not know".into()),
        }
        wire.flush().await?;
    }
}
