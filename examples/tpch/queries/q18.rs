//! Large volume customers: who placed orders of more than a quantity.

use super::*;

pub type Row = (String, i64, i64, Date, Numeric, Option<Numeric>);

const QUANTITY: i32 = 300;

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    alias!(Other = LineItem);
    let large =
        from(Other).group_by(Other.orderkey).having(sum(Other.quantity).gt(QUANTITY)).select(Other.orderkey);
    from(Customer)
        .join(Order, Order::custkey.eq(Customer::custkey))
        .join(LineItem, LineItem::orderkey.eq(Order::orderkey))
        .filter(Order::orderkey.in_(large))
        .group_by((Customer::custkey, Order::orderkey))
        .select((
            Customer::name,
            Customer::custkey,
            Order::orderkey,
            Order::orderdate,
            Order::totalprice,
            sum(LineItem::quantity),
        ))
        .order_by((Order::totalprice.desc(), Order::orderdate))
        .limit(100)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, sum(l_quantity)
        from customer, orders, lineitem
        where o_orderkey in (
                select l_orderkey from lineitem group by l_orderkey having sum(l_quantity) > {QUANTITY}
            )
            and c_custkey = o_custkey and o_orderkey = l_orderkey
        group by c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice
        order by o_totalprice desc, o_orderdate
        limit 100"
    )
    .all(db)
    .await
}
