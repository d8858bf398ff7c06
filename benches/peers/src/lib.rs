//! A race between piton, its peers and a hand-written protocol loop: the parts that the programs share.

pub mod cases;
pub mod contestants;
pub mod fixture;
pub mod floor;
pub mod inputs;
pub mod lane;
pub mod measure;
pub mod pin;
pub mod race;
pub mod report;
pub mod rows;
pub mod server;

/// Errors are only ever printed here.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// What everything here returns.
pub type Result<T> = std::result::Result<T, Error>;
