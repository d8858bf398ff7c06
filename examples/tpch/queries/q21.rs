//! Suppliers who kept orders waiting: those of a nation who alone were late with their part of an order.

use super::*;

pub type Row = (String, i64);

const NATION: &str = "SAUDI ARABIA";

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    alias!(Other = LineItem);
    let of_others = from(Other)
        .filter(Other.orderkey.eq(outer(LineItem::orderkey)))
        .filter(Other.suppkey.ne(outer(LineItem::suppkey)));
    let late_of_others = of_others.clone().filter(Other.receiptdate.gt(Other.commitdate));
    from(Supplier)
        .join(LineItem, LineItem::suppkey.eq(Supplier::suppkey))
        .join(Order, Order::orderkey.eq(LineItem::orderkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .filter(Order::orderstatus.eq("F"))
        .filter(LineItem::receiptdate.gt(LineItem::commitdate))
        .filter(exists(of_others))
        .filter(!exists(late_of_others))
        .filter(Nation::name.eq(NATION))
        .group_by(Supplier::name)
        .select((Supplier::name, count_all()))
        .order_by((count_all().desc(), Supplier::name))
        .limit(100)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select s_name, count(*) as numwait
        from supplier, lineitem l1, orders, nation
        where s_suppkey = l1.l_suppkey and o_orderkey = l1.l_orderkey and o_orderstatus = 'F'
            and l1.l_receiptdate > l1.l_commitdate
            and exists (
                select * from lineitem l2
                where l2.l_orderkey = l1.l_orderkey and l2.l_suppkey <> l1.l_suppkey
            )
            and not exists (
                select * from lineitem l3
                where l3.l_orderkey = l1.l_orderkey and l3.l_suppkey <> l1.l_suppkey
                    and l3.l_receiptdate > l3.l_commitdate
            )
            and s_nationkey = n_nationkey and n_name = {NATION}
        group by s_name
        order by numwait desc, s_name
        limit 100"
    )
    .all(db)
    .await
}
