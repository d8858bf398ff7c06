//! What a connection has done, in numbers.

/// How much went over a connection since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Statements that were sent to be executed. A script is one.
    pub statements: u64,
    /// Statements that the server was asked to prepare.
    pub prepared: u64,
    /// Times that the server was asked for something and its answer awaited.
    pub round_trips: u64,
    /// Bytes of messages to the server.
    pub bytes_sent: u64,
    /// Bytes that came from the server.
    pub bytes_received: u64,
}
