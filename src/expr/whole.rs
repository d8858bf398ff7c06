//! Whole numbers of Rust where SQL expects an exact one.

use super::{Bind, IntoExpr, IntoNullableExpr};
use crate::value::{Numeric, class};

/// The class of nothing. The compiler names the one impl that a type has in every message about a missing one; of two it
/// names none.
#[derive(Debug)]
pub enum NoClass {}

macro_rules! exact {
    ($($class:ty),+) => { $(
        // Of `i32` alone, so that a number without a suffix is one.
        #[diagnostic::do_not_recommend]
        impl IntoExpr<$class> for i32 {
            type Expr = Bind<Numeric>;

            fn into_expr(self) -> Bind<Numeric> {
                Bind(self.into())
            }
        }

        #[diagnostic::do_not_recommend]
        impl IntoNullableExpr<$class> for i32 {
            type Expr = Bind<Numeric>;

            fn into_nullable_expr(self) -> Bind<Numeric> {
                Bind(self.into())
            }
        }
    )+ };
}

exact!(class::Numeric, NoClass);
