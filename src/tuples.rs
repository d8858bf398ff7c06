//! Tools for types: the arities of tuples, and types that are known only together with others.

/// Calls a macro once for each tuple of 1 to 16 type parameters.
macro_rules! for_each_tuple {
    ($macro:ident) => {
        $macro!(A);
        $macro!(A B);
        $macro!(A B C);
        $macro!(A B C D);
        $macro!(A B C D E);
        $macro!(A B C D E F);
        $macro!(A B C D E F G);
        $macro!(A B C D E F G H);
        $macro!(A B C D E F G H I);
        $macro!(A B C D E F G H I J);
        $macro!(A B C D E F G H I J K);
        $macro!(A B C D E F G H I J K L);
        $macro!(A B C D E F G H I J K L M);
        $macro!(A B C D E F G H I J K L M N);
        $macro!(A B C D E F G H I J K L M N O);
        $macro!(A B C D E F G H I J K L M N O P);
    };
}

pub(crate) use for_each_tuple;

/// `T`, as soon as the compiler knows this type.
///
/// Where a bound on an argument fails, the compiler reports that, and goes on with the type of the result. If it knows
/// that type, it reports everything that is wrong with it, too. So the result's type is asked for along with what only
/// a right argument has, and stays unknown for a wrong one: one mistake, one error.
pub trait Along<T> {
    /// `T`
    type Type;
}

impl<A: ?Sized, T> Along<T> for A {
    type Type = T;
}
