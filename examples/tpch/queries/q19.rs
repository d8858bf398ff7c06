//! Discounted revenue: what parts of three kinds brought that were delivered in person by air.

use super::*;

pub type Row = Option<Numeric>;

const SMALL: [&str; 4] = ["SM CASE", "SM BOX", "SM PACK", "SM PKG"];
const MEDIUM: [&str; 4] = ["MED BAG", "MED BOX", "MED PKG", "MED PACK"];
const LARGE: [&str; 4] = ["LG CASE", "LG BOX", "LG PACK", "LG PKG"];
const AIR: [&str; 2] = ["AIR", "AIR REG"];

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    let sold = |brand: &'static str, containers: [&'static str; 4], quantity: i32, size: i32| {
        Part::brand
            .eq(brand)
            .and(Part::container.in_(containers))
            .and(LineItem::quantity.between(quantity, quantity + 10))
            .and(Part::size.between(1, size))
    };
    from(LineItem)
        .join(Part, Part::partkey.eq(LineItem::partkey))
        .filter(LineItem::shipmode.in_(AIR))
        .filter(LineItem::shipinstruct.eq("DELIVER IN PERSON"))
        .filter(
            sold("Brand#12", SMALL, 1, 5)
                .or(sold("Brand#23", MEDIUM, 10, 10))
                .or(sold("Brand#34", LARGE, 20, 15)),
        )
        .select(sum(LineItem::extendedprice * (1 - LineItem::discount)))
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select sum(l_extendedprice * (1 - l_discount)) as revenue
        from lineitem, part
        where (
                p_partkey = l_partkey and p_brand = {} and p_container = any({SMALL})
                and l_quantity >= {} and l_quantity <= {} and p_size between 1 and {}
                and l_shipmode = any({AIR}) and l_shipinstruct = {}
            )
            or (
                p_partkey = l_partkey and p_brand = {} and p_container = any({MEDIUM})
                and l_quantity >= {} and l_quantity <= {} and p_size between 1 and {}
                and l_shipmode = any({AIR}) and l_shipinstruct = {}
            )
            or (
                p_partkey = l_partkey and p_brand = {} and p_container = any({LARGE})
                and l_quantity >= {} and l_quantity <= {} and p_size between 1 and {}
                and l_shipmode = any({AIR}) and l_shipinstruct = {}
            )",
        "Brand#12",
        1,
        11,
        5,
        "DELIVER IN PERSON",
        "Brand#23",
        10,
        20,
        10,
        "DELIVER IN PERSON",
        "Brand#34",
        20,
        30,
        15,
        "DELIVER IN PERSON"
    )
    .all(db)
    .await
}
