//! Top supplier: who had the greatest revenue of a quarter.

use super::*;

/// What the specification makes a view is a CTE here.
#[derive(Cte)]
struct Revenue {
    suppkey: i64,
    total: Option<Numeric>,
}

pub type Row = (i64, String, String, String, Option<Numeric>);

const START: Date = date(1996, 1, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::months(3)).cast::<Date>();
    let revenue = select((LineItem::suppkey, sum(LineItem::extendedprice * (1 - LineItem::discount))))
        .filter(LineItem::shipdate.ge(START))
        .filter(LineItem::shipdate.lt(end))
        .group_by(LineItem::suppkey);
    let greatest = select(max(Revenue::total)).scalar();
    let top = from(Supplier)
        .join(Revenue, Revenue::suppkey.eq(Supplier::suppkey))
        .filter(Revenue::total.eq(greatest))
        .select((Supplier::suppkey, Supplier::name, Supplier::address, Supplier::phone, Revenue::total))
        .order_by(Supplier::suppkey);
    with(Revenue.of(revenue), top).all(db).await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "with revenue (supplier_no, total_revenue) as (
            select l_suppkey, sum(l_extendedprice * (1 - l_discount))
            from lineitem
            where l_shipdate >= {START} and l_shipdate < {START} + interval '3' month
            group by l_suppkey
        )
        select s_suppkey, s_name, s_address, s_phone, total_revenue
        from supplier, revenue
        where s_suppkey = supplier_no and total_revenue = (select max(total_revenue) from revenue)
        order by s_suppkey"
    )
    .all(db)
    .await
}
