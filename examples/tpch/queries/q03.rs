//! Shipping priority: the orders of a market segment with the greatest revenue that are not shipped yet.

use super::*;

pub type Row = (i64, Option<Numeric>, Date, i32);

const SEGMENT: &str = "BUILDING";
const DAY: Date = date(1995, 3, 15);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    from(Customer)
        .join(Order, Order::custkey.eq(Customer::custkey))
        .join(LineItem, LineItem::orderkey.eq(Order::orderkey))
        .filter(Customer::mktsegment.eq(SEGMENT))
        .filter(Order::orderdate.lt(DAY))
        .filter(LineItem::shipdate.gt(DAY))
        .group_by((LineItem::orderkey, Order::orderdate, Order::shippriority))
        .select((
            LineItem::orderkey,
            sum(LineItem::extendedprice * (1 - LineItem::discount)),
            Order::orderdate,
            Order::shippriority,
        ))
        .order_by((output(2).desc(), Order::orderdate))
        .limit(10)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select l_orderkey, sum(l_extendedprice * (1 - l_discount)) as revenue, o_orderdate, o_shippriority
        from customer, orders, lineitem
        where c_mktsegment = {SEGMENT} and c_custkey = o_custkey and l_orderkey = o_orderkey
            and o_orderdate < {DAY} and l_shipdate > {DAY}
        group by l_orderkey, o_orderdate, o_shippriority
        order by revenue desc, o_orderdate
        limit 10"
    )
    .all(db)
    .await
}
