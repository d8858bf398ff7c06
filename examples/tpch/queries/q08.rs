//! National market share: how much of a region's revenue with a kind of part is a nation's, by year.

use super::*;

alias!(SupplierNation = Nation);

#[derive(Cte)]
struct Sale {
    year: Numeric,
    volume: Numeric,
    nation: String,
}

pub type Row = (Numeric, Option<Numeric>);

const NATION: &str = "BRAZIL";
const REGION: &str = "AMERICA";
const KIND: &str = "ECONOMY ANODIZED STEEL";
const FIRST_DAY: Date = date(1995, 1, 1);
const LAST_DAY: Date = date(1996, 12, 31);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let sales = from(Part)
        .join(LineItem, LineItem::partkey.eq(Part::partkey))
        .join(Supplier, Supplier::suppkey.eq(LineItem::suppkey))
        .join(Order, Order::orderkey.eq(LineItem::orderkey))
        .join(Customer, Customer::custkey.eq(Order::custkey))
        .join(Nation, Nation::nationkey.eq(Customer::nationkey))
        .join(Region, Region::regionkey.eq(Nation::regionkey))
        .join(SupplierNation, SupplierNation.nationkey.eq(Supplier::nationkey))
        .filter(Region::name.eq(REGION))
        .filter(Order::orderdate.between(FIRST_DAY, LAST_DAY))
        .filter(Part::kind.eq(KIND))
        .select((
            extract(field::Year, Order::orderdate),
            LineItem::extendedprice * (1 - LineItem::discount),
            SupplierNation.name,
        ));
    let of_nation = case_when(Sale::nation.eq(NATION), Sale::volume).otherwise(0);
    from(Sale.of(sales))
        .group_by(Sale::year)
        .select((Sale::year, sum(of_nation) / sum(Sale::volume)))
        .order_by(Sale::year)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select o_year, sum(case when nation = {NATION} then volume else 0 end) / sum(volume) as mkt_share
        from (
            select extract(year from o_orderdate) as o_year, l_extendedprice * (1 - l_discount) as volume,
                n2.n_name as nation
            from part, supplier, lineitem, orders, customer, nation n1, nation n2, region
            where p_partkey = l_partkey and s_suppkey = l_suppkey and l_orderkey = o_orderkey
                and o_custkey = c_custkey and c_nationkey = n1.n_nationkey and n1.n_regionkey = r_regionkey
                and r_name = {REGION} and s_nationkey = n2.n_nationkey
                and o_orderdate between {FIRST_DAY} and {LAST_DAY} and p_type = {KIND}
        ) as all_nations
        group by o_year
        order by o_year"
    )
    .all(db)
    .await
}
