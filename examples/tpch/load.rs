//! Rows for the tables, from the generator of the crate `tpchgen`.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use piton::Error;
use piton::prelude::*;
use piton::value::Numeric;
use tpchgen::dates::TPCHDate;
use tpchgen::decimal::TPCHDecimal;
use tpchgen::generators::{
    CustomerGenerator, LineItemGenerator, NationGenerator, OrderGenerator, PartGenerator, PartSuppGenerator,
    RegionGenerator, SupplierGenerator,
};

use crate::tables::{Customer, LineItem, Nation, Order, Part, PartSupp, Region, Supplier};

/// Creates the tables and fills them; a scale factor of 1 makes six million line items.
pub async fn load(db: &mut Connection, scale_factor: f64) -> Result<u64, Error> {
    db.create_tables(schema![Region, Nation, Supplier, Part, PartSupp, Customer, Order, LineItem]).await?;
    let mut rows = 0;

    let mut copy = db.copy_in::<Region>().await?;
    for row in RegionGenerator::new(scale_factor, 1, 1).iter() {
        let (regionkey, name, comment) = (row.r_regionkey, row.r_name.into(), row.r_comment.into());
        copy.send(Region { regionkey, name, comment }).await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<Nation>().await?;
    for row in NationGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(Nation {
            nationkey: row.n_nationkey,
            name: row.n_name.into(),
            regionkey: row.n_regionkey,
            comment: row.n_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<Supplier>().await?;
    for row in SupplierGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(Supplier {
            suppkey: row.s_suppkey,
            name: row.s_name.to_string(),
            address: row.s_address.to_string(),
            nationkey: row.s_nationkey,
            phone: row.s_phone.to_string(),
            acctbal: decimal(row.s_acctbal),
            comment: row.s_comment,
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<Part>().await?;
    for row in PartGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(Part {
            partkey: row.p_partkey,
            name: row.p_name.to_string(),
            mfgr: row.p_mfgr.to_string(),
            brand: row.p_brand.to_string(),
            kind: row.p_type.into(),
            size: row.p_size,
            container: row.p_container.into(),
            retailprice: decimal(row.p_retailprice),
            comment: row.p_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<PartSupp>().await?;
    for row in PartSuppGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(PartSupp {
            partkey: row.ps_partkey,
            suppkey: row.ps_suppkey,
            availqty: row.ps_availqty,
            supplycost: decimal(row.ps_supplycost),
            comment: row.ps_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<Customer>().await?;
    for row in CustomerGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(Customer {
            custkey: row.c_custkey,
            name: row.c_name.to_string(),
            address: row.c_address.to_string(),
            nationkey: row.c_nationkey,
            phone: row.c_phone.to_string(),
            acctbal: decimal(row.c_acctbal),
            mktsegment: row.c_mktsegment.into(),
            comment: row.c_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<Order>().await?;
    for row in OrderGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(Order {
            orderkey: row.o_orderkey,
            custkey: row.o_custkey,
            orderstatus: row.o_orderstatus.to_string(),
            totalprice: decimal(row.o_totalprice),
            orderdate: day(row.o_orderdate),
            orderpriority: row.o_orderpriority.into(),
            clerk: row.o_clerk.to_string(),
            shippriority: row.o_shippriority,
            comment: row.o_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    let mut copy = db.copy_in::<LineItem>().await?;
    for row in LineItemGenerator::new(scale_factor, 1, 1).iter() {
        copy.send(LineItem {
            orderkey: row.l_orderkey,
            partkey: row.l_partkey,
            suppkey: row.l_suppkey,
            linenumber: row.l_linenumber,
            quantity: row.l_quantity.into(),
            extendedprice: decimal(row.l_extendedprice),
            discount: decimal(row.l_discount),
            tax: decimal(row.l_tax),
            returnflag: row.l_returnflag.into(),
            linestatus: row.l_linestatus.into(),
            shipdate: day(row.l_shipdate),
            commitdate: day(row.l_commitdate),
            receiptdate: day(row.l_receiptdate),
            shipinstruct: row.l_shipinstruct.into(),
            shipmode: row.l_shipmode.into(),
            comment: row.l_comment.into(),
        })
        .await?;
    }
    rows += copy.finish().await?;

    db.batch("ANALYZE").await?;
    Ok(rows)
}

/// The generator counts hundredths.
fn decimal(number: TPCHDecimal) -> Numeric {
    Numeric::new(number.into_inner(), 2)
}

/// The generator counts days since 1970-01-01.
fn day(number: TPCHDate) -> Date {
    date(1970, 1, 1).saturating_add(number.to_unix_epoch().days())
}
