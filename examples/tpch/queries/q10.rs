//! Returned items: the customers of a quarter whose returns were worth the most.

use super::*;

pub type Row = (i64, String, Option<Numeric>, Numeric, String, String, String, String);

const START: Date = date(1993, 10, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::months(3)).cast::<Date>();
    from(Customer)
        .join(Order, Order::custkey.eq(Customer::custkey))
        .join(LineItem, LineItem::orderkey.eq(Order::orderkey))
        .join(Nation, Nation::nationkey.eq(Customer::nationkey))
        .filter(Order::orderdate.ge(START))
        .filter(Order::orderdate.lt(end))
        .filter(LineItem::returnflag.eq("R"))
        // Its primary key determines the other columns of a table.
        .group_by((Customer::custkey, Nation::nationkey))
        .select((
            Customer::custkey,
            Customer::name,
            sum(LineItem::extendedprice * (1 - LineItem::discount)),
            Customer::acctbal,
            Nation::name,
            Customer::address,
            Customer::phone,
            Customer::comment,
        ))
        .order_by(output(3).desc())
        .limit(20)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select c_custkey, c_name, sum(l_extendedprice * (1 - l_discount)) as revenue, c_acctbal, n_name, c_address,
            c_phone, c_comment
        from customer, orders, lineitem, nation
        where c_custkey = o_custkey and l_orderkey = o_orderkey and o_orderdate >= {START}
            and o_orderdate < {START} + interval '3' month and l_returnflag = 'R' and c_nationkey = n_nationkey
        group by c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment
        order by revenue desc
        limit 20"
    )
    .all(db)
    .await
}
