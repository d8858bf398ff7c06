//! The database: `DATABASE_URL`, else a throwaway server that lives as long as this process.

use piton::testing::Server;

use crate::Result;

/// A server that nobody else uses meanwhile, unless `DATABASE_URL` names one.
pub fn server() -> Result<Server> {
    if std::env::var_os("DATABASE_URL").is_some() {
        return Ok(Server::shared()?);
    }
    Ok(Server::private().setting("shared_buffers", "256MB").start()?)
}
