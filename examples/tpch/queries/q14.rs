//! Promotion effect: the percentage of a month's revenue that came from promotions.

use super::*;

pub type Row = Option<Numeric>;

const START: Date = date(1995, 9, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::months(1)).cast::<Date>();
    let revenue = LineItem::extendedprice * (1 - LineItem::discount);
    let promoted = case_when(Part::kind.starts_with("PROMO"), revenue.clone()).otherwise(0);
    from(LineItem)
        .join(Part, Part::partkey.eq(LineItem::partkey))
        .filter(LineItem::shipdate.ge(START))
        .filter(LineItem::shipdate.lt(end))
        .select(100 * sum(promoted) / sum(revenue))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select 100.00 * sum(case when p_type like 'PROMO%' then l_extendedprice * (1 - l_discount) else 0 end)
            / sum(l_extendedprice * (1 - l_discount)) as promo_revenue
        from lineitem, part
        where l_partkey = p_partkey and l_shipdate >= {START} and l_shipdate < {START} + interval '1' month"
    )
    .all(db)
    .await
}
