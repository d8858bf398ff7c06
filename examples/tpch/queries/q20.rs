//! Potential promotions: suppliers in a nation that have more of some parts than half of what they sold in a year.

use super::*;

pub type Row = (String, String);

const NAME: &str = "forest%";
const NATION: &str = "CANADA";
const START: Date = date(1994, 1, 1);

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let end = (value(START) + Interval::years(1)).cast::<Date>();
    let parts = select(Part::partkey).filter(Part::name.like(NAME));
    let half_of_sold = from(LineItem)
        .filter(LineItem::partkey.eq(outer(PartSupp::partkey)))
        .filter(LineItem::suppkey.eq(outer(PartSupp::suppkey)))
        .filter(LineItem::shipdate.ge(START))
        .filter(LineItem::shipdate.lt(end))
        .select(sum(LineItem::quantity) * Numeric::new(5, 1))
        .scalar();
    let suppliers = select(PartSupp::suppkey)
        .filter(PartSupp::partkey.in_(parts))
        .filter(PartSupp::availqty.cast::<Numeric>().gt(half_of_sold));
    from(Supplier)
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .filter(Supplier::suppkey.in_(suppliers))
        .filter(Nation::name.eq(NATION))
        .select((Supplier::name, Supplier::address))
        .order_by(Supplier::name)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select s_name, s_address
        from supplier, nation
        where s_suppkey in (
                select ps_suppkey
                from partsupp
                where ps_partkey in (select p_partkey from part where p_name like {NAME})
                    and ps_availqty > (
                        select 0.5 * sum(l_quantity)
                        from lineitem
                        where l_partkey = ps_partkey and l_suppkey = ps_suppkey and l_shipdate >= {START}
                            and l_shipdate < {START} + interval '1' year
                    )
            )
            and s_nationkey = n_nationkey and n_name = {NATION}
        order by s_name"
    )
    .all(db)
    .await
}
