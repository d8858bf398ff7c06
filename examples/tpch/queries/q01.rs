//! Pricing summary: what was shipped, by return flag and status.

use super::*;

pub type Row = (
    String,
    String,
    Option<Numeric>,
    Option<Numeric>,
    Option<Numeric>,
    Option<Numeric>,
    Option<Numeric>,
    Option<Numeric>,
    Option<Numeric>,
    i64,
);

const LAST: Date = date(1998, 12, 1);
const DELTA: i32 = 90;

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let discounted = LineItem::extendedprice * (1 - LineItem::discount);
    select((
        LineItem::returnflag,
        LineItem::linestatus,
        sum(LineItem::quantity),
        sum(LineItem::extendedprice),
        sum(discounted.clone()),
        sum(discounted * (1 + LineItem::tax)),
        avg(LineItem::quantity),
        avg(LineItem::extendedprice),
        avg(LineItem::discount),
        count_all(),
    ))
    .filter(LineItem::shipdate.le(value(LAST) - DELTA))
    .group_by((LineItem::returnflag, LineItem::linestatus))
    .order_by((LineItem::returnflag, LineItem::linestatus))
    .all(db)
    .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select l_returnflag, l_linestatus, sum(l_quantity) as sum_qty, sum(l_extendedprice) as sum_base_price,
            sum(l_extendedprice * (1 - l_discount)) as sum_disc_price,
            sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as sum_charge,
            avg(l_quantity) as avg_qty, avg(l_extendedprice) as avg_price, avg(l_discount) as avg_disc,
            count(*) as count_order
        from lineitem
        where l_shipdate <= {LAST} - {DELTA}
        group by l_returnflag, l_linestatus
        order by l_returnflag, l_linestatus"
    )
    .all(db)
    .await
}
