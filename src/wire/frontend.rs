//! The messages of the client. A function that fails may leave a part of its message: cut the buffer back.

use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::SqlType;

/// `Execute` without a limit
const EXECUTE: &[u8] = b"E\0\0\0\x09\0\0\0\0\0";
/// `Flush`
const FLUSH: &[u8] = b"H\0\0\0\x04";
/// `Sync`
const SYNC: &[u8] = b"S\0\0\0\x04";
/// `CopyDone`
const COPY_DONE: &[u8] = b"c\0\0\0\x04";
/// `Terminate`
const TERMINATE: &[u8] = b"X\0\0\0\x04";

/// The longest message that a server takes, its length included: it hangs up on a longer one.
const MAX_LENGTH: usize = 0x3fff_fffe;

/// The most parameters that `Bind` can count.
pub(crate) const MAX_PARAMS: usize = 65_535;

/// Appends a message: its tag, its length, and what `write` appends.
fn message(
    out: &mut Vec<u8>,
    tag: u8,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    out.push(tag);
    body(out, write)
}

/// Appends a length and what `write` appends.
fn body(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>) -> Result<(), Error> {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write(out)?;
    fits(out.len() - start)?;
    let length = i32::try_from(out.len() - start).map_err(|_| too_long())?;
    if let Some(place) = out.get_mut(start..start + 4) {
        place.copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// Refuses what cannot fit into one message, before any of it is copied.
pub(super) fn fits(length: usize) -> Result<(), Error> {
    if length <= MAX_LENGTH { Ok(()) } else { Err(too_long()) }
}

#[cold]
fn too_long() -> Error {
    Error::new(Kind::Statement(
        format!("a message to the server cannot be longer than {MAX_LENGTH} bytes").into(),
    ))
}

fn c_str(out: &mut Vec<u8>, text: &[u8], what: &'static str) -> Result<(), Error> {
    fits(text.len())?;
    if text.contains(&0) {
        return Err(Error::new(Kind::Statement(format!("{what} cannot contain a NUL character").into())));
    }
    out.extend_from_slice(text);
    out.push(0);
    Ok(())
}

fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.extend_from_slice(name);
    out.push(0);
}

/// `StartupMessage` of protocol 3.0 with names and values of settings.
pub(crate) fn startup(out: &mut Vec<u8>, settings: &[(&'static str, &str)]) -> Result<(), Error> {
    body(out, |out| {
        out.extend_from_slice(&0x0003_0000_u32.to_be_bytes());
        for (key, value) in settings {
            c_str(out, key.as_bytes(), "a setting's name")?;
            c_str(out, value.as_bytes(), key)?;
        }
        out.push(0);
        Ok(())
    })
}

/// `CancelRequest`
pub(crate) fn cancel_request(out: &mut Vec<u8>, process_id: u32, secret: &[u8]) -> Result<(), Error> {
    body(out, |out| {
        out.extend_from_slice(&80_877_102_u32.to_be_bytes());
        out.extend_from_slice(&process_id.to_be_bytes());
        out.extend_from_slice(secret);
        Ok(())
    })
}

/// `PasswordMessage` with a password or a hash of it.
pub(crate) fn password(out: &mut Vec<u8>, password: &[u8]) -> Result<(), Error> {
    message(out, b'p', |out| c_str(out, password, "the password"))
}

/// `SSLRequest`
pub(crate) fn ssl_request(out: &mut Vec<u8>) {
    out.extend_from_slice(&8_u32.to_be_bytes());
    out.extend_from_slice(&80_877_103_u32.to_be_bytes());
}

/// `SASLInitialResponse`
pub(crate) fn sasl_initial(out: &mut Vec<u8>, mechanism: &str, data: &[u8]) -> Result<(), Error> {
    message(out, b'p', |out| {
        c_str(out, mechanism.as_bytes(), "a mechanism")?;
        body_length(out, data.len())?;
        out.extend_from_slice(data);
        Ok(())
    })
}

fn body_length(out: &mut Vec<u8>, length: usize) -> Result<(), Error> {
    let length = i32::try_from(length).map_err(|_| too_long())?;
    out.extend_from_slice(&length.to_be_bytes());
    Ok(())
}

/// `SASLResponse`
pub(crate) fn sasl(out: &mut Vec<u8>, data: &[u8]) -> Result<(), Error> {
    message(out, b'p', |out| {
        out.extend_from_slice(data);
        Ok(())
    })
}

/// `Query`: a script in the simple protocol.
pub(crate) fn query(out: &mut Vec<u8>, sql: &str) -> Result<(), Error> {
    message(out, b'Q', |out| c_str(out, sql.as_bytes(), "a statement's text"))
}

/// `Parse` of a statement with the types of its parameters, 0 for what the server should infer.
pub(crate) fn parse(out: &mut Vec<u8>, statement: &[u8], sql: &str, oids: &[u32]) -> Result<(), Error> {
    let count = u16::try_from(oids.len()).map_err(|_| too_many_params(oids.len()))?;
    message(out, b'P', |out| {
        name(out, statement);
        c_str(out, sql.as_bytes(), "a statement's text")?;
        out.extend_from_slice(&count.to_be_bytes());
        for oid in oids {
            out.extend_from_slice(&oid.to_be_bytes());
        }
        Ok(())
    })
}

/// `Describe` of a statement.
pub(crate) fn describe(out: &mut Vec<u8>, statement: &[u8]) -> Result<(), Error> {
    message(out, b'D', |out| {
        out.push(b'S');
        name(out, statement);
        Ok(())
    })
}

/// `Close` of a statement.
pub(crate) fn close(out: &mut Vec<u8>, statement: &[u8]) -> Result<(), Error> {
    message(out, b'C', |out| {
        out.push(b'S');
        name(out, statement);
        Ok(())
    })
}

/// `Bind` of the unnamed portal, everything in binary. `oid` knows the types that the values leave gaps for.
pub(crate) fn bind(
    out: &mut Vec<u8>,
    prepared: &[u8],
    statement: &Statement,
    oid: impl Fn(&'static SqlType) -> Option<u32>,
) -> Result<(), Error> {
    let count = statement.param_count();
    let count = u16::try_from(count).map_err(|_| too_many_params(count))?;
    fits(statement.param_runs().fold(prepared.len() + 32, |sum, run| sum.saturating_add(run.bytes.len())))?;
    message(out, b'B', |out| {
        out.push(0); // the portal
        name(out, prepared);
        out.extend_from_slice(&[0, 1, 0, 1]); // one format for all parameters: binary
        out.extend_from_slice(&count.to_be_bytes());
        for run in statement.param_runs() {
            let start = out.len();
            out.extend_from_slice(run.bytes);
            for (at, ty) in run.gaps() {
                let oid = oid(ty).ok_or_else(|| unknown_type(ty))?;
                if let Some(place) = out.get_mut(start + at..start + at + 4) {
                    place.copy_from_slice(&oid.to_be_bytes());
                }
            }
        }
        out.extend_from_slice(&[0, 1, 0, 1]); // one format for all columns: binary
        Ok(())
    })
}

/// `Bind` of the unnamed statement to one value that is already encoded.
pub(crate) fn bind_one(out: &mut Vec<u8>, value: &[u8]) -> Result<(), Error> {
    fits(value.len().saturating_add(32))?;
    message(out, b'B', |out| {
        out.extend_from_slice(&[0, 0, 0, 1, 0, 1, 0, 1]);
        body_length(out, value.len())?;
        out.extend_from_slice(value);
        out.extend_from_slice(&[0, 1, 0, 1]);
        Ok(())
    })
}

/// `Execute` of the unnamed portal for all its rows.
pub(crate) fn execute(out: &mut Vec<u8>) {
    out.extend_from_slice(EXECUTE);
}

/// `Execute` of the unnamed portal for so many rows, and `Flush`, so that they come without a `Sync`.
pub(crate) fn execute_some(out: &mut Vec<u8>, rows: i32) -> Result<(), Error> {
    message(out, b'E', |out| {
        out.push(0);
        out.extend_from_slice(&rows.to_be_bytes());
        Ok(())
    })?;
    out.extend_from_slice(FLUSH);
    Ok(())
}

/// `CopyFail`, for a server that waits for data nobody has.
pub(crate) fn copy_fail(out: &mut Vec<u8>) -> Result<(), Error> {
    message(out, b'f', |out| c_str(out, b"no data follows", "a reason"))
}

/// `CopyData` with what `write` appends.
pub(crate) fn copy_data(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
) -> Result<(), Error> {
    message(out, b'd', write)
}

/// `CopyDone`
pub(crate) fn copy_done(out: &mut Vec<u8>) {
    out.extend_from_slice(COPY_DONE);
}

/// `Sync`
pub(crate) fn sync(out: &mut Vec<u8>) {
    out.extend_from_slice(SYNC);
}

/// `Terminate`
pub(crate) fn terminate(out: &mut Vec<u8>) {
    out.extend_from_slice(TERMINATE);
}

#[cold]
pub(crate) fn too_many_params(count: usize) -> Error {
    Error::new(Kind::Statement(
        format!("a statement can have at most {MAX_PARAMS} parameters and this one has {count}").into(),
    ))
}

#[cold]
pub(crate) fn unknown_type(ty: &SqlType) -> Error {
    Error::new(Kind::Statement(format!("the type `{ty}` does not exist in this database").into()))
}
