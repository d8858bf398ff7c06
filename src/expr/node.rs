//! What all kinds of expressions have in common: they are operands.

/// Makes a node usable as an operand: where SQL expects its type, and with Rust's operators.
macro_rules! node {
    ([$($generics:tt)*] $node:ty) => {
        node!(@nullable [$($generics)*] $node);
        node!(@order [$($generics)*] $node);
        node!(@rest [$($generics)*] $node);
    };
    (@nullable [$($generics:tt)*] $node:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, Klass> $crate::expr::IntoNullableExpr<Klass> for $node
        where
            Self: $crate::expr::Typed<Base: $crate::value::Bindable<Klass>>,
        {
            type Expr = Self;

            fn into_nullable_expr(self) -> Self {
                self
            }
        }
    };
    (@order [$($generics:tt)*] $node:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::expr::DistinctOrder for $node {
            type Items<Rest> = $crate::table::HCons<$crate::expr::Computed, Rest>;
        }

        // On one line, because messages show it.
        impl<$($generics)*, S1> $crate::expr::OrderBy<S1> for $node where Self: $crate::expr::ValidIn<S1> {
            type Aggregates = <Self as $crate::expr::Expression>::Aggregates;
            type Bare = <Self as $crate::expr::Expression>::Bare;

            fn write(self, out: &mut $crate::sql::Statement) {
                out.part($crate::sql::Clause::OrderBy, |out| $crate::expr::Expression::render(&self, out));
            }
        }
    };
    (@rest [$($generics:tt)*] $node:ty) => {
        node!(@argument [$($generics)*] $node);
        node!(@projection [$($generics)*] $node, $crate::expr::Computed);
        node!(@operators [$($generics)*] $node);
    };
    (@argument [$($generics:tt)*] $node:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::expr::IntoArgument for $node {
            type Expr = Self;

            fn into_argument(self) -> Self {
                self
            }
        }

    };
    (@projection [$($generics:tt)*] $node:ty, $output:ty) => {
        impl<$($generics)*> $crate::expr::Projection for $node
        where
            Self: $crate::expr::Typed<Bare: $crate::expr::Reads>,
        {
            type From = <Self as $crate::expr::Expression>::From;
            type Aggregates = <Self as $crate::expr::Expression>::Aggregates;
            type Bare = <Self as $crate::expr::Expression>::Bare;
            type Outputs<Rest> = $crate::table::HCons<$output, Rest>;

            fn write(self, out: &mut $crate::sql::Statement) {
                out.part($crate::sql::Clause::Projection, |out| $crate::expr::Expression::render(&self, out));
            }
        }

        impl<$($generics)*, Scope> $crate::expr::Project<Scope> for $node
        where
            Self: $crate::expr::Typed<Bare: $crate::expr::Reads> + $crate::expr::ValidIn<Scope>,
        {
            type Row = <<Self as $crate::expr::ValidIn<Scope>>::Null as $crate::table::Nullness>::Wrap<
                <Self as $crate::expr::Typed>::Base,
            >;
            type Items = $crate::expr::Item<
                <Self as $crate::expr::Typed>::Base,
                <Self as $crate::expr::ValidIn<Scope>>::Null,
            >;

            fn describe(shape: &mut $crate::value::Shape) {
                $crate::expr::describe::<Self, Self::Row>(shape);
            }
        }

    };
    (@operators [$($generics:tt)*] $node:ty) => {
        node!(@arithmetic [$($generics)*] $node, Add, add, Operand);
        node!(@arithmetic [$($generics)*] $node, Sub, sub, Operand);
        node!(@arithmetic [$($generics)*] $node, Mul, mul, Operand);
        node!(@arithmetic [$($generics)*] $node, Div, div, Operand);
        node!(@arithmetic [$($generics)*] $node, Rem, rem, ExactOperand);
        node!(@after_number [$($generics)*] $node, Add, add);
        node!(@after_number [$($generics)*] $node, Sub, sub);
        node!(@after_number [$($generics)*] $node, Mul, mul);
        node!(@after_number [$($generics)*] $node, Div, div);

        impl<$($generics)*> std::ops::Neg for $node
        where
            Self: $crate::expr::Typed<Base: $crate::expr::Signed>,
        {
            type Output = $crate::expr::Unary<$crate::expr::Negate, Self>;

            fn neg(self) -> Self::Output {
                $crate::expr::Unary::new(self)
            }
        }

        impl<$($generics)*> std::ops::Not for $node
        where
            Self: $crate::expr::Typed<Base: $crate::value::Bindable<bool>>,
        {
            type Output = $crate::expr::Unary<$crate::expr::Not, Self>;

            fn not(self) -> Self::Output {
                $crate::expr::Unary::new(self)
            }
        }

        node!(@logic [$($generics)*] $node, BitAnd, bitand, And);
        node!(@logic [$($generics)*] $node, BitOr, bitor, Or);
    };
    (@arithmetic [$($generics:tt)*] $node:ty, $operator:ident, $method:ident, $operand:ident) => {
        impl<$($generics)*, Right> std::ops::$operator<Right> for $node
        where
            Self: $crate::expr::Typed,
            Right: $crate::expr::$operand<<Self as $crate::expr::Typed>::Base, $crate::expr::ops::$operator>,
        {
            type Output = $crate::expr::Binary<Right::Operator, Self, Right::Expr>;

            fn $method(self, right: Right) -> Self::Output {
                $crate::expr::Binary::new(self, $crate::expr::$operand::into_operand(right))
            }
        }
    };
    // A whole number before an operator: `1 - Sale::discount`.
    (@after_number [$($generics:tt)*] $node:ty, $operator:ident, $method:ident) => {
        impl<$($generics)*> std::ops::$operator<$node> for i32
        where
            $node: $crate::expr::Typed<Base: $crate::expr::AfterWhole>,
        {
            type Output = $crate::expr::Binary<
                $crate::expr::ops::$operator,
                $crate::expr::Bind<<$node as $crate::expr::Typed>::Base>,
                $node,
            >;

            fn $method(self, right: $node) -> Self::Output {
                $crate::expr::Binary::new($crate::expr::Bind($crate::expr::AfterWhole::whole(self)), right)
            }
        }
    };
    (@logic [$($generics:tt)*] $node:ty, $operator:ident, $method:ident, $marker:ident) => {
        impl<$($generics)*, Right> std::ops::$operator<Right> for $node
        where
            Self: $crate::expr::Typed<Base: $crate::value::Bindable<bool>>,
            Right: $crate::expr::IntoExpr<bool>,
        {
            type Output = $crate::expr::Binary<$crate::expr::$marker, Self, Right::Expr>;

            fn $method(self, right: Right) -> Self::Output {
                $crate::expr::Binary::new(self, right.into_expr())
            }
        }
    };
}

pub(crate) use node;
