//! Forecasting revenue change: what no discount would have brought for small quantities of a year.

use super::*;

pub type Row = Option<Numeric>;

const START: Date = date(1994, 1, 1);
const QUANTITY: i32 = 24;

fn hundredths(number: i64) -> Numeric {
    Numeric::new(number, 2)
}

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::years(1)).cast::<Date>();
    select(sum(LineItem::extendedprice * LineItem::discount))
        .filter(LineItem::shipdate.ge(START))
        .filter(LineItem::shipdate.lt(end))
        .filter(LineItem::discount.between(hundredths(6 - 1), hundredths(6 + 1)))
        .filter(LineItem::quantity.lt(QUANTITY))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let discount = hundredths(6);
    sql!(
        "select sum(l_extendedprice * l_discount) as revenue
        from lineitem
        where l_shipdate >= {START} and l_shipdate < {START} + interval '1' year
            and l_discount between {discount} - 0.01 and {discount} + 0.01 and l_quantity < {QUANTITY}"
    )
    .all(db)
    .await
}
