//! Volume shipping: revenue between suppliers of one nation and customers of another, by year.

use super::*;

alias!(CustomerNation = Nation);

#[derive(Cte)]
struct Shipping {
    supplier_nation: String,
    customer_nation: String,
    year: Numeric,
    volume: Numeric,
}

pub type Row = (String, String, Numeric, Option<Numeric>);

const FIRST: &str = "FRANCE";
const SECOND: &str = "GERMANY";
const FIRST_DAY: Date = date(1995, 1, 1);
const LAST_DAY: Date = date(1996, 12, 31);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let between =
        |from: &'static str, to: &'static str| Nation::name.eq(from).and(CustomerNation.name.eq(to));
    let shipping = from(Supplier)
        .join(LineItem, LineItem::suppkey.eq(Supplier::suppkey))
        .join(Order, Order::orderkey.eq(LineItem::orderkey))
        .join(Customer, Customer::custkey.eq(Order::custkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .join(CustomerNation, CustomerNation.nationkey.eq(Customer::nationkey))
        .filter(between(FIRST, SECOND).or(between(SECOND, FIRST)))
        .filter(LineItem::shipdate.between(FIRST_DAY, LAST_DAY))
        .select((
            Nation::name,
            CustomerNation.name,
            extract(field::Year, LineItem::shipdate),
            LineItem::extendedprice * (1 - LineItem::discount),
        ));
    let keys = (Shipping::supplier_nation, Shipping::customer_nation, Shipping::year);
    from(Shipping.of(shipping))
        .group_by(keys)
        .select((Shipping::supplier_nation, Shipping::customer_nation, Shipping::year, sum(Shipping::volume)))
        .order_by(keys)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select supp_nation, cust_nation, l_year, sum(volume) as revenue
        from (
            select n1.n_name as supp_nation, n2.n_name as cust_nation, extract(year from l_shipdate) as l_year,
                l_extendedprice * (1 - l_discount) as volume
            from supplier, lineitem, orders, customer, nation n1, nation n2
            where s_suppkey = l_suppkey and o_orderkey = l_orderkey and c_custkey = o_custkey
                and s_nationkey = n1.n_nationkey and c_nationkey = n2.n_nationkey
                and ((n1.n_name = {FIRST} and n2.n_name = {SECOND}) or (n1.n_name = {SECOND} and n2.n_name = {FIRST}))
                and l_shipdate between {FIRST_DAY} and {LAST_DAY}
        ) as shipping
        group by supp_nation, cust_nation, l_year
        order by supp_nation, cust_nation, l_year"
    )
    .all(db)
    .await
}
