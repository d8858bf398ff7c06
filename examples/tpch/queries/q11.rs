//! Important stock: the parts that make up more than a fraction of a nation's stock.

use super::*;

pub type Row = (i64, Option<Numeric>);

const NATION: &str = "GERMANY";

/// 0.0001 of the stock, divided by the scale factor.
fn fraction() -> Numeric {
    Numeric::new(1, 2)
}

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let stock = from(PartSupp)
        .join(Supplier, Supplier::suppkey.eq(PartSupp::suppkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .filter(Nation::name.eq(NATION));
    let worth = sum(PartSupp::supplycost * PartSupp::availqty.cast::<Numeric>());
    let least = stock.clone().select(worth.clone() * fraction()).scalar();
    stock
        .group_by(PartSupp::partkey)
        .having(worth.clone().gt(least))
        .select((PartSupp::partkey, worth.clone()))
        .order_by(worth.desc())
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let fraction = fraction();
    sql!(
        "select ps_partkey, sum(ps_supplycost * ps_availqty) as value
        from partsupp, supplier, nation
        where ps_suppkey = s_suppkey and s_nationkey = n_nationkey and n_name = {NATION}
        group by ps_partkey
        having sum(ps_supplycost * ps_availqty) > (
            select sum(ps_supplycost * ps_availqty) * {fraction}
            from partsupp, supplier, nation
            where ps_suppkey = s_suppkey and s_nationkey = n_nationkey and n_name = {NATION}
        )
        order by value desc"
    )
    .all(db)
    .await
}
