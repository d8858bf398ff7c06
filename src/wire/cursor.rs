//! A forward cursor over the body of a message.

use crate::error::Error;

/// What is left of a message's body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(body: &'a [u8]) -> Self {
        Cursor { rest: body }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (bytes, rest) = self.rest.split_first_chunk::<N>().ok_or_else(too_short)?;
        self.rest = rest;
        Ok(*bytes)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Error> {
        self.array::<1>().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    /// Four bytes as they are.
    pub(crate) fn salt(&mut self) -> Result<[u8; 4], Error> {
        self.array()
    }

    pub(crate) fn skip(&mut self, count: usize) -> Result<(), Error> {
        self.rest = self.rest.get(count..).ok_or_else(too_short)?;
        Ok(())
    }

    /// The bytes up to the next NUL, which is taken and left out.
    pub(crate) fn c_bytes(&mut self) -> Result<&'a [u8], Error> {
        let end = self.rest.iter().position(|&byte| byte == 0).ok_or_else(too_short)?;
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        Ok(text)
    }

    /// As [`c_bytes`](Cursor::c_bytes), of text that must be UTF-8.
    pub(crate) fn c_str(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.c_bytes()?).map_err(|_| Error::protocol("a name is not UTF-8"))
    }

    /// Everything that is left.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// How many bytes are left.
    pub(crate) fn len(self) -> usize {
        self.rest.len()
    }

    /// Fails if anything is left.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Error::protocol("a message is longer than its contents"))
        }
    }
}

#[cold]
fn too_short() -> Error {
    Error::protocol("a message ends before its contents do")
}
