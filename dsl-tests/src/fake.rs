//! A server that says what it is told to say.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// How long the server waits for a request; in tests on a paused clock that takes no time.
const PATIENCE: Duration = Duration::from_secs(1);

/// A message: its tag, its length, its body.
#[must_use]
pub fn frame(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    [&[tag][..], &length.to_be_bytes(), body].concat()
}

/// `RowDescription` of columns with their names and type OIDs.
#[must_use]
pub fn description(columns: &[(&str, u32)]) -> Vec<u8> {
    let mut body = u16::try_from(columns.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    for (name, oid) in columns {
        body.extend_from_slice(name.as_bytes());
        body.extend_from_slice(&[0; 7]);
        body.extend_from_slice(&oid.to_be_bytes());
        body.extend_from_slice(&[0; 8]);
    }
    frame(b'T', &body)
}

/// `DataRow` of values.
#[must_use]
pub fn row(values: &[&[u8]]) -> Vec<u8> {
    let mut body = u16::try_from(values.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
    for value in values {
        body.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
        body.extend_from_slice(value);
    }
    frame(b'D', &body)
}

/// `ErrorResponse` with a severity and a code.
#[must_use]
pub fn error(severity: &str, code: &str) -> Vec<u8> {
    frame(b'E', format!("S{severity}\0V{severity}\0C{code}\0Mmade up\0\0").as_bytes())
}

/// `AuthenticationOk`, settings, the key, `ReadyForQuery`.
#[must_use]
pub fn welcome() -> Vec<Vec<u8>> {
    vec![
        frame(b'R', &[0, 0, 0, 0]),
        frame(b'S', b"client_encoding\0UTF8\0"),
        frame(b'S', b"integer_datetimes\0on\0"),
        frame(b'K', &[0, 0, 0, 9, 1, 2, 3, 4]),
        ready(),
    ]
}

/// `ReadyForQuery` outside a transaction.
#[must_use]
pub fn ready() -> Vec<u8> {
    frame(b'Z', b"I")
}

/// Waits for the startup message and says the first reply; then says each further reply when the client has
/// asked for something, and hangs up, also when the client asks for nothing.
pub async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, replies: Vec<Vec<u8>>) {
    let mut replies = replies.into_iter();
    let mut length = [0; 4];
    if stream.read_exact(&mut length).await.is_err() || discard(&mut stream, length).await.is_err() {
        return;
    }
    while let Some(reply) = replies.next() {
        if stream.write_all(&reply).await.is_err() {
            return;
        }
        if replies.len() == 0 {
            return;
        }
        loop {
            let mut tag = [0];
            let request = async {
                stream.read_exact(&mut tag).await?;
                stream.read_exact(&mut length).await?;
                discard(&mut stream, length).await
            };
            if !matches!(tokio::time::timeout(PATIENCE, request).await, Ok(Ok(()))) {
                return;
            }
            if matches!(tag, [b'S' | b'Q' | b'p']) {
                break;
            }
        }
    }
}

async fn discard<S: AsyncRead + Unpin>(stream: &mut S, length: [u8; 4]) -> std::io::Result<()> {
    let mut rest = vec![0; (u32::from_be_bytes(length) as usize).saturating_sub(4)];
    stream.read_exact(&mut rest).await.map(drop)
}
