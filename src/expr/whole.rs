//! Whole numbers of Rust where SQL expects an exact one.

use super::{Bind, IntoExpr, IntoNullableExpr};
use crate::value::{Numeric, class};

// Of `i32` alone, so that a number without a suffix is one.
#[diagnostic::do_not_recommend]
impl IntoExpr<class::Numeric> for i32 {
    type Expr = Bind<Numeric>;

    fn into_expr(self) -> Bind<Numeric> {
        Bind(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoNullableExpr<class::Numeric> for i32 {
    type Expr = Bind<Numeric>;

    fn into_nullable_expr(self) -> Bind<Numeric> {
        Bind(self.into())
    }
}
