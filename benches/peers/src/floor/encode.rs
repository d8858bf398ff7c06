//! Binary values into a message.

const INT4: u32 = 23;
const TEXT: u32 = 25;

/// Appends a parameter: its length, and what `value` writes.
pub fn sized(out: &mut Vec<u8>, value: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 4]);
    value(out);
    let length = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&length.to_be_bytes());
}

/// An array of one dimension without NULLs.
fn array(out: &mut Vec<u8>, element: u32, count: usize, values: impl FnOnce(&mut Vec<u8>)) {
    sized(out, |out| {
        for word in [1, 0, element, count as u32, 1] {
            out.extend(word.to_be_bytes());
        }
        values(out);
    });
}

/// `int4[]`
pub fn int4s(out: &mut Vec<u8>, values: impl ExactSizeIterator<Item = i32>) {
    array(out, INT4, values.len(), |out| {
        out.reserve(values.len() * 8);
        values.for_each(|value| int4(out, value));
    });
}

/// `text[]`
pub fn texts<'v>(out: &mut Vec<u8>, values: impl ExactSizeIterator<Item = &'v str>) {
    array(out, TEXT, values.len(), |out| values.for_each(|value| text(out, value)));
}

#[inline]
pub fn int4(out: &mut Vec<u8>, value: i32) {
    let mut bytes = [0, 0, 0, 4, 0, 0, 0, 0];
    bytes[4..].copy_from_slice(&value.to_be_bytes());
    out.extend(bytes);
}

#[inline]
pub fn text(out: &mut Vec<u8>, value: &str) {
    out.extend((value.len() as u32).to_be_bytes());
    out.extend(value.as_bytes());
}

/// What stands before the rows of a binary COPY: signature, flags, no extension.
pub const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What stands behind them.
pub const COPY_TRAILER: &[u8] = &[0xff; 2];

/// A row of a binary COPY of three columns.
#[inline]
pub fn copied(out: &mut Vec<u8>, row: crate::inputs::Copied<'_>) {
    out.extend([0, 3]);
    int4(out, row.id);
    text(out, row.name);
    int4(out, row.age);
}
