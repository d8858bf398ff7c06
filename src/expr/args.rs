//! Lists of arguments: those of functions, of fragments, of orders.

use frunk_core::hlist::HNil;

use super::{Expression, Named, ValidIn, operand_beside};
use crate::sql::Statement;
use crate::table::identity::{Answer, False};
use crate::table::{NotNull, Nullable, Nullness, Scope};
use crate::value::SqlType;

/// A list of arguments: a tuple of up to 16 expressions.
pub trait Args {
    /// See [`Expression::From`].
    type From: Scope;
    /// See [`Expression::Aggregates`].
    type Aggregates: Answer;
    /// See [`Expression::Bare`].
    type Bare;
    /// How many there are.
    const COUNT: usize;
    /// See [`Expression::NAMED`], of the first.
    const NAMED: Option<Named>;

    /// Appends each argument, and after each the text that belongs there.
    ///
    /// `least` is how tightly an argument must bind to need no parentheses. Values take the type `named`, see
    /// [`Expression::render_beside`].
    fn render(
        &self,
        least: u8,
        named: Option<Named>,
        after: &dyn Fn(usize) -> &'static str,
        out: &mut Statement,
    );

    /// See [`Expression::field`], of the first.
    #[must_use]
    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)>;
}

/// Arguments all of whose tables are in the scope `S`.
pub trait ArgsIn<S>: Args {
    /// Whether any of them can be NULL there.
    type Any: Nullness;
    /// Whether all of them can be NULL there.
    type All: Nullness;
    /// Whether the first can be NULL there.
    type First: Nullness;
}

impl Args for () {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const COUNT: usize = 0;
    const NAMED: Option<Named> = None;

    fn render(&self, _: u8, _: Option<Named>, _: &dyn Fn(usize) -> &'static str, _: &mut Statement) {}

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        None
    }
}

impl<S> ArgsIn<S> for () {
    type Any = NotNull;
    type All = Nullable;
    type First = NotNull;
}

macro_rules! tuples {
    ($first:ident $($name:ident)*) => {
        impl<$first: Expression, $($name: Expression),*> Args for ($first, $($name,)*) {
            type From = tuples!(@from $first $($name)*);
            type Aggregates = tuples!(@or $first $($name)*);
            type Bare = tuples!(@bare $first $($name)*);
            const COUNT: usize = 1 $(+ { let _ = stringify!($name); 1 })*;
            const NAMED: Option<Named> = $first::NAMED;

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn render(
                &self,
                least: u8,
                named: Option<Named>,
                after: &dyn Fn(usize) -> &'static str,
                out: &mut Statement,
            ) {
                let ($first, $($name,)*) = self;
                let mut texts = (0..Self::COUNT).map(after);
                tuples!(@render least named texts out $first $($name)*);
            }

            fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
                $first::field()
            }
        }

        impl<Scope, $first: ValidIn<Scope>, $($name: ValidIn<Scope>),*> ArgsIn<Scope> for ($first, $($name,)*) {
            type Any = tuples!(@fold Or $first $($name)*);
            type All = tuples!(@fold And $first $($name)*);
            type First = $first::Null;
        }
    };
    (@render $least:ident $named:ident $texts:ident $out:ident $($name:ident)+) => { $(
        operand_beside($name, $least, $named, $out);
        if let Some(text) = $texts.next().filter(|text| !text.is_empty()) {
            $out.text(text);
        }
    )+ };
    (@from) => { HNil };
    (@from $first:ident $($rest:ident)*) => { <$first::From as Scope>::OrElse<tuples!(@from $($rest)*)> };
    (@or) => { False };
    (@or $first:ident $($rest:ident)*) => { <$first::Aggregates as Answer>::Or<tuples!(@or $($rest)*)> };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
    (@fold $op:ident $last:ident) => { $last::Null };
    (@fold $op:ident $first:ident $($rest:ident)+) => {
        <$first::Null as Nullness>::$op<tuples!(@fold $op $($rest)+)>
    };
}

crate::for_each_tuple!(tuples);

/// A list with an argument more before it.
#[derive(Clone, Debug)]
pub struct Before<E, A>(pub(crate) E, pub(crate) A);

impl<E: Expression, A: Args> Args for Before<E, A> {
    type From = <E::From as Scope>::OrElse<A::From>;
    type Aggregates = <E::Aggregates as Answer>::Or<A::Aggregates>;
    type Bare = (E::Bare, A::Bare);
    const COUNT: usize = 1 + A::COUNT;
    const NAMED: Option<Named> = E::NAMED;

    fn render(
        &self,
        least: u8,
        named: Option<Named>,
        after: &dyn Fn(usize) -> &'static str,
        out: &mut Statement,
    ) {
        operand_beside(&self.0, least, named, out);
        out.text(after(0));
        self.1.render(least, named, &|i| after(i + 1), out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        E::field()
    }
}

impl<S, E: ValidIn<S>, A: ArgsIn<S>> ArgsIn<S> for Before<E, A> {
    type Any = <E::Null as Nullness>::Or<A::Any>;
    type All = <E::Null as Nullness>::And<A::All>;
    type First = E::Null;
}
