//! Minimum cost supplier: who in a region sells each part of a kind at the lowest price there.

use super::*;

pub type Row = (Numeric, String, String, i64, String, String, String, String);

const SIZE: i32 = 15;
const KIND: &str = "%BRASS";
const REGION: &str = "EUROPE";

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let lowest_cost = from(PartSupp)
        .join(Supplier, Supplier::suppkey.eq(PartSupp::suppkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .join(Region, Region::regionkey.eq(Nation::regionkey))
        .filter(PartSupp::partkey.eq(outer(Part::partkey)))
        .filter(Region::name.eq(REGION))
        .select(min(PartSupp::supplycost))
        .scalar();
    from(Part)
        .join(PartSupp, PartSupp::partkey.eq(Part::partkey))
        .join(Supplier, Supplier::suppkey.eq(PartSupp::suppkey))
        .join(Nation, Nation::nationkey.eq(Supplier::nationkey))
        .join(Region, Region::regionkey.eq(Nation::regionkey))
        .filter(Part::size.eq(SIZE))
        .filter(Part::kind.like(KIND))
        .filter(Region::name.eq(REGION))
        .filter(PartSupp::supplycost.eq(lowest_cost))
        .select((
            Supplier::acctbal,
            Supplier::name,
            Nation::name,
            Part::partkey,
            Part::mfgr,
            Supplier::address,
            Supplier::phone,
            Supplier::comment,
        ))
        .order_by((Supplier::acctbal.desc(), Nation::name, Supplier::name, Part::partkey))
        .limit(100)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment
        from part, supplier, partsupp, nation, region
        where p_partkey = ps_partkey and s_suppkey = ps_suppkey and p_size = {SIZE} and p_type like {KIND}
            and s_nationkey = n_nationkey and n_regionkey = r_regionkey and r_name = {REGION}
            and ps_supplycost = (
                select min(ps_supplycost)
                from partsupp, supplier, nation, region
                where p_partkey = ps_partkey and s_suppkey = ps_suppkey and s_nationkey = n_nationkey
                    and n_regionkey = r_regionkey and r_name = {REGION}
            )
        order by s_acctbal desc, n_name, s_name, p_partkey
        limit 100"
    )
    .all(db)
    .await
}
