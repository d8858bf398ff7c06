//! Calls of functions.

use std::marker::PhantomData;

use super::{Args, ArgsIn, Expression, IntoExpr, Named, Typed, ValidIn, precedence};
use crate::sql::{Piece, Statement};
use crate::table::{ColumnType, NotNull, Nullable, Nullness};
use crate::value::{Bindable, SqlType, Value};

/// A function of SQL: its name, the type of its result, and whether that can be NULL.
///
/// Declare functions with [`sql_function!`](crate::sql_function).
pub trait Function {
    /// How it is called.
    const NAME: CallName;
    /// What stands between two arguments.
    const SEPARATOR: &'static str = ", ";
    /// What stands after the last.
    const CLOSE: &'static str = ")";
    /// How tightly an argument must bind to need no parentheses.
    const LEAST: u8 = 0;
    /// The result's type.
    type Base: Value;
    /// Whether the result can be NULL.
    type Null: NullRule;
    /// Whether the result has the type of the first argument, whatever its column's attributes name, and values
    /// beside it take that type.
    const KEEPS_TYPE: bool = false;
}

/// How a function is called.
#[derive(Clone, Copy, Debug)]
pub enum CallName {
    /// The text up to the first argument: `lower(`.
    Text(&'static str),
    /// The name, which is quoted, perhaps after that of a schema.
    Quoted(&'static [&'static str]),
}

impl CallName {
    /// Appends the name and the opening parenthesis.
    pub(crate) fn write(self, out: &mut Statement) {
        match self {
            CallName::Text(text) => out.text(text),
            CallName::Quoted(names) => {
                // What a function of the database does is not known.
                out.keep_apart();
                for (i, name) in names.iter().enumerate() {
                    if i > 0 {
                        out.text(".");
                    }
                    out.push(Piece::Name(name));
                }
                out.text("(");
            }
        }
    }
}

/// Whether a result can be NULL, from its arguments.
pub trait NullRule {
    /// Whether it can, where `First` says that the first argument can be NULL, `Any` that any can, and `All` that all
    /// can.
    type Null<First: Nullness, Any: Nullness, All: Nullness>: Nullness;
}

macro_rules! rules {
    ($($(#[$doc:meta])+ $name:ident [$first:ident $any:ident $all:ident] $null:ty;)+) => {$(
        $(#[$doc])+
        #[derive(Debug)]
        pub enum $name {}

        impl NullRule for $name {
            type Null<$first: Nullness, $any: Nullness, $all: Nullness> = $null;
        }
    )+};
}

rules! {
    /// NULL where any argument is, and never else: what PostgreSQL calls strict.
    IfAny [First Any All] Any;
    /// NULL only where all arguments are.
    IfAll [First Any All] All;
    /// NULL only where the first argument is.
    IfFirst [First Any All] First;
    /// Never NULL.
    Never [First Any All] NotNull;
    /// NULL at times, whatever the arguments are.
    AtTimes [First Any All] Nullable;
}

/// A function as [`sql_function!`](crate::sql_function) declares it.
// So that a result that is no column type is reported once: everything else follows from this trait.
pub trait Declared {
    /// See [`Function::NAME`].
    const NAME: CallName;
    /// The result: an `Option` where it can be NULL by itself.
    type Result: ColumnType;
    /// When the result is NULL.
    type Rule: DeclaredRule;
}

impl<D: Declared> Function for D {
    const NAME: CallName = D::NAME;
    type Base = <D::Result as ColumnType>::Base;
    type Null = <D::Rule as DeclaredRule>::Null<<D::Result as ColumnType>::Null>;
}

/// When a declared result is NULL.
pub trait DeclaredRule {
    /// The rule, where `N` says whether the result is an `Option`.
    type Null<N: Nullness>: NullRule;
}

/// What an `Option` says: NULL at times; any other result is NULL where an argument is.
#[derive(Debug)]
pub enum ByResult {}

impl DeclaredRule for ByResult {
    type Null<N: Nullness> = OrAny<N>;
}

impl<R: NullRule> DeclaredRule for R {
    type Null<N: Nullness> = R;
}

/// NULL where `N` says so, or where an argument is.
#[derive(Debug)]
pub struct OrAny<N>(PhantomData<N>);

impl<N: Nullness> NullRule for OrAny<N> {
    type Null<First: Nullness, Any: Nullness, All: Nullness> = N::Or<Any>;
}

/// A call of a function.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Call<F, A> {
    args: A,
    function: PhantomData<F>,
}

impl<F, A> Call<F, A> {
    /// The call with these arguments, a tuple.
    #[doc(hidden)]
    pub fn new(args: A) -> Self {
        Call { args, function: PhantomData }
    }
}

impl<F, A: Clone> Clone for Call<F, A> {
    fn clone(&self) -> Self {
        Call::new(self.args.clone())
    }
}

impl<F: Function, A: Args> Expression for Call<F, A> {
    type From = A::From;
    type Aggregates = A::Aggregates;
    type Bare = A::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        F::NAME.write(out);
        let after = |i: usize| if i + 1 < A::COUNT { F::SEPARATOR } else { "" };
        self.args.render(F::LEAST, Self::NAMED, &after, out);
        out.text(F::CLOSE);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        if F::KEEPS_TYPE { A::field() } else { None }
    }

    const NAMED: Option<Named> = if F::KEEPS_TYPE { A::NAMED } else { None };
}

impl<F: Function, A: Args> Typed for Call<F, A> {
    type Base = F::Base;
}

impl<S, F: Function, A: ArgsIn<S>> ValidIn<S> for Call<F, A> {
    type Null = <F::Null as NullRule>::Null<A::First, A::Any, A::All>;
}

node!([F: Function, A: Args] Call<F, A>);

#[diagnostic::do_not_recommend]
impl<F: Function<Base: Bindable<K>>, A: Args, K> IntoExpr<K> for Call<F, A> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
