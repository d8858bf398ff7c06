//! Parts and suppliers: how many suppliers without complaints sell parts of some sizes, by kind of part.

use super::*;

pub type Row = (String, String, i32, i64);

const BRAND: &str = "Brand#45";
const KIND: &str = "MEDIUM POLISHED%";
const SIZES: [i32; 8] = [49, 14, 23, 45, 19, 3, 36, 9];

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let complained = select(Supplier::suppkey).filter(Supplier::comment.like("%Customer%Complaints%"));
    from(PartSupp)
        .join(Part, Part::partkey.eq(PartSupp::partkey))
        .filter(Part::brand.ne(BRAND))
        .filter(Part::kind.not_like(KIND))
        .filter(Part::size.in_(SIZES))
        .filter(PartSupp::suppkey.not_in(complained))
        .group_by((Part::brand, Part::kind, Part::size))
        .select((Part::brand, Part::kind, Part::size, count(PartSupp::suppkey).distinct()))
        .order_by((output(4).desc(), Part::brand, Part::kind, Part::size))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select p_brand, p_type, p_size, count(distinct ps_suppkey) as supplier_cnt
        from partsupp, part
        where p_partkey = ps_partkey and p_brand <> {BRAND} and p_type not like {KIND}
            and p_size = any({SIZES})
            and ps_suppkey not in (select s_suppkey from supplier where s_comment like '%Customer%Complaints%')
        group by p_brand, p_type, p_size
        order by supplier_cnt desc, p_brand, p_type, p_size"
    )
    .all(db)
    .await
}
