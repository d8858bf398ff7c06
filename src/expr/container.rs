//! What arrays, JSON and ranges hold.

use super::operator::operators;
use super::{Add, Binary, Class, IntoExpr, Multiply, Operand, Subtract, Typed};
use crate::value::{Multirange, Range, RangeValue, Value};

/// A type of values that hold others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no other values",
    label = "`@>` needs an array, JSON or a range",
    note = "for a part of a text there is `.contains(..)`"
)]
pub trait Container: Value {}

/// A type of values that can hold something in common.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no other values",
    label = "`&&` needs an array or a range"
)]
pub trait Overlapping: Value {}

/// A range or a multirange.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a range", label = "this needs a range")]
pub trait RangeBase: Value {
    /// The type of the values in it.
    type Element: RangeValue;
}

macro_rules! of {
    ($([$($generics:tt)*] $name:ident $type:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $name for $type {}
    )+};
}

of! {
    [T: Value] Container Vec<T>;
    [T: Value] Overlapping Vec<T>;
    [T: Value] Container Vec<Option<T>>;
    [T: Value] Overlapping Vec<Option<T>>;
    [T: RangeValue] Container Range<T>;
    [T: RangeValue] Overlapping Range<T>;
    [T: RangeValue] Container Multirange<T>;
    [T: RangeValue] Overlapping Multirange<T>;
}

#[cfg(feature = "serde_json-1")]
of! {
    [] Container serde_json::Value;
    [T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static] Container crate::value::Json<T>;
}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> RangeBase for Range<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> RangeBase for Multirange<T> {
    type Element = T;
}

macro_rules! operands {
    ($($operator:ident)+) => {$(
        impl<T: RangeValue, R: IntoExpr<Range<T::Class>>> Operand<Range<T>, $operator> for R {
            type Expr = R::Expr;
            type Operator = $operator;

            fn into_operand(self) -> R::Expr {
                self.into_expr()
            }
        }

        impl<T: RangeValue, R: IntoExpr<Multirange<T::Class>>> Operand<Multirange<T>, $operator> for R {
            type Expr = R::Expr;
            type Operator = $operator;

            fn into_operand(self) -> R::Expr {
                self.into_expr()
            }
        }
    )+};
}

// Union, difference and intersection.
operands!(Add Subtract Multiply);

operators! {
    /// `@>`
    Includes " @> " OTHER, bool;
    /// `<@`
    IncludedIn " <@ " OTHER, bool;
    /// `&&`
    Overlaps " && " OTHER, bool;
    /// `<<` of ranges
    StrictlyLeft " << " OTHER, bool;
    /// `>>` of ranges
    StrictlyRight " >> " OTHER, bool;
    /// `&<`
    NotRight " &< " OTHER, bool;
    /// `&>`
    NotLeft " &> " OTHER, bool;
    /// `-|-`
    Adjacent " -|- " OTHER, bool;
}

/// What arrays, JSON and ranges can do.
pub trait ContainerMethods: Typed + Sized {
    /// `self @> right`: whether it holds everything that `right` holds, for arrays, JSON and ranges.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, tags: Vec<String> }
    /// let query = select(Post::id).filter(Post::tags.includes(["rust", "sql"]));
    /// assert_eq!(query.to_sql(), r#"SELECT "post"."id" FROM "post" WHERE "post"."tags" @> $1"#);
    /// ```
    fn includes<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Includes, Self, E>
    where
        Self::Base: Container,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self <@ right`: whether `right` holds everything that it holds.
    fn included_in<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<IncludedIn, Self, E>
    where
        Self::Base: Container,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self && right`: whether both hold something in common, for arrays and ranges.
    fn overlaps<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Overlaps, Self, E>
    where
        Self::Base: Overlapping,
    {
        Binary::new(self, right.into_expr())
    }
}

impl<E: Typed> ContainerMethods for E {}

/// What ranges can do. Union, difference and intersection of ranges are Rust's `+`, `-` and `*`.
pub trait RangeMethods: Typed + Sized {
    /// `self @> value`: whether a value is in the range.
    fn includes_value<R: IntoExpr<<<Self::Base as RangeBase>::Element as Value>::Class, Expr = E>, E>(
        self,
        value: R,
    ) -> Binary<Includes, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, value.into_expr())
    }

    /// `self << right`: whether it ends before the other begins.
    fn strictly_left_of<R: IntoExpr<Class<Self>, Expr = E>, E>(
        self,
        right: R,
    ) -> Binary<StrictlyLeft, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self >> right`: whether it begins after the other ends.
    fn strictly_right_of<R: IntoExpr<Class<Self>, Expr = E>, E>(
        self,
        right: R,
    ) -> Binary<StrictlyRight, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self &< right`: whether it does not go on after the other.
    fn not_right_of<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<NotRight, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self &> right`: whether it does not begin before the other.
    fn not_left_of<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<NotLeft, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self -|- right`: whether one begins where the other ends.
    fn adjacent_to<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<Adjacent, Self, E>
    where
        Self::Base: RangeBase,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self <@ range`: whether the value is in a range.
    fn in_range<R: IntoExpr<Range<Class<Self>>, Expr = E>, E>(self, range: R) -> Binary<IncludedIn, Self, E>
    where
        Self::Base: RangeValue,
    {
        Binary::new(self, range.into_expr())
    }
}

impl<E: Typed> RangeMethods for E {}
