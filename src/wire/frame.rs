//! Frames: a tag, a length, and a body.

use crate::error::Error;

/// A message of the server that is completely there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) tag: u8,
    pub(crate) body: &'a [u8],
}

impl Frame<'_> {
    /// How many bytes the frame takes, its tag and length included.
    pub(crate) fn size(&self) -> usize {
        self.body.len() + 5
    }
}

/// The longest message that a server can build: its buffers are limited to a gibibyte.
pub(super) const MAX_LENGTH: u32 = 1 << 30;

/// The longest message of the kinds that carry neither rows nor text of any length. The server's own client
/// library draws the line at the same place.
const MAX_SHORT_LENGTH: u32 = 30_000;

/// Room for the description of 65535 parameters.
const MAX_PARAMETERS_LENGTH: u32 = 4 * 65_535 + 6;

/// Cuts the first frame off, or `None` if it has not arrived completely.
///
/// A length that no server sends is an error as soon as its five bytes are there, so that nobody waits or makes
/// room for the rest.
pub(crate) fn split(bytes: &[u8]) -> Result<Option<Frame<'_>>, Error> {
    let Some((&[tag, a, b, c, d], rest)) = bytes.split_first_chunk::<5>() else { return Ok(None) };
    let length = u32::from_be_bytes([a, b, c, d]);
    if length < 4 || length > longest(tag) {
        return Err(bad_length(tag, length));
    }
    let Ok(length) = usize::try_from(length - 4) else { return Err(bad_length(tag, length)) };
    Ok(rest.get(..length).map(|body| Frame { tag, body }))
}

fn longest(tag: u8) -> u32 {
    match tag {
        b'D' | b'T' | b'd' | b'E' | b'N' | b'A' => MAX_LENGTH,
        b't' => MAX_PARAMETERS_LENGTH,
        _ => MAX_SHORT_LENGTH,
    }
}

#[cold]
pub(super) fn bad_length(tag: u8, length: u32) -> Error {
    Error::protocol(format!("a message of the kind {:?} announces a length of {length}", char::from(tag)))
}

/// Whether a message of this kind may come when nothing was asked.
pub(crate) fn may_stand_alone(tag: u8) -> bool {
    matches!(tag, b'N' | b'A' | b'S' | b'E')
}
