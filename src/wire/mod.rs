//! PostgreSQL's protocol as bytes: frames, messages in both directions, rows. No input or output happens here.

mod authentication;
mod backend;
pub(crate) mod copy;
mod cursor;
mod description;
mod frame;
pub(crate) mod frontend;
mod methods;
#[cfg(any(test, feature = "testing"))]
pub(crate) mod probe;
mod report;
mod rows;

#[cfg(test)]
mod tests;

pub(crate) use authentication::{Authentication, Policy};
pub use backend::TransactionStatus;
pub(crate) use backend::{
    affected_rows, command_tag, key_data, negotiate_version, notification, parameter_status,
};
pub(crate) use description::{Column, parameter_description, row_description};
pub(crate) use frame::{Frame, may_stand_alone, split};
pub(crate) use methods::{Method, Methods};
pub(crate) use report::report;
pub use rows::Rows;
