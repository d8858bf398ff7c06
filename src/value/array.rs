//! Arrays as `Vec<T>` and `Vec<Option<T>>`; slices and `[T; N]` as parameters: the manual's page "Arrays".
//!
//! An array with more than one dimension does not fit a `Vec`, and is an error. Where the first index of an array is
//! not 1, as PostgreSQL allows, the elements are the same and the index is lost. `Vec<u8>` is `bytea` and no array.

use super::array_item::{ArrayItem, DecodeForm, EncodeForm};
use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// The elements that PostgreSQL's arrays can have (`MaxArraySize`).
const MAX_ELEMENTS: usize = 134_217_727;

/// The type of arrays of `element`, which must not be an array itself.
const fn array_of(element: &SqlType) -> SqlType {
    assert!(!element.is_array, "PostgreSQL has no arrays of arrays: give the elements a type of their own");
    element.array()
}

#[diagnostic::do_not_recommend]
impl<V: ArrayItem<Form: EncodeForm<V>>> Encode for [V] {
    const TYPE: &'static SqlType = &array_of(V::Form::TYPE);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        put_header(self.len(), self.iter().any(V::Form::is_null), V::Form::TYPE, out)?;
        self.iter().try_for_each(|value| V::Form::put(value, out))
    }
}

/// Dimensions, whether there can be NULLs, the element type; then length and first index of the one dimension.
pub(crate) fn put_header(
    count: usize,
    nulls: bool,
    element: &'static SqlType,
    out: &mut Encoder,
) -> Result<(), ValueError> {
    if count > MAX_ELEMENTS {
        return Err(ValueError::new(format!(
            "the array has {count} elements, and PostgreSQL's arrays at most {MAX_ELEMENTS}"
        )));
    }
    let length = i32::try_from(count).unwrap_or(i32::MAX);
    out.put(&i32::from(count > 0).to_be_bytes());
    out.put(&i32::from(nulls).to_be_bytes());
    out.put_oid(element);
    if count > 0 {
        out.put(&length.to_be_bytes());
        out.put(&1_i32.to_be_bytes());
    }
    Ok(())
}

// The owned forms do what the slice does, which for `[u8]` is `bytea`.
macro_rules! like_slices {
    ($([$($generics:tt)+] $rust:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)+> Encode for $rust
        where
            [E]: Encode,
        {
            const TYPE: &'static SqlType = <[E]>::TYPE;

            #[inline]
            fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
                <[E]>::encode(self, out)
            }

            #[inline]
            fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
                <[E]>::encode_sized(self, out)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<C, $($generics)+> Bindable<C> for $rust where [E]: Bindable<C> {}
    )+};
}

like_slices! {
    [E] Vec<E>;
    [E] Box<[E]>;
    [E, const N: usize] [E; N];
}

#[diagnostic::do_not_recommend]
impl<C, V: Encode + Bindable<C>> Bindable<Vec<C>> for [V] {}

#[diagnostic::do_not_recommend]
impl<C, V: Encode + Bindable<C>> Bindable<Vec<C>> for [Option<V>] {}

#[diagnostic::do_not_recommend]
impl<T: ArrayItem<Form: DecodeForm<T>> + Send + 'static> Value for Vec<T> {
    type Borrowed<'r> = Vec<<T::Form as DecodeForm<T>>::Borrowed<'r>>;
    type Class = Vec<<T::Form as DecodeForm<T>>::Class>;

    fn accepts(oid: u32) -> bool {
        T::Form::accepts(oid)
    }

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        elements::<T, _>(raw, T::Form::decode)
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self::Borrowed<'_>, ValueError> {
        elements::<T, _>(raw, T::Form::decode_borrowed)
    }
}

fn elements<'r, T: ArrayItem<Form: DecodeForm<T>>, U>(
    raw: &'r [u8],
    decode: impl Fn(Option<&'r [u8]>) -> Result<U, ValueError>,
) -> Result<Vec<U>, ValueError> {
    let mut rest = raw;
    let dimensions = take(&mut rest)?;
    let nulls = take(&mut rest)?;
    let oid = take(&mut rest)?;
    if !(0..=6).contains(&dimensions) || !(0..=1).contains(&nulls) {
        return Err(malformed());
    }
    let oid = u32::from_be_bytes(oid.to_be_bytes());
    if !T::Form::is(oid) {
        return Err(ValueError::new(format!(
            "the array has elements of the type with OID {oid}, expected {}",
            T::Form::TYPE
        )));
    }
    if dimensions > 1 {
        return Err(ValueError::new(format!(
            "the array has {dimensions} dimensions, and a `Vec` holds arrays with one"
        )));
    }
    let mut count = 0;
    if dimensions == 1 {
        count = usize::try_from(take(&mut rest)?).map_err(|_| malformed())?;
        // The index of the first element.
        take(&mut rest)?;
    }
    // Bounds the allocation by what was received.
    if count > rest.len() / T::Form::LEAST {
        return Err(malformed());
    }
    let mut elements = Vec::with_capacity(count);
    for index in 0..count {
        let element = take_element(&mut rest)?;
        elements.push(decode(element).map_err(|error| at_element(index, &error))?);
    }
    if rest.is_empty() { Ok(elements) } else { Err(malformed()) }
}

#[inline]
fn take(rest: &mut &[u8]) -> Result<i32, ValueError> {
    let (number, after) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
    *rest = after;
    Ok(i32::from_be_bytes(*number))
}

#[inline]
fn take_element<'r>(rest: &mut &'r [u8]) -> Result<Option<&'r [u8]>, ValueError> {
    let length = take(rest)?;
    if length == -1 {
        return Ok(None);
    }
    let length = usize::try_from(length).map_err(|_| malformed())?;
    let (element, after) = rest.split_at_checked(length).ok_or_else(malformed)?;
    *rest = after;
    Ok(Some(element))
}

/// The elements of an encoded array with at most one dimension, each with its length before it, and their number.
pub(crate) fn split_elements(raw: &[u8]) -> Result<(usize, &[u8]), ValueError> {
    let mut rest = raw;
    let dimensions = take(&mut rest)?;
    let (_nulls, _oid) = (take(&mut rest)?, take(&mut rest)?);
    match dimensions {
        0 => Ok((0, &[])),
        1 => {
            let count = usize::try_from(take(&mut rest)?).map_err(|_| malformed())?;
            // The index of the first element.
            take(&mut rest)?;
            Ok((count, rest))
        }
        _ => Err(ValueError::new("many rows at once cannot have arrays with more than one dimension")),
    }
}

#[cold]
#[inline(never)]
fn malformed() -> ValueError {
    ValueError::new("the array's header, its elements and its length do not fit together")
}

#[cold]
#[inline(never)]
fn at_element(index: usize, error: &ValueError) -> ValueError {
    ValueError::new(format!("element {} of the array: {error}", index + 1))
}

#[cfg(test)]
mod tests;
