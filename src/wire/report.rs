//! The server's errors and notices.

use tokio_postgres::error::SqlState;

use super::cursor::Cursor;
use crate::error::{DbError, Error};

/// Reads an `ErrorResponse` or a `NoticeResponse`. Its texts may be in any encoding while a connection starts,
/// so what is not UTF-8 in them is replaced.
pub(crate) fn report(body: &[u8]) -> Result<DbError, Error> {
    let mut cursor = Cursor::new(body);
    let mut error = DbError {
        severity: String::new(),
        sqlstate: SqlState::from_code("XX000"),
        message: String::new(),
        detail: None,
        hint: None,
        position: None,
        context: None,
        schema: None,
        table: None,
        column: None,
        data_type: None,
        constraint: None,
        routine: None,
    };
    let mut translated = String::new();
    loop {
        let field = cursor.u8()?;
        if field == 0 {
            break;
        }
        let text = String::from_utf8_lossy(cursor.c_bytes()?).into_owned();
        match field {
            b'S' => translated = text,
            b'V' => error.severity = text,
            b'C' => error.sqlstate = SqlState::from_code(&text),
            b'M' => error.message = text,
            b'D' => error.detail = Some(text),
            b'H' => error.hint = Some(text),
            b'P' => error.position = text.parse().ok(),
            b'W' => error.context = Some(text),
            b's' => error.schema = Some(text),
            b't' => error.table = Some(text),
            b'c' => error.column = Some(text),
            b'd' => error.data_type = Some(text),
            b'n' => error.constraint = Some(text),
            b'R' => error.routine = Some(text),
            _ => {}
        }
    }
    cursor.finish()?;
    // Servers before 9.6, and some poolers, send the severity only in their own language.
    if error.severity.is_empty() {
        error.severity = translated;
    }
    Ok(error)
}
