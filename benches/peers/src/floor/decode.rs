//! Binary values out of a row, in order.

use std::fmt;

use crate::rows::{Comment, FavoriteColor, Narrow, Person, Post, User, Wide};

/// A row that is not what the statement promised. It has no size, so that a result is as small as its value.
#[derive(Debug)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed row")
    }
}

impl std::error::Error for Malformed {}

type Decoded<T> = Result<T, Malformed>;

/// What is left of a row.
pub struct Columns<'r> {
    rest: &'r [u8],
}

impl<'r> Columns<'r> {
    #[inline]
    pub fn new(body: &'r [u8], count: u16) -> Decoded<Self> {
        match body.split_first_chunk() {
            Some((found, rest)) if u16::from_be_bytes(*found) == count => Ok(Self { rest }),
            _ => Err(Malformed),
        }
    }

    #[inline]
    pub fn nullable(&mut self) -> Decoded<Option<&'r [u8]>> {
        let (length, rest) = self.rest.split_first_chunk().ok_or(Malformed)?;
        let length = i32::from_be_bytes(*length);
        if length == -1 {
            self.rest = rest;
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let (value, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(Some(value))
    }

    #[inline]
    fn fixed<const N: usize>(&mut self) -> Decoded<[u8; N]> {
        self.nullable()?.and_then(|value| value.try_into().ok()).ok_or(Malformed)
    }

    #[inline]
    pub fn int2(&mut self) -> Decoded<i16> {
        self.fixed().map(i16::from_be_bytes)
    }

    #[inline]
    pub fn int4(&mut self) -> Decoded<i32> {
        self.fixed().map(i32::from_be_bytes)
    }

    #[inline]
    pub fn int8(&mut self) -> Decoded<i64> {
        self.fixed().map(i64::from_be_bytes)
    }

    #[inline]
    pub fn float4(&mut self) -> Decoded<f32> {
        self.fixed().map(f32::from_be_bytes)
    }

    #[inline]
    pub fn float8(&mut self) -> Decoded<f64> {
        self.fixed().map(f64::from_be_bytes)
    }

    #[inline]
    pub fn bool(&mut self) -> Decoded<bool> {
        self.fixed().map(|[byte]| byte != 0)
    }

    #[inline]
    pub fn text(&mut self) -> Decoded<&'r str> {
        self.nullable_text()?.ok_or(Malformed)
    }

    #[inline]
    pub fn nullable_text(&mut self) -> Decoded<Option<&'r str>> {
        self.nullable()?.map(str::from_utf8).transpose().map_err(|_| Malformed)
    }

    #[inline]
    pub fn nullable_int4(&mut self) -> Decoded<Option<i32>> {
        self.nullable()?
            .map(|value| value.try_into().map(i32::from_be_bytes))
            .transpose()
            .map_err(|_| Malformed)
    }
}

/// The same rows with their text still in the read buffer.
pub struct NarrowRef<'r> {
    pub id: i32,
    pub name: &'r str,
    pub score: i32,
}
crate::digest!(NarrowRef<'_>: id, name, score);

pub struct WideRef<'r> {
    pub a: i32,
    pub b: i64,
    pub c: f64,
    pub d: bool,
    pub e: &'r str,
    pub f: Option<&'r str>,
    pub g: Option<i32>,
    pub h: i16,
    pub i: f32,
    pub j: &'r str,
}
crate::digest!(WideRef<'_>: a, b, c, d, e, f, g, h, i, j);

#[inline]
pub fn narrow_ref(body: &[u8]) -> Decoded<NarrowRef<'_>> {
    let mut row = Columns::new(body, 3)?;
    Ok(NarrowRef { id: row.int4()?, name: row.text()?, score: row.int4()? })
}

#[inline]
pub fn narrow(body: &[u8]) -> Decoded<Narrow> {
    let NarrowRef { id, name, score } = narrow_ref(body)?;
    Ok(Narrow { id, name: name.to_owned(), score })
}

#[inline]
pub fn wide_ref(body: &[u8]) -> Decoded<WideRef<'_>> {
    let mut row = Columns::new(body, 10)?;
    Ok(WideRef {
        a: row.int4()?,
        b: row.int8()?,
        c: row.float8()?,
        d: row.bool()?,
        e: row.text()?,
        f: row.nullable_text()?,
        g: row.nullable_int4()?,
        h: row.int2()?,
        i: row.float4()?,
        j: row.text()?,
    })
}

#[inline]
pub fn wide(body: &[u8]) -> Decoded<Wide> {
    let WideRef { a, b, c, d, e, f, g, h, i, j } = wide_ref(body)?;
    Ok(Wide { a, b, c, d, e: e.to_owned(), f: f.map(str::to_owned), g, h, i, j: j.to_owned() })
}

#[inline]
pub fn string(body: &[u8]) -> Decoded<String> {
    Columns::new(body, 1)?.text().map(str::to_owned)
}

#[inline]
pub fn person(body: &[u8]) -> Decoded<Person> {
    let mut row = Columns::new(body, 3)?;
    Ok(Person { id: row.int4()?, name: row.text()?.to_owned(), age: row.int4()? })
}

#[inline]
pub fn person_and_color(body: &[u8]) -> Decoded<(Person, FavoriteColor)> {
    let mut row = Columns::new(body, 6)?;
    Ok((
        Person { id: row.int4()?, name: row.text()?.to_owned(), age: row.int4()? },
        FavoriteColor { id: row.int4()?, person_id: row.int4()?, color: row.text()?.to_owned() },
    ))
}

#[inline]
pub fn user(body: &[u8]) -> Decoded<User> {
    let mut row = Columns::new(body, 2)?;
    Ok(User { id: row.int4()?, name: row.text()?.to_owned() })
}

#[inline]
pub fn post(body: &[u8]) -> Decoded<Post> {
    let mut row = Columns::new(body, 3)?;
    Ok(Post { id: row.int4()?, user_id: row.int4()?, title: row.text()?.to_owned() })
}

#[inline]
pub fn comment(body: &[u8]) -> Decoded<Comment> {
    let mut row = Columns::new(body, 3)?;
    Ok(Comment { id: row.int4()?, post_id: row.int4()?, text: row.text()?.to_owned() })
}
