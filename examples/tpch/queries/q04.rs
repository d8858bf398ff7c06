//! Order priority checking: how many orders of a quarter have an item that was received late, by priority.

use super::*;

pub type Row = (String, i64);

const START: Date = date(1993, 7, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::months(3)).cast::<Date>();
    let late = from(LineItem)
        .filter(LineItem::orderkey.eq(outer(Order::orderkey)))
        .filter(LineItem::commitdate.lt(LineItem::receiptdate));
    select((Order::orderpriority, count_all()))
        .filter(Order::orderdate.ge(START))
        .filter(Order::orderdate.lt(end))
        .filter(exists(late))
        .group_by(Order::orderpriority)
        .order_by(Order::orderpriority)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select o_orderpriority, count(*) as order_count
        from orders
        where o_orderdate >= {START} and o_orderdate < {START} + interval '3' month
            and exists (
                select * from lineitem where l_orderkey = o_orderkey and l_commitdate < l_receiptdate
            )
        group by o_orderpriority
        order by o_orderpriority"
    )
    .all(db)
    .await
}
