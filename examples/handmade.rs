#![allow(missing_debug_implementations, non_upper_case_globals, missing_docs, unused, non_camel_case_types)]
extern crate self as me;
use frunk_core::hlist::{HCons, HNil};
use piton::Error;
use piton::prelude::*;
use piton::sql::TableRef;
use piton::table::identity::*;
use piton::table::*;
use piton::value::*;

macro_rules! table {
    ($T:ident $cols:ident $m:ident $name:literal id=$Id:ty; pk=$pk:ty; $($f:ident : $ty:ty = $fid:ty),+) => {
        #[derive(Debug, Clone, PartialEq)]
        pub struct $T { $(pub $f: $ty),+ }
        pub const $T: Entity<$T> = Entity::NEW;
        impl $T { $(pub const $f: Column<$T, $m::$f> = Column::NEW;)+ }
        pub mod $m { $(#[derive(Debug)] pub enum $f {})+ }
        pub struct $cols<S> { $(pub $f: Column<S, $m::$f>),+ }
        impl<S: Source<Table = $T>> ColumnSet for $cols<S> { const REF: &'static Self = &$cols { $($f: Column::NEW),+ }; }
        impl Source for $T { type Table = $T; type Id = $Id; const REF: &'static TableRef = &TableRef { schema: None, table: $name, source: $name, columns: &[$(stringify!($f)),+] }; }
        impl Table for $T { type PrimaryKey = $pk; type Columns<S: Source<Table = $T>> = $cols<S>; const DEFINITION: &'static TableDef = &TableDef { rust_name: stringify!($T), schema: None, name: $name, columns: &[], primary_key: &["id"], unique: &[], indexes: &[], checks: &[] }; }
        $(impl Field for $m::$f { type Table = $T; type Type = $ty; type Id = $fid; const DEF: &'static ColumnDef = &ColumnDef { table: stringify!($T), field: stringify!($f), name: stringify!($f), ty: <<$ty as ColumnType>::Base as Encode>::TYPE, sql_type: None, override_type: None, nullable: false, primary_key: false, generated: Generated::Never, unique: false, index: false, check: None, references: None }; })+
        impl Row for $T {
            const WIDTH: usize = 0 $(+ <$ty as Row>::WIDTH)+;
            type Borrowed<'r> = Self;
            fn describe(shape: &mut Shape) { $(shape.field::<$ty>(stringify!($T), stringify!($f));)+ }
            fn decode(c: &mut Columns<'_>) -> Result<Self, Error> { Ok($T { $($f: <$ty as Row>::decode(c)?),+ }) }
            fn decode_borrowed<'r>(c: &mut Columns<'r>) -> Result<Self, Error> { Self::decode(c) }
        }
    };
}
table!(Person PersonColumns person "person" id=(D1,(D2,())); pk=HCons<person::id, HNil>; id: i32 = (D0,()), name: String = (D1,()), age: i32 = (D2,()), email: Option<String> = (D3,()));
table!(FavoriteColor FcColumns favorite_color "favorite_color" id=(D1,(D3,())); pk=HCons<favorite_color::id, HNil>; id: i32 = (D0,()), person_id: i32 = (D1,()), color: String = (D2,()));
table!(Company CompanyColumns company "company" id=(D2,(D3,())); pk=HCons<company::id, HNil>; id: i32 = (D0,()), size: Option<i64> = (D1,()));
pub enum Manager {}
impl Source for Manager {
    type Table = Person;
    type Id = (D5, (D0, ()));
    const REF: &'static TableRef = &TableRef { source: "manager", ..*<Person as Source>::REF };
}
pub const Manager: Entity<Manager> = Entity::NEW;

fn row<P: piton::expr::Project<S>, S, G>(
    q: &piton::query::Select<P, S, G>,
) -> std::marker::PhantomData<P::Row> {
    println!("{}", q.to_sql());
    std::marker::PhantomData
}
fn is<T>(_: std::marker::PhantomData<T>) {}

fn main() {
    is::<(i32, FavoriteColor)>(row(&select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::age.gt(25))
        .filter(Person::name.eq("Blice"))
        .order_by(Person::age.desc())
        .limit(10)));
    is::<(i32, Option<FavoriteColor>)>(row(&select((Person::id, FavoriteColor))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))));
    is::<(Option<i32>, Option<String>)>(row(&select((Person::age + 1, FavoriteColor::color))
        .full_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))));
    is::<(String, i64)>(row(&select((Person::name, count(FavoriteColor::id)))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .group_by((Person::id, Person::name))
        .having(count(FavoriteColor::id).gt(3))
        .order_by(count(FavoriteColor::id).desc())));
    is::<(Person, Option<i64>)>(row(&select((Person, sum(FavoriteColor::id)))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .group_by(Person::id)));
    is::<(String, String)>(row(&select((Person::name, Manager.name))
        .join(Manager, Person::age.eq(Manager.id))
        .filter((Manager.age.gt(Person::age) | Person::name.contains("50%")) & !Person::name.eq("a"))));
    is::<Option<bool>>(row(&select(Company::size.gt(4))));
    is::<bool>(row(&select(Person::email.is_not_distinct_from(Some("x")))));
    is::<i32>(row(&select((Person::age + 1) * -Person::id - 3 - (Person::age - 2))));
}
