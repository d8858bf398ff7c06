//! Rows inside of rows: arrays of composites.

use super::decode::{Columns, Malformed};
use crate::rows::{Comment, Post, User};

type Decoded<T> = Result<T, Malformed>;

/// Takes the next four bytes.
fn word(bytes: &mut &[u8]) -> Decoded<u32> {
    let (word, rest) = bytes.split_first_chunk().ok_or(Malformed)?;
    *bytes = rest;
    Ok(u32::from_be_bytes(*word))
}

/// The next value, which is not NULL.
fn value<'r>(bytes: &mut &'r [u8]) -> Decoded<&'r [u8]> {
    let length = word(bytes)? as usize;
    let (value, rest) = bytes.split_at_checked(length).ok_or(Malformed)?;
    *bytes = rest;
    Ok(value)
}

/// A field of a composite: the OID of its type, and its value.
fn field<'r>(bytes: &mut &'r [u8]) -> Decoded<&'r [u8]> {
    word(bytes)?;
    value(bytes)
}

fn int4(bytes: &mut &[u8]) -> Decoded<i32> {
    field(bytes)?.try_into().map(i32::from_be_bytes).map_err(|_| Malformed)
}

fn text(bytes: &mut &[u8]) -> Decoded<String> {
    str::from_utf8(field(bytes)?).map(str::to_owned).map_err(|_| Malformed)
}

/// The rows of an array: dimensions, a flag, the OID of the element's type, the length and the lower bound.
fn rows<T>(mut array: &[u8], row: fn(&mut &[u8]) -> Decoded<T>) -> Decoded<Vec<T>> {
    let dimensions = word(&mut array)?;
    (word(&mut array)?, word(&mut array)?);
    if dimensions == 0 {
        return Ok(Vec::new());
    }
    let count = word(&mut array)? as usize;
    word(&mut array)?;
    let mut rows = Vec::with_capacity(count.min(array.len()));
    for _ in 0..count {
        let mut composite = value(&mut array)?;
        word(&mut composite)?;
        rows.push(row(&mut composite)?);
    }
    Ok(rows)
}

fn comment(bytes: &mut &[u8]) -> Decoded<Comment> {
    Ok(Comment { id: int4(bytes)?, post_id: int4(bytes)?, text: text(bytes)? })
}

fn post(bytes: &mut &[u8]) -> Decoded<(Post, Vec<Comment>)> {
    let post = Post { id: int4(bytes)?, user_id: int4(bytes)?, title: text(bytes)? };
    Ok((post, rows(field(bytes)?, comment)?))
}

/// A user with its posts, each with its comments.
pub fn user(body: &[u8]) -> Decoded<(User, Vec<(Post, Vec<Comment>)>)> {
    let mut row = Columns::new(body, 3)?;
    let user = User { id: row.int4()?, name: row.text()?.to_owned() };
    Ok((user, rows(row.nullable()?.ok_or(Malformed)?, post)?))
}
