//! Operators on text.

use super::operator::BinaryOperator;
use super::precedence;
use crate::table::Nullness;
use crate::value::Value;

/// A class of values that text operators take.
#[diagnostic::on_unimplemented(message = "`{Self}` is not text", label = "a text operator needs text")]
pub trait Text {}

#[diagnostic::do_not_recommend]
impl Text for String {}

macro_rules! text {
    ($($(#[$doc:meta])* $name:ident $infix:literal $precedence:ident $left:expr, $base:ty;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const PRECEDENCE: u8 = precedence::$precedence;
            const LEFT: u8 = $left;
            const RIGHT: u8 = precedence::$precedence + 1;
            type Base<L: Value> = $base;
            type Null<L: Nullness, R: Nullness> = L::Or<R>;
        }
    )+ };
}

text! {
    /// `LIKE`
    Like " LIKE " LIKE precedence::OTHER, bool;
    /// `NOT LIKE`
    NotLike " NOT LIKE " LIKE precedence::OTHER, bool;
    /// `ILIKE`
    ILike " ILIKE " LIKE precedence::OTHER, bool;
    /// `NOT ILIKE`
    NotILike " NOT ILIKE " LIKE precedence::OTHER, bool;
    /// `||`
    Concat " || " OTHER precedence::OTHER, String;
}

/// A pattern for `LIKE` in which the text stands for itself.
pub(super) fn escape_like(before: &str, text: &str, after: &str) -> String {
    let mut pattern = String::with_capacity(before.len() + text.len() + after.len());
    pattern.push_str(before);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push_str(after);
    pattern
}
