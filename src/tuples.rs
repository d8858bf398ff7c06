//! The arities of tuples, in one place.

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
