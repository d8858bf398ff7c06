//! Product type profit: what parts of a name brought, by the supplier's nation and by year.

use super::*;

#[derive(Cte)]
struct Profit {
    nation: String,
    year: Numeric,
    amount: Numeric,
}

pub type Row = (String, Numeric, Option<Numeric>);

const NAME: &str = "%green%";

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let profit = from(Part)
        .join(LineItem, LineItem::partkey.eq(Part::partkey))
        .join(Supplier, Supplier::suppkey.eq(LineItem::suppkey))
        .join(PartSupp, PartSupp::suppkey.eq(LineItem::suppkey).and(PartSupp::partkey.eq(LineItem::partkey)))
        .join(Order, Order::orderkey.eq(LineItem::orderkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .filter(Part::name.like(NAME))
        .select((
            Nation::name,
            extract(field::Year, Order::orderdate),
            LineItem::extendedprice * (1 - LineItem::discount) - PartSupp::supplycost * LineItem::quantity,
        ));
    from(Profit.of(profit))
        .group_by((Profit::nation, Profit::year))
        .select((Profit::nation, Profit::year, sum(Profit::amount)))
        .order_by((Profit::nation, Profit::year.desc()))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select nation, o_year, sum(amount) as sum_profit
        from (
            select n_name as nation, extract(year from o_orderdate) as o_year,
                l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity as amount
            from part, supplier, lineitem, partsupp, orders, nation
            where s_suppkey = l_suppkey and ps_suppkey = l_suppkey and ps_partkey = l_partkey
                and p_partkey = l_partkey and o_orderkey = l_orderkey and s_nationkey = n_nationkey
                and p_name like {NAME}
        ) as profit
        group by nation, o_year
        order by nation, o_year desc"
    )
    .all(db)
    .await
}
