//! Discounted revenue: what parts of three kinds brought that were delivered in person by air.

use super::*;

pub type Row = Option<Numeric>;

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let sold = |brand: &'static str, containers: [&'static str; 4], least: i32, greatest_size: i32| {
        Part::brand
            .eq(brand)
            .and(Part::container.in_(containers))
            .and(LineItem::quantity.between(least, least + 10))
            .and(Part::size.between(1, greatest_size))
    };
    let small = sold("Brand#12", ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], 1, 5);
    let medium = sold("Brand#23", ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], 10, 10);
    let large = sold("Brand#34", ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], 20, 15);
    from(LineItem)
        .join(Part, Part::partkey.eq(LineItem::partkey))
        .filter(small.or(medium).or(large))
        .filter(LineItem::shipmode.in_(["AIR", "AIR REG"]))
        .filter(LineItem::shipinstruct.eq("DELIVER IN PERSON"))
        .select(sum(LineItem::extendedprice * (1 - LineItem::discount)))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select sum(l_extendedprice * (1 - l_discount)) as revenue
        from lineitem, part
        where (
                p_partkey = l_partkey and p_brand = {} and p_container in ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG')
                and l_quantity >= {} and l_quantity <= {} + 10 and p_size between 1 and 5
                and l_shipmode in ('AIR', 'AIR REG') and l_shipinstruct = 'DELIVER IN PERSON'
            )
            or (
                p_partkey = l_partkey and p_brand = {} and p_container in ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK')
                and l_quantity >= {} and l_quantity <= {} + 10 and p_size between 1 and 10
                and l_shipmode in ('AIR', 'AIR REG') and l_shipinstruct = 'DELIVER IN PERSON'
            )
            or (
                p_partkey = l_partkey and p_brand = {} and p_container in ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG')
                and l_quantity >= {} and l_quantity <= {} + 10 and p_size between 1 and 15
                and l_shipmode in ('AIR', 'AIR REG') and l_shipinstruct = 'DELIVER IN PERSON'
            )",
        "Brand#12",
        1,
        1,
        "Brand#23",
        10,
        10,
        "Brand#34",
        20,
        20
    )
    .all(db)
    .await
}
