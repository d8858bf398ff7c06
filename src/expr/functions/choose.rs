//! Choosing among values: the manual's page "Conditional Expressions".

use std::marker::PhantomData;

use crate::expr::{
    Args, AtTimes, Call, CallName, Class, Function, IfAll, IntoArgument, IntoExpr, IntoNullableExpr, Typed,
};
use crate::value::Value;

/// A tuple of values of one type: the first says which.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of SQL values",
    label = "write a tuple: `(a, b)`"
)]
pub trait Alternatives {
    /// The expressions.
    type Args: Args;
    /// Their type.
    type Base: Value;

    /// Makes the expressions.
    fn into_alternatives(self) -> Self::Args;
}

macro_rules! tuples {
    // One value is no choice, and a tuple of one would be suggested for what is no tuple.
    ($only:ident) => {};
    ($first:ident $($name:ident)+) => {
        impl<$first: IntoArgument<Expr: Typed>, $($name: IntoNullableExpr<Class<$first::Expr>>),+> Alternatives
            for ($first, $($name,)*)
        {
            type Args = ($first::Expr, $($name::Expr,)*);
            type Base = <$first::Expr as Typed>::Base;

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn into_alternatives(self) -> Self::Args {
                let ($first, $($name,)*) = self;
                ($first.into_argument(), $($name.into_nullable_expr(),)*)
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// `coalesce(a, b, ..)` of a tuple: the first value that is not NULL. It is NULL only where all are, so it is no
/// `Option` where one of them is none.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, email: Option<String> }
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// let emails: Vec<String> = select(coalesce((Person::email, "none"))).all(db).await?;
/// # Ok(()) }
/// # assert_eq!(
/// #     select(coalesce((Person::email, "none"))).to_sql(),
/// #     r#"SELECT coalesce("person"."email", $1) FROM "person""#,
/// # );
/// ```
pub fn coalesce<V: Alternatives<Args = A, Base = T>, A, T>(values: V) -> Call<coalesce<T>, A> {
    Call::new(values.into_alternatives())
}

/// `greatest(a, b, ..)` of a tuple: the greatest value. NULLs are skipped, so that it is NULL only where all are.
pub fn greatest<V: Alternatives<Args = A, Base = T>, A, T>(values: V) -> Call<greatest<T>, A> {
    Call::new(values.into_alternatives())
}

/// `least(a, b, ..)` of a tuple: the least value. NULLs are skipped, so that it is NULL only where all are.
pub fn least<V: Alternatives<Args = A, Base = T>, A, T>(values: V) -> Call<least<T>, A> {
    Call::new(values.into_alternatives())
}

macro_rules! choices {
    ($($name:ident $sql:literal;)+) => {$(
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub struct $name<T> {
            result: PhantomData<T>,
        }

        impl<T: Value> Function for $name<T> {
            const NAME: CallName = CallName::Text($sql);
            type Base = T;
            type Null = IfAll;
            const KEEPS_TYPE: bool = true;
        }
    )+};
}

choices! {
    coalesce "coalesce(";
    greatest "greatest(";
    least "least(";
}

/// `nullif(value, other)`: NULL where both are equal, else the first.
pub fn nullif<A, E, T: Value, R, X>(value: A, other: R) -> Call<nullif<T>, (E, X)>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base = T>,
    R: IntoExpr<T::Class, Expr = X>,
{
    Call::new((value.into_argument(), other.into_expr()))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct nullif<T> {
    result: PhantomData<T>,
}

impl<T: Value> Function for nullif<T> {
    const NAME: CallName = CallName::Text("nullif(");
    type Base = T;
    type Null = AtTimes;
    const KEEPS_TYPE: bool = true;
}
