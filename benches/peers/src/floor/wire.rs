//! Frames over a socket: one buffer in each direction, both reused.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

use crate::Result;
use crate::race::Traffic;

pub enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    async fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.read(buffer).await,
            Self::Unix(socket) => socket.read(buffer).await,
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Tcp(socket) => socket.write_all(bytes).await,
            Self::Unix(socket) => socket.write_all(bytes).await,
        }
    }
}

pub struct Wire {
    socket: Socket,
    /// What was read and not yet consumed is `input[start..end]`.
    input: Vec<u8>,
    start: usize,
    end: usize,
    output: Vec<u8>,
    traffic: Traffic,
}

impl Wire {
    #[must_use]
    pub fn new(socket: Socket) -> Self {
        let traffic = Traffic::default();
        Self {
            socket,
            input: vec![0; 64 * 1024],
            start: 0,
            end: 0,
            output: Vec::with_capacity(1024),
            traffic,
        }
    }

    /// Appends a message: its tag, its length, and what `body` writes. A startup message has no tag.
    pub fn put(&mut self, tag: Option<u8>, body: impl FnOnce(&mut Vec<u8>)) {
        self.output.extend(tag);
        let start = self.output.len();
        self.output.extend([0; 4]);
        body(&mut self.output);
        let length = (self.output.len() - start) as u32;
        self.output[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }

    /// Begins a COPY, and waits until the server takes its data; its end is to be awaited by [`run_all`](Self::run_all).
    pub async fn copy(&mut self, sql: &str) -> Result<()> {
        self.put(Some(b'Q'), |body| text(body, sql));
        self.traffic.round_trips += 1;
        self.flush().await?;
        loop {
            match self.message().await? {
                (b'G', _) => return Ok(()),
                (b'E', body) => return Err(String::from_utf8_lossy(&body).replace('\0', " ").into()),
                _ => {}
            }
        }
    }

    /// A piece of the data of a COPY.
    pub fn copy_data(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.put(Some(b'd'), write);
    }

    pub async fn flush(&mut self) -> Result<()> {
        self.socket.write(&self.output).await?;
        self.output.clear();
        Ok(())
    }

    /// How many bytes wait for [`flush`](Self::flush).
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.output.len()
    }

    /// What [`sync`](Self::sync) and [`prepare`](Self::prepare) have counted.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// Parse and Sync: from now on the server knows the statement by its name.
    pub async fn prepare(&mut self, name: &str, sql: &str) -> Result<()> {
        self.put(Some(b'P'), |body| {
            text(body, name);
            text(body, sql);
            body.extend([0, 0]);
        });
        // One without a name is only asked for the process of the server.
        self.traffic.prepared += u64::from(!name.is_empty());
        self.sync().await?;
        self.run(|_| Ok(())).await
    }

    /// Bind and Execute; `parameters` writes so many values, each with its length before it.
    pub fn bind(&mut self, name: &str, count: u16, parameters: impl FnOnce(&mut Vec<u8>)) {
        self.put(Some(b'B'), |body| {
            body.push(0);
            text(body, name);
            body.extend([0, 1, 0, 1]);
            body.extend(count.to_be_bytes());
            parameters(body);
            body.extend([0, 1, 0, 1]);
        });
        self.put(Some(b'E'), |body| body.extend([0; 5]));
    }

    /// Sync, and everything that waits for it goes out in one write.
    pub async fn sync(&mut self) -> Result<()> {
        self.put(Some(b'S'), |_| {});
        self.traffic.round_trips += 1;
        self.flush().await
    }

    /// Bind, Execute and Sync in one write; the rows are still to be read by [`run`](Self::run).
    pub async fn execute(&mut self, name: &str, parameters: &[&[u8]]) -> Result<()> {
        self.bind(name, parameters.len() as u16, |body| {
            for parameter in parameters {
                body.extend((parameter.len() as u32).to_be_bytes());
                body.extend(*parameter);
            }
        });
        self.sync().await
    }

    /// Gives the body of every row to `row`, up to `ReadyForQuery`.
    pub async fn run(&mut self, mut row: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        self.run_all(|_, body| row(body)).await.map(drop)
    }

    /// As [`run`](Self::run), of several statements, with the number of each row's; how many rows the last one affected.
    pub async fn run_all(&mut self, mut row: impl FnMut(usize, &[u8]) -> Result<()>) -> Result<u64> {
        let (mut statement, mut affected) = (0, 0);
        loop {
            while let Some((tag, body)) = frame(&self.input[self.start..self.end]) {
                match tag {
                    b'D' => row(statement, body)?,
                    b'C' => {
                        statement += 1;
                        affected = count(body);
                    }
                    b'Z' => {
                        self.start += 5 + body.len();
                        return Ok(affected);
                    }
                    b'E' => return Err(String::from_utf8_lossy(body).replace('\0', " ").into()),
                    _ => {}
                }
                self.start += 5 + body.len();
            }
            self.fill().await?;
        }
    }

    /// The next message, copied: for the handshake.
    pub async fn message(&mut self) -> Result<(u8, Vec<u8>)> {
        loop {
            if let Some((tag, body)) = frame(&self.input[self.start..self.end]) {
                let message = (tag, body.to_vec());
                self.start += 5 + message.1.len();
                return Ok(message);
            }
            self.fill().await?;
        }
    }

    /// Reads as much as there is room for, after moving an incomplete message to the front.
    async fn fill(&mut self) -> Result<()> {
        self.input.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.input.len() {
            self.input.resize(self.end * 2, 0);
        }
        match self.socket.read(&mut self.input[self.end..]).await? {
            0 => Err("the server closed the connection".into()),
            read => {
                self.end += read;
                Ok(())
            }
        }
    }
}

/// The first message of `bytes`, if all of it is there.
fn frame(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let (&[tag, a, b, c, d], rest) = bytes.split_first_chunk::<5>()?;
    let length = (u32::from_be_bytes([a, b, c, d]) as usize).checked_sub(4)?;
    Some((tag, rest.get(..length)?))
}

/// The number at the end of a command's tag.
fn count(tag: &[u8]) -> u64 {
    let digits = tag.strip_suffix(b"\0").unwrap_or(tag).rsplit(|byte| *byte == b' ').next();
    digits.and_then(|digits| str::from_utf8(digits).ok()?.parse().ok()).unwrap_or_default()
}

/// A string and the zero that ends it.
pub fn text(body: &mut Vec<u8>, text: &str) {
    body.extend(text.as_bytes());
    body.push(0);
}
