//! The eight tables of TPC-H, with the specification's names for tables and columns.

use jiff::civil::Date;
use piton::prelude::*;
use piton::value::Numeric;

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Region {
    #[column(primary_key, name = "r_regionkey")]
    pub regionkey: i64,
    #[column(name = "r_name")]
    pub name: String,
    #[column(name = "r_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Nation {
    #[column(primary_key, name = "n_nationkey")]
    pub nationkey: i64,
    #[column(name = "n_name")]
    pub name: String,
    #[column(name = "n_regionkey", references = Region::regionkey)]
    pub regionkey: i64,
    #[column(name = "n_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Supplier {
    #[column(primary_key, name = "s_suppkey")]
    pub suppkey: i64,
    #[column(name = "s_name")]
    pub name: String,
    #[column(name = "s_address")]
    pub address: String,
    #[column(name = "s_nationkey", references = Nation::nationkey)]
    pub nationkey: i64,
    #[column(name = "s_phone")]
    pub phone: String,
    #[column(name = "s_acctbal")]
    pub acctbal: Numeric,
    #[column(name = "s_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Part {
    #[column(primary_key, name = "p_partkey")]
    pub partkey: i64,
    #[column(name = "p_name")]
    pub name: String,
    #[column(name = "p_mfgr")]
    pub mfgr: String,
    #[column(name = "p_brand")]
    pub brand: String,
    #[column(name = "p_type")]
    pub kind: String,
    #[column(name = "p_size")]
    pub size: i32,
    #[column(name = "p_container")]
    pub container: String,
    #[column(name = "p_retailprice")]
    pub retailprice: Numeric,
    #[column(name = "p_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "partsupp", primary_key(partkey, suppkey))]
pub struct PartSupp {
    #[column(name = "ps_partkey", references = Part::partkey)]
    pub partkey: i64,
    #[column(name = "ps_suppkey", references = Supplier::suppkey)]
    pub suppkey: i64,
    #[column(name = "ps_availqty")]
    pub availqty: i32,
    #[column(name = "ps_supplycost")]
    pub supplycost: Numeric,
    #[column(name = "ps_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
pub struct Customer {
    #[column(primary_key, name = "c_custkey")]
    pub custkey: i64,
    #[column(name = "c_name")]
    pub name: String,
    #[column(name = "c_address")]
    pub address: String,
    #[column(name = "c_nationkey", references = Nation::nationkey)]
    pub nationkey: i64,
    #[column(name = "c_phone")]
    pub phone: String,
    #[column(name = "c_acctbal")]
    pub acctbal: Numeric,
    #[column(name = "c_mktsegment")]
    pub mktsegment: String,
    #[column(name = "c_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "orders")]
pub struct Order {
    #[column(primary_key, name = "o_orderkey")]
    pub orderkey: i64,
    #[column(name = "o_custkey", references = Customer::custkey, index)]
    pub custkey: i64,
    #[column(name = "o_orderstatus")]
    pub orderstatus: String,
    #[column(name = "o_totalprice")]
    pub totalprice: Numeric,
    #[column(name = "o_orderdate")]
    pub orderdate: Date,
    #[column(name = "o_orderpriority")]
    pub orderpriority: String,
    #[column(name = "o_clerk")]
    pub clerk: String,
    #[column(name = "o_shippriority")]
    pub shippriority: i32,
    #[column(name = "o_comment")]
    pub comment: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "lineitem", primary_key(orderkey, linenumber))]
pub struct LineItem {
    #[column(name = "l_orderkey", references = Order::orderkey)]
    pub orderkey: i64,
    #[column(name = "l_partkey", references = Part::partkey, index)]
    pub partkey: i64,
    #[column(name = "l_suppkey", references = Supplier::suppkey)]
    pub suppkey: i64,
    #[column(name = "l_linenumber")]
    pub linenumber: i32,
    #[column(name = "l_quantity")]
    pub quantity: Numeric,
    #[column(name = "l_extendedprice")]
    pub extendedprice: Numeric,
    #[column(name = "l_discount")]
    pub discount: Numeric,
    #[column(name = "l_tax")]
    pub tax: Numeric,
    #[column(name = "l_returnflag")]
    pub returnflag: String,
    #[column(name = "l_linestatus")]
    pub linestatus: String,
    #[column(name = "l_shipdate")]
    pub shipdate: Date,
    #[column(name = "l_commitdate")]
    pub commitdate: Date,
    #[column(name = "l_receiptdate")]
    pub receiptdate: Date,
    #[column(name = "l_shipinstruct")]
    pub shipinstruct: String,
    #[column(name = "l_shipmode")]
    pub shipmode: String,
    #[column(name = "l_comment")]
    pub comment: String,
}
