//! The small messages of the server.

use super::cursor::Cursor;
use crate::error::Error;

/// Whether the connection is inside a transaction, as the server said after the last statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionStatus {
    /// Not in a transaction.
    Idle,
    /// In a transaction.
    Active,
    /// In a transaction in which a statement failed: the server accepts nothing but its end.
    Failed,
}

impl TransactionStatus {
    /// Reads a `ReadyForQuery`.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Error> {
        match body {
            b"I" => Ok(TransactionStatus::Idle),
            b"T" => Ok(TransactionStatus::Active),
            b"E" => Ok(TransactionStatus::Failed),
            _ => Err(Error::protocol("the status of the transaction is unknown")),
        }
    }
}

/// Reads a `CommandComplete`: what was done, such as `INSERT 0 1`.
pub(crate) fn command_tag(body: &[u8]) -> Result<&[u8], Error> {
    let mut cursor = Cursor::new(body);
    let tag = cursor.c_bytes()?;
    cursor.finish()?;
    Ok(tag)
}

/// The number at the end of a command's tag.
pub(crate) fn affected_rows(tag: &[u8]) -> Option<u64> {
    let start = tag.iter().rposition(|&byte| byte == b' ')? + 1;
    std::str::from_utf8(tag.get(start..)?).ok()?.parse().ok()
}

/// Reads a `ParameterStatus`: a setting's name and value.
pub(crate) fn parameter_status(body: &[u8]) -> Result<(&str, &str), Error> {
    let mut cursor = Cursor::new(body);
    let name = cursor.c_str()?;
    let value = cursor.c_str()?;
    cursor.finish()?;
    Ok((name, value))
}

/// Reads a `BackendKeyData`: the process's number, and the secret that a cancel request needs, of any length.
pub(crate) fn key_data(body: &[u8]) -> Result<(u32, &[u8]), Error> {
    let mut cursor = Cursor::new(body);
    let process = cursor.u32()?;
    let secret = cursor.rest();
    if (4..=256).contains(&secret.len()) {
        Ok((process, secret))
    } else {
        Err(Error::protocol("the secret for cancelling has an impossible length"))
    }
}

/// Reads a `NotificationResponse`: the notifying process, the channel and the payload.
pub(crate) fn notification(body: &[u8]) -> Result<(u32, &str, &str), Error> {
    let mut cursor = Cursor::new(body);
    let process = cursor.u32()?;
    let channel = cursor.c_str()?;
    let payload = cursor.c_str()?;
    cursor.finish()?;
    Ok((process, channel, payload))
}

/// Reads a `NegotiateProtocolVersion`: the newest version that the server speaks.
pub(crate) fn negotiate_version(body: &[u8]) -> Result<u32, Error> {
    let mut cursor = Cursor::new(body);
    let version = cursor.u32()?;
    for _ in 0..cursor.u32()? {
        cursor.c_bytes()?; // a setting that the server does not know
    }
    cursor.finish()?;
    Ok(version)
}
