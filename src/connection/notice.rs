//! What the server says without being asked goes to the log.

use crate::error::DbError;

/// Logs a notice at the level of its severity.
pub(super) fn log(notice: &DbError) {
    let code = notice.sqlstate().code();
    let message = notice.message();
    match notice.severity() {
        "WARNING" => tracing::warn!(code, "{message}"),
        "DEBUG" => tracing::debug!(code, "{message}"),
        _ => tracing::info!(code, "{message}"),
    }
}
