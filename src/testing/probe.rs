//! The readers of the protocol, as functions of any bytes: for the fuzz targets, and for the tests that replay what those
//! found. Not for others, and without promises.

use crate::error::Error;
use crate::wire::probe;

/// Reads the body of a message of the kind that a tag names.
///
/// # Errors
///
/// No server sends that.
pub fn message(tag: u8, body: &[u8]) -> Result<(), Error> {
    probe::message(tag, body)
}

/// Cuts bytes into messages and reads each of them.
///
/// # Errors
///
/// No server sends that.
pub fn stream(bytes: &[u8]) -> Result<(), Error> {
    probe::stream(bytes)
}
