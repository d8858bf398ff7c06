//! Customer distribution: how many customers have how many orders, special requests left out.

use super::*;

#[derive(Cte)]
struct CustomerOrders {
    custkey: i64,
    orders: i64,
}

pub type Row = (i64, i64);

const WORDS: &str = "%special%requests%";

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let orders = select((Customer::custkey, count(Order::orderkey)))
        .left_join(Order, Order::custkey.eq(Customer::custkey).and(Order::comment.not_like(WORDS)))
        .group_by(Customer::custkey);
    from(CustomerOrders.of(orders))
        .group_by(CustomerOrders::orders)
        .select((CustomerOrders::orders, count(CustomerOrders::custkey)))
        .order_by((output(2).desc(), CustomerOrders::orders.desc()))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select c_count, count(*) as custdist
        from (
            select c_custkey, count(o_orderkey)
            from customer left outer join orders on c_custkey = o_custkey and o_comment not like {WORDS}
            group by c_custkey
        ) as c_orders (c_custkey, c_count)
        group by c_count
        order by custdist desc, c_count desc"
    )
    .all(db)
    .await
}
