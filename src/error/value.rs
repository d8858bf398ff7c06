//! Why a value does not fit.

use std::borrow::Cow;
use std::fmt;

/// A value that does not fit its type: a Rust value that PostgreSQL's type cannot hold, or the reverse.
///
/// The text says what was found and what is allowed. It never contains the value of a text or of bytes.
pub struct ValueError(Box<Cow<'static, str>>);

impl ValueError {
    /// An error with this text, which should say what was found and what is allowed.
    #[cold]
    #[inline(never)]
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        ValueError(Box::new(text.into()))
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ValueError").field(&self.0).finish()
    }
}

impl std::error::Error for ValueError {}
