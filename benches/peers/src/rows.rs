//! The structs that everybody decodes into, and the checks that prove that they did.

use std::collections::HashMap;

use crate::contestants::diesel_schema::{peers_comment, peers_post, peers_user};

/// `(int4, text, int4)`.
#[derive(Debug, diesel::Queryable, sqlx::FromRow)]
pub struct Narrow {
    pub id: i32,
    pub name: String,
    pub score: i32,
}

/// Ten columns of eight types, two of them nullable.
#[derive(Debug, diesel::Queryable, sqlx::FromRow)]
pub struct Wide {
    pub a: i32,
    pub b: i64,
    pub c: f64,
    pub d: bool,
    pub e: String,
    pub f: Option<String>,
    pub g: Option<i32>,
    pub h: i16,
    pub i: f32,
    pub j: String,
}

#[derive(Debug, diesel::Queryable, sqlx::FromRow)]
pub struct Person {
    pub id: i32,
    pub name: String,
    pub age: i32,
}

#[derive(Debug, diesel::Queryable, sqlx::FromRow)]
pub struct FavoriteColor {
    pub id: i32,
    pub person_id: i32,
    pub color: String,
}

#[derive(Debug, Clone, diesel::Identifiable, diesel::Queryable, sqlx::FromRow)]
#[diesel(table_name = peers_user)]
pub struct User {
    pub id: i32,
    pub name: String,
}

#[derive(Debug, Clone, diesel::Identifiable, diesel::Associations, diesel::Queryable, sqlx::FromRow)]
#[diesel(table_name = peers_post, belongs_to(User))]
pub struct Post {
    pub id: i32,
    pub user_id: i32,
    pub title: String,
}

#[derive(Debug, Clone, diesel::Identifiable, diesel::Associations, diesel::Queryable, sqlx::FromRow)]
#[diesel(table_name = peers_comment, belongs_to(Post))]
pub struct Comment {
    pub id: i32,
    pub post_id: i32,
    pub text: String,
}

/// Users with their posts, each with its comments.
pub type Tree = Vec<(User, Vec<(Post, Vec<Comment>)>)>;

/// Puts rows that were read table by table into each other.
#[must_use]
pub fn tree(users: Vec<User>, posts: Vec<Post>, comments: Vec<Comment>) -> Tree {
    let mut comments_of: HashMap<i32, Vec<Comment>> = HashMap::with_capacity(posts.len());
    for comment in comments {
        comments_of.entry(comment.post_id).or_default().push(comment);
    }
    let mut posts_of: HashMap<i32, Vec<(Post, Vec<Comment>)>> = HashMap::with_capacity(users.len());
    for post in posts {
        let inside = comments_of.remove(&post.id).unwrap_or_default();
        posts_of.entry(post.user_id).or_default().push((post, inside));
    }
    let with_posts = |user: User| (posts_of.remove(&user.id).unwrap_or_default(), user);
    users.into_iter().map(with_posts).map(|(posts, user)| (user, posts)).collect()
}

/// What a contestant brings home. It is checked after the clock has stopped.
pub trait Harvest {
    fn check(&self) -> Check;
}

/// The number of rows and a sum over every value in them, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Check {
    pub rows: u64,
    /// `None`: the contestant looks at no value.
    pub sum: Option<u64>,
}

impl Check {
    pub fn add(&mut self, row: &impl Digest) {
        self.rows += 1;
        self.sum = Some(self.sum.unwrap_or(0).wrapping_add(row.digest()));
    }

    /// The rows of both.
    pub fn append(&mut self, other: Self) {
        self.rows += other.rows;
        self.sum = match (self.sum, other.sum) {
            (Some(a), Some(b)) => Some(a.wrapping_add(b)),
            (sum, None) | (None, sum) => sum,
        };
    }

    /// Whether both saw the same rows, as far as both looked.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        self.rows == other.rows
            && match (self.sum, other.sum) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            }
    }
}

/// Keys, which must come in the order of the rows that they were made for.
pub struct Ids(pub Vec<i32>);

impl Harvest for Ids {
    fn check(&self) -> Check {
        let mut check = Check::default();
        for (place, id) in (0_i64..).zip(&self.0) {
            check.add(&(place, *id));
        }
        check
    }
}

impl Harvest for Check {
    fn check(&self) -> Check {
        *self
    }
}

impl<R: Digest + 'static> Harvest for Vec<R> {
    fn check(&self) -> Check {
        let mut check = Check::default();
        for row in self {
            check.add(row);
        }
        check
    }
}

/// A number that depends on every value of a row.
pub trait Digest {
    fn digest(&self) -> u64;
}

/// Folds values in order, so that two swapped columns give another number.
#[must_use]
pub fn fold(state: u64, value: u64) -> u64 {
    (state.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

macro_rules! digest_by_cast {
    ($($ty:ty),*) => { $( impl Digest for $ty {
        fn digest(&self) -> u64 { i64::from(*self).cast_unsigned() }
    } )* };
}
digest_by_cast!(bool, i16, i32, i64);

impl Digest for f32 {
    fn digest(&self) -> u64 {
        u64::from(self.to_bits())
    }
}

impl Digest for f64 {
    fn digest(&self) -> u64 {
        self.to_bits()
    }
}

impl Digest for str {
    fn digest(&self) -> u64 {
        self.bytes().fold(self.len() as u64, |state, byte| fold(state, u64::from(byte)))
    }
}

impl Digest for String {
    fn digest(&self) -> u64 {
        self.as_str().digest()
    }
}

impl<T: Digest + ?Sized> Digest for &T {
    fn digest(&self) -> u64 {
        (**self).digest()
    }
}

impl<T: Digest> Digest for Option<T> {
    fn digest(&self) -> u64 {
        self.as_ref().map_or(1, |value| fold(2, value.digest()))
    }
}

impl<A: Digest, B: Digest> Digest for (A, B) {
    fn digest(&self) -> u64 {
        fold(self.0.digest(), self.1.digest())
    }
}

/// A row with the rows that belong to it, whatever their order.
impl<A: Digest, B: Digest> Digest for (A, Vec<B>) {
    fn digest(&self) -> u64 {
        let inside = self.1.iter().fold(0_u64, |sum, row| sum.wrapping_add(row.digest()));
        fold(self.0.digest(), fold(self.1.len() as u64, inside))
    }
}

/// `digest!(Struct: field, ..)`: the fields in the order of the table's columns.
#[macro_export]
macro_rules! digest {
    ($row:ty: $($field:ident),+) => {
        impl $crate::rows::Digest for $row {
            fn digest(&self) -> u64 {
                let state = 0;
                $( let state = $crate::rows::fold(state, $crate::rows::Digest::digest(&self.$field)); )+
                state
            }
        }
    };
}
digest!(Narrow: id, name, score);
digest!(Wide: a, b, c, d, e, f, g, h, i, j);
digest!(Person: id, name, age);
digest!(FavoriteColor: id, person_id, color);
digest!(User: id, name);
digest!(Post: id, user_id, title);
digest!(Comment: id, post_id, text);
