//! Shipping modes and order priority: how many late items of urgent and of other orders came by each mode.

use super::*;

pub type Row = (String, Option<i64>, Option<i64>);

const MODES: [&str; 2] = ["MAIL", "SHIP"];
const START: Date = date(1994, 1, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::years(1)).cast::<Date>();
    let urgent = || Order::orderpriority.eq("1-URGENT").or(Order::orderpriority.eq("2-HIGH"));
    from(Order)
        .join(LineItem, LineItem::orderkey.eq(Order::orderkey))
        .filter(LineItem::shipmode.in_(MODES))
        .filter(LineItem::commitdate.lt(LineItem::receiptdate))
        .filter(LineItem::shipdate.lt(LineItem::commitdate))
        .filter(LineItem::receiptdate.ge(START))
        .filter(LineItem::receiptdate.lt(end))
        .group_by(LineItem::shipmode)
        .select((
            LineItem::shipmode,
            sum(case_when(urgent(), 1).otherwise(0)),
            sum(case_when(!urgent(), 1).otherwise(0)),
        ))
        .order_by(LineItem::shipmode)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select l_shipmode,
            sum(case when o_orderpriority = '1-URGENT' or o_orderpriority = '2-HIGH' then 1 else 0 end) as high_line_count,
            sum(case when o_orderpriority <> '1-URGENT' and o_orderpriority <> '2-HIGH' then 1 else 0 end) as low_line_count
        from orders, lineitem
        where o_orderkey = l_orderkey and l_shipmode = any({MODES}) and l_commitdate < l_receiptdate
            and l_shipdate < l_commitdate and l_receiptdate >= {START}
            and l_receiptdate < {START} + interval '1' year
        group by l_shipmode
        order by l_shipmode"
    )
    .all(db)
    .await
}
