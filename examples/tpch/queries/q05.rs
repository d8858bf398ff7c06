//! Local supplier volume: revenue of a year where customer and supplier are of the same nation, by nation.

use super::*;

pub type Row = (String, Option<Numeric>);

const REGION: &str = "ASIA";
const START: Date = date(1994, 1, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::years(1)).cast::<Date>();
    from(Customer)
        .join(Order, Order::custkey.eq(Customer::custkey))
        .join(LineItem, LineItem::orderkey.eq(Order::orderkey))
        .join(
            Supplier,
            Supplier::suppkey.eq(LineItem::suppkey).and(Supplier::nationkey.eq(Customer::nationkey)),
        )
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .join(Region, Region::regionkey.eq(Nation::regionkey))
        .filter(Region::name.eq(REGION))
        .filter(Order::orderdate.ge(START))
        .filter(Order::orderdate.lt(end))
        .group_by(Nation::name)
        .select((Nation::name, sum(LineItem::extendedprice * (1 - LineItem::discount))))
        .order_by(output(2).desc())
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select n_name, sum(l_extendedprice * (1 - l_discount)) as revenue
        from customer, orders, lineitem, supplier, nation, region
        where c_custkey = o_custkey and l_orderkey = o_orderkey and l_suppkey = s_suppkey
            and c_nationkey = s_nationkey and s_nationkey = n_nationkey and n_regionkey = r_regionkey
            and r_name = {REGION} and o_orderdate >= {START} and o_orderdate < {START} + interval '1' year
        group by n_name
        order by revenue desc"
    )
    .all(db)
    .await
}
